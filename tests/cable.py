"""A cable between a browser and the server under test. Cut, there is no network: for pages and their workers alike.

Chromium's own switch reaches a worker that is just being started too late.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit


class Cable:
    """Carries bytes from an address of its own, `url`, to a server on this machine."""

    def __init__(self, server: str) -> None:
        address = urlsplit(server)
        self.target = (address.hostname, address.port)
        self.is_whole = True
        self.ends: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self._open, daemon=True).start()

    def cut(self) -> None:
        self.is_whole = False
        for end in list(self.ends):
            _hang_up(end)

    def mend(self) -> None:
        self.is_whole = True

    def close(self) -> None:
        self.cut()
        _hang_up(self.door)
        self.door.close()

    def _open(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            if not self.is_whole:
                caller.close()
                continue
            callee = socket.create_connection(self.target)
            self.ends |= {caller, callee}
            for source, sink in ((caller, callee), (callee, caller)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        _hang_up(sink)
        self.ends.discard(source)
        source.close()


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cable_to(server: str) -> Iterator[Cable]:
    cable = Cable(server)
    try:
        yield cable
    finally:
        cable.close()
