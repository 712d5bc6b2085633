"""Gunicorn as in production, and how much processor time its processes and the database's used."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _stat(pid: int) -> tuple[str, int, float] | None:
    """Name, parent and processor seconds of a process; None when it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    name, rest = text[text.index("(") + 1 : text.rindex(")")], text[text.rindex(")") + 2 :].split()
    return name, int(rest[1]), (int(rest[11]) + int(rest[12])) / TICK


def processor_seconds(*roots: int, name: str = "") -> float:
    """Seconds used so far by the processes below `roots`, and by those called `name`."""
    processes = {
        int(path.name): _stat(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()
    }
    total = 0.0
    for pid, stat in processes.items():
        if stat is None:
            continue
        chain, here = [pid], stat
        while here and here[1] and here[1] not in chain:
            chain.append(here[1])
            here = processes.get(here[1])
        if set(roots) & set(chain) or (name and stat[0] == name):
            total += stat[2]
    return total


@dataclass
class Server:
    port: int
    pid: int
    with_database: bool = True

    def get(self, path: str, *, headers: Mapping[str, str] = {}, times: int = 1) -> tuple[int, bytes]:
        """The same request over one kept connection; raises when an answer differs from the first status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        status, body = 0, b""
        for _turn in range(times):
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            body = answer.read()
            if status and answer.status != status:
                raise RuntimeError(f"{path} answered {answer.status} after {status}")
            status = answer.status
        connection.close()
        return status, body

    def cpu_ms(self, path: str, *, headers: Mapping[str, str] = {}, times: int = 400) -> float:
        """Processor milliseconds of one request: web and database processes, after a warm-up."""
        status, _body = self.get(path, headers=headers, times=30)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        name = "postgres" if self.with_database else ""
        before = processor_seconds(self.pid, name=name)
        self.get(path, headers=headers, times=times)
        return (processor_seconds(self.pid, name=name) - before) * 1000 / times


@contextmanager
def gunicorn(
    application: str, *, environment: Mapping[str, str], with_database: bool = True
) -> Iterator[Server]:
    """A gunicorn with two gthread workers for the time of the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "-b", f"127.0.0.1:{port}", "-w", "2"]
    command += ["-k", "gthread", "--threads", "4", "--log-level", "warning"]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(port=port, pid=process.pid, with_database=with_database)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
