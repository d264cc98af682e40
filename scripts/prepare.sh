#!/usr/bin/env bash
# Installs what the tests use besides Go: PostgreSQL, PgBouncer, Patroni with etcd,
# strace, Chromium and axe. Where it
# may not, it names what is missing and the line that installs it; the tests that
# need it then say that they were left out, and fail when CI is set.
set -eu
cd "$(dirname "$0")/.."

missing=()
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
[ -x /usr/bin/patroni ] || missing+=(patroni python3-etcd)
command -v etcd >/dev/null || missing+=(etcd-server)
command -v strace >/dev/null || missing+=(strace)
command -v chromium >/dev/null || [ -x "${STADGA_CHROMIUM:-/nonexistent}" ] || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)

if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "Installing ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
	missing=()
fi
if [ ${#missing[@]} -gt 0 ]; then
	echo "Missing: ${missing[*]}. The tests that need it are left out. Install it with:" >&2
	echo "  sudo apt-get install ${missing[*]}" >&2
fi

if command -v npm >/dev/null && { [ ! -d browser/node_modules/axe-core ] || [ ! -d browser/node_modules/oidc-provider ]; }; then
	(cd browser && npm ci --silent) ||
		echo "Missing: axe-core, playwright-core and oidc-provider. Install them with: (cd browser && npm ci)" >&2
fi
