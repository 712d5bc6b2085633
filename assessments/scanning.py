"""Files looked through for viruses by clamd (its INSTREAM command), where one is named in the settings.

`settings.TIREK_CLAMD`: "" (files are not scanned), "host:port" or "unix:/path/of/the/socket".
"""

import socket
import struct
from contextlib import closing

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT = 15.0  # seconds for each step; a scan of twenty megabytes takes about two
PING_TIMEOUT = 2.0
LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner is named in the settings but gave no verdict."""


def _connection(address: str, timeout: float) -> socket.socket:
    if address.startswith("unix:"):
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        made.settimeout(timeout)
        try:
            made.connect(address.removeprefix("unix:"))
        except OSError:
            made.close()
            raise
        return made
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=timeout)


def _answer(connection: socket.socket) -> str:
    """What stands before the zero that ends clamd's answer."""
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        part = connection.recv(1024)
        if not part:
            break
        said += part
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def ping() -> None:
    """Raise ScannerAway where the scanner named in the settings does not answer at once."""
    try:
        with closing(_connection(settings.TIREK_CLAMD, PING_TIMEOUT)) as connection:
            connection.sendall(b"zPING\0")
            said = _answer(connection)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    if said != "PONG":
        raise ScannerAway(said or "no answer")


def scan(content: bytes) -> str:
    """The name of what was found in the content; "" where nothing was, or where no scanner is named.

    Raises ScannerAway where the scanner cannot be reached, takes too long or says anything but a verdict.
    """
    address = settings.TIREK_CLAMD
    if not address:
        return ""
    try:
        with closing(_connection(address, TIMEOUT)) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                chunk = content[start : start + CHUNK]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            said = _answer(connection)
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    verdict = said.removeprefix("stream: ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise ScannerAway(said or "no answer")
