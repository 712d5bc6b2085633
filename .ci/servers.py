"""Run a command with a PostgreSQL and a Redis of its own, and stop both whatever happens.

    python .ci/servers.py [--durable] COMMAND [ARGUMENT ...]

The command finds TIREK_TEST_DATABASE_URL and TIREK_TEST_REDIS_URL in its environment; what is already set
there is used as it is and nothing is started for it. Data lives in a temporary folder. Without --durable
PostgreSQL does not wait for the disk. Exit code: the command's. Needs only the standard library and Debian's
postgresql and redis-server.
"""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
HURRIED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def dies_with_us(sign: signal.Signals) -> Callable[[], None]:
    """For a child, after its user is set: the kernel sends it `sign` should this process be killed outright."""
    libc = ctypes.CDLL(None)

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign))

    return prepare


def wait_until(ready: Callable[[], bool], server: subprocess.Popen, log: Path) -> bool:
    """True when ready within 30 s; False when the server ended first (a port was snatched away)."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return False
        if ready():
            return True
        time.sleep(0.05)
    server.kill()
    sys.exit(f"A server did not come up in 30 seconds:\n{log.read_text(errors='replace')[-2000:]}")


def postgresql(folder: Path, *, durable: bool) -> tuple[subprocess.Popen, str]:
    """A cluster sorted the Kazakh way; its process and address. PostgreSQL refuses root, so root hands it to postgres."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not programs:
        sys.exit(
            "PostgreSQL is not installed. Please type: sudo apt-get install --no-install-recommends postgresql"
        )
    home = folder / "pg"
    home.mkdir(mode=0o700)
    user: dict = {}
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    log = folder / "postgresql.log"
    with log.open("w") as out:
        made = subprocess.run(
            [
                *(
                    programs[-1] / "initdb",
                    "-D",
                    home / "data",
                    "-U",
                    "postgres",
                    "--auth=trust",
                    "-E",
                    "UTF8",
                ),
                *("--locale-provider=icu", "--icu-locale=kk-KZ", "--locale=C.UTF-8", "--no-sync"),
            ],
            **(user | {"cwd": home, "stdout": out, "stderr": out}),
        )
    if made.returncode:
        sys.exit(f"PostgreSQL could not make its data folder:\n{log.read_text(errors='replace')}")
    options = [
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={home}",
        "max_connections=200",
        "timezone=UTC",
    ]
    options += ["shared_buffers=256MB", "log_min_messages=warning", *([] if durable else HURRIED)]
    for _ in range(5):
        port = free_port()
        command = [programs[-1] / "postgres", "-D", home / "data", "-p", str(port)]
        with log.open("a") as out:
            server = subprocess.Popen(
                command + [word for option in options for word in ("-c", option)],
                **(user | {"cwd": home, "stdout": out, "stderr": out, "stdin": subprocess.DEVNULL}),
                start_new_session=True,
                preexec_fn=dies_with_us(signal.SIGINT),
            )
        is_ready = [programs[-1] / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
        if wait_until(lambda words=is_ready: subprocess.run(words).returncode == 0, server, log):
            subprocess.run(
                [programs[-1] / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "tirek"],
                check=True,
            )
            return server, f"postgres://postgres@127.0.0.1:{port}/tirek"
    sys.exit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")


def redis(folder: Path) -> tuple[subprocess.Popen, str]:
    """A Redis that keeps nothing; its process and address."""
    program = shutil.which("redis-server")
    if not program:
        sys.exit(
            "Redis is not installed. Please type: sudo apt-get install --no-install-recommends redis-server"
        )
    home = folder / "redis"
    home.mkdir(mode=0o700)
    log = folder / "redis.log"
    for _ in range(5):
        port = free_port()
        with log.open("a") as out:
            server = subprocess.Popen(
                [
                    program,
                    "--port",
                    str(port),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no",
                    "--dir",
                    home,
                ],
                **{"stdout": out, "stderr": out, "stdin": subprocess.DEVNULL},
                start_new_session=True,
                preexec_fn=dies_with_us(signal.SIGTERM),
            )

        def answers(port: int = port) -> bool:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
                    line.sendall(b"PING\r\n")
                    return line.recv(16).startswith(b"+PONG")
            except OSError:
                return False

        if wait_until(answers, server, log):
            return server, f"redis://127.0.0.1:{port}/0"
    sys.exit(f"Redis did not start:\n{log.read_text(errors='replace')[-2000:]}")


def stop(server: subprocess.Popen, sign: signal.Signals) -> None:
    if server.poll() is None:
        server.send_signal(sign)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def run(command: list[str]) -> int:
    """The command's exit code. Ctrl+C reaches it from the terminal; other requests to stop are passed on."""
    child = subprocess.Popen(command, preexec_fn=dies_with_us(signal.SIGTERM))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda number, frame: child.send_signal(number))
    code = child.wait()
    return code if code >= 0 else 128 - code


def main(words: list[str]) -> int:
    durable = words[:1] == ["--durable"]
    command = words[1:] if durable else words
    if not command:
        sys.exit(__doc__)
    # Short and under /tmp: a socket's path may have 107 characters, and the user postgres must reach it.
    folder = Path(tempfile.mkdtemp(prefix="tirek-", dir="/tmp"))
    folder.chmod(0o711)
    started: list[tuple[subprocess.Popen, signal.Signals]] = []
    # Until the command runs, a request to stop must still pass through `finally`.
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda number, frame: sys.exit(128 + number))
    try:
        if not os.environ.get("TIREK_TEST_DATABASE_URL"):
            server, os.environ["TIREK_TEST_DATABASE_URL"] = postgresql(folder, durable=durable)
            started.append((server, signal.SIGINT))
        if not os.environ.get("TIREK_TEST_REDIS_URL"):
            server, os.environ["TIREK_TEST_REDIS_URL"] = redis(folder)
            started.append((server, signal.SIGTERM))
        (folder / "tmp").mkdir(mode=0o700)
        os.environ["TMPDIR"] = str(folder / "tmp")
        return run(command)
    finally:
        for server, sign in started:
            stop(server, sign)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
