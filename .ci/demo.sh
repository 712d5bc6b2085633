#!/usr/bin/env bash
# Everything from a bare machine to the site on http://127.0.0.1:${PORT:-8000}, with nothing to answer. Safe to repeat.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export DJANGO_SETTINGS_MODULE=cms.settings.demo PORT=${PORT:-8000}
[[ $PORT =~ ^[0-9]{1,5}$ ]] || refuse "PORT must be a number between 1 and 65535, not \"$PORT\"."

port_is_free() {
    "$PY" - "$PORT" <<'PYTHON'
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, OverflowError) as error:
        sys.exit(f"Port {sys.argv[1]} cannot be used ({getattr(error, 'strerror', None) or error}). "
                 "Choose another one: PORT=8010 make demo")
PYTHON
}

environment requirements.txt
port_is_free
catalogues
[ -e var/tirek.sqlite3 ] || say "Preparing the database."
"$PY" manage.py migrate --verbosity 0
"$PY" manage.py demo
exec "$PY" -m gunicorn --config .ci/gunicorn.py cms.wsgi:application
