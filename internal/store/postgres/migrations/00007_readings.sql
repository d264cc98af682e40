-- +goose Up

-- What the log of readings (läslogg) says beside whom, what and when: as what the
-- reader came, from where, and whom a list showed.
alter table read_log add column unit bytea not null default ''::bytea;
alter table read_log add column provider bytea not null default ''::bytea;
alter table read_log add column roles text not null default '';
alter table read_log add column action text not null default '';
alter table read_log add column source text not null default ''; -- the network address of the reader's machine
alter table read_log add column shown bytea not null default ''::bytea; -- persons on a list, 16 bytes each; person is then empty

-- The log's own tree: the same four as the journal's.
create table read_log_head (
	one  bigint primary key check (one = 1),
	size bigint not null
);
insert into read_log_head (one, size) values (1, 0);
create table read_log_seal (
	position bigint primary key,
	reading  bigint not null unique, -- read_log.num
	leaf     bytea not null
);
create table read_log_tile (
	level  bigint not null,
	place  bigint not null,
	hashes bytea not null,
	primary key (level, place)
);
create table read_log_checkpoint (
	day  text primary key,
	note bytea not null
);

-- Who has been shown on which list, once a day for each reader: drawn from the
-- sealed log, so that one person's lists are found without going through it.
create table read_log_shown (
	person    bytea not null,
	day       text not null, -- in Stockholm
	actor     bytea not null,
	on_behalf bytea not null,
	part      text not null,
	primary key (person, day, actor, on_behalf, part)
);

create trigger read_log_fixed before update or delete or truncate on read_log execute function refuse_change();
create trigger read_log_seal_fixed before update or delete or truncate on read_log_seal execute function refuse_change();
