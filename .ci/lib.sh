# Shared by the scripts beside this file: where we are, how we speak, what Debian and pip must bring.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
PY="$ROOT/.venv/bin/python"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
# What is compiled once is kept: the tests start dozens of processes.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*"; }
refuse() { printf '%s\n' "$*" >&2; exit 1; }

# install_from_debian PACKAGE...: as root or through a sudo that asks nothing; otherwise names the command to type.
install_from_debian() {
    local as_root=() log
    command -v apt-get >/dev/null || refuse "Please install these first, under their names on this system: $*."
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            refuse "Tirek needs Debian packages that are not here. Please type this, then repeat the command:
  sudo apt-get update && sudo apt-get install --no-install-recommends $*"
        fi
    fi
    say "Installing from Debian: $*"
    log=$(mktemp)
    # Installing a server must not start one: ours run on ports and folders of their own.
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive bash -s -- "$@" >"$log" 2>&1 <<'SH'
set -e
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
fi
apt-get update -q </dev/null || true
apt-get install -y -q --no-install-recommends "$@" </dev/null
SH
    then
        tail -n 25 "$log" >&2
        rm -f "$log"
        refuse "Debian could not install: $*. Its own words are above."
    fi
    rm -f "$log"
}

# The newest PostgreSQL's folder of programs, or nothing.
postgresql_bin() {
    ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5,5V | tail -n 1
}

# What `make test` and `make bench` need beside Python.
test_machine() {
    local missing=()
    [ -n "$(postgresql_bin)" ] || missing+=(postgresql)
    command -v redis-server >/dev/null || missing+=(redis-server)
    if [ "${1:-}" != without-browser ]; then
        command -v "${TIREK_CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
        [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
    fi
    command -v msgfmt >/dev/null || missing+=(gettext)
    [ ${#missing[@]} -eq 0 ] || install_from_debian "${missing[@]}"
}

usable_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3 /usr/bin/python3 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
}

# environment LOCKFILE: .venv with what the lock file names; a stamp makes the next call cost nothing.
# A stamp names the folder too, so a copied or moved .venv is made anew.
environment() {
    local lock=$1 python
    stamped "$lock" && return
    if ! { [ -x "$PY" ] && "$PY" -c 'import sys, pip; sys.exit(sys.prefix != sys.argv[1])' "$ROOT/.venv"; } 2>/dev/null; then
        python=$(usable_python)
        if [ -z "$python" ]; then
            install_from_debian python3 python3-venv
            python=$(usable_python)
            [ -n "$python" ] || refuse "Tirek needs Python 3.11 or newer; name it with PYTHON=/path/to/python3.11."
        fi
        "$python" -c 'import ensurepip, venv' 2>/dev/null || install_from_debian python3-venv
        say "Making .venv with $("$python" --version)."
        rm -rf "$ROOT/.venv"
        "$python" -m venv "$ROOT/.venv"
    fi
    say "Installing the packages in $lock (about a minute)."
    rm -f "$ROOT"/.venv/.stamp-*
    "$PY" -m pip install --disable-pip-version-check --no-input -qq --require-hashes -r "$lock"
    stamp requirements.txt
    # The development lock holds everything of the plain one, never the other way round.
    [ "$lock" = requirements.txt ] || stamp "$lock"
}
fingerprint() { printf '%s %s\n' "$ROOT" "$(sha256sum <"$1")"; }
stamp() { fingerprint "$1" >"$ROOT/.venv/.stamp-$1"; }
stamped() { [ -x "$PY" ] && [ "$(cat "$ROOT/.venv/.stamp-$1" 2>/dev/null)" = "$(fingerprint "$1")" ]; }

catalogues() { "$PY" .ci/catalogues.py; }
