#!/bin/sh
# Runs one node of a board's PostgreSQL: a primary or its synchronous standby, as
# Patroni and etcd decide. Debian's packages: postgresql patroni etcd-server python3-etcd.
# Run it as the user postgres, with the same STADGA_SCOPE on every node:
#
#   STADGA_NODE=norr            the node's own name
#   STADGA_SCOPE=socialnamnden  the board
#   STADGA_LISTEN=10.0.0.1:5432 address of the database
#   STADGA_REST=10.0.0.1:8008   address that the nodes and the monitoring ask
#   STADGA_ETCD=10.0.0.1:2379,10.0.0.2:2379,10.0.0.3:2379
#   STADGA_NETWORK=10.0.0.0/24  from where the nodes and `stadga serve` come
#   STADGA_DATA=/var/lib/postgresql/15/socialnamnden
#   STADGA_BIN=/usr/lib/postgresql/15/bin
#   STADGA_SUPERUSER_PASSWORD, STADGA_REPLICATION_PASSWORD
#
# `stadga serve` is then given every node:
#   postgres://stadga:…@10.0.0.1:5432,10.0.0.2:5432/socialnamnden?target_session_attrs=read-write
#
# make torture PART=Patroni loses the primary of two such nodes, and holds what is
# left to what was acknowledged.
set -eu

: "${STADGA_NODE:?}" "${STADGA_SCOPE:?}" "${STADGA_LISTEN:?}" "${STADGA_REST:?}" "${STADGA_ETCD:?}" "${STADGA_NETWORK:?}"
: "${STADGA_DATA:?}" "${STADGA_BIN:?}" "${STADGA_SUPERUSER_PASSWORD:?}" "${STADGA_REPLICATION_PASSWORD:?}"

umask 077
settings=$STADGA_DATA.patroni.yml
cat >"$settings" <<YAML
scope: $STADGA_SCOPE
namespace: /stadga/
name: $STADGA_NODE
restapi:
  listen: $STADGA_REST
  connect_address: $STADGA_REST
etcd3:
  hosts: $STADGA_ETCD
bootstrap:
  dcs:
    # A primary that is gone is replaced within ttl: the page answers again within a minute.
    ttl: 20
    loop_wait: 5
    retry_timeout: 5
    # Only a standby that has every acknowledged act may take over. It is never
    # lowered by itself to keep a lagging one; but a primary whose standby is lost
    # goes on alone, and that standby is then not chosen before it has caught up.
    synchronous_mode: true
    maximum_lag_on_failover: 0
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        wal_level: replica
        hot_standby: "on"
        synchronous_commit: "on"
        fsync: "on"
        full_page_writes: "on"
        max_wal_senders: 10
        max_replication_slots: 10
        max_connections: 200
  initdb:
    - encoding: UTF8
    - locale: C
    - data-checksums
postgresql:
  listen: $STADGA_LISTEN
  connect_address: $STADGA_LISTEN
  data_dir: $STADGA_DATA
  bin_dir: $STADGA_BIN
  pgpass: $STADGA_DATA.pgpass
  authentication:
    superuser: {username: postgres, password: "$STADGA_SUPERUSER_PASSWORD"}
    replication: {username: replikering, password: "$STADGA_REPLICATION_PASSWORD"}
  parameters:
    unix_socket_directories: ""
    password_encryption: scram-sha-256
  pg_hba:
    - host replication replikering $STADGA_NETWORK scram-sha-256
    - host all all $STADGA_NETWORK scram-sha-256
  remove_data_directory_on_diverged_timelines: true
  remove_data_directory_on_rewind_failure: true
YAML
exec patroni "$settings"
