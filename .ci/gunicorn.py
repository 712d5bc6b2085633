"""The demo's web server: two processes of four threads on this machine alone."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 5
loglevel = "warning"
control_socket_disable = True


def when_ready(server) -> None:
    print(f"\nTirek is at http://{bind}/ now. Ctrl+C stops it.", flush=True)
