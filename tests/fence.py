"""No way out: a test that reaches for another machine fails, also where the code under test swallowed the refusal."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest


class OutsideCall(RuntimeError):
    """Something wanted to leave this machine."""


def is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket in the file system
    host = str(address[0])
    return host in {"", "localhost", "::1"} or host.startswith("127.")


@pytest.fixture(scope="session")
def _outside_calls() -> Iterator[list[str]]:
    """Sockets reach loopback alone; what tried to go further, in order."""
    tried: list[str] = []
    patch = pytest.MonkeyPatch()

    def guard(owner: Any, name: str, address_at: int) -> None:
        real = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            address = args[address_at] if len(args) > address_at else ("",)
            if name == "getaddrinfo":
                host = address.decode() if isinstance(address, bytes) else address
                address = (host or "",)
            if not is_here(address):
                tried.append(f"{name} {address}")
                raise OutsideCall(f"A test must not leave this machine: {name} {address}.")
            return real(*args, **kwargs)

        patch.setattr(owner, name, guarded)

    guard(socket.socket, "connect", 1)
    guard(socket.socket, "connect_ex", 1)
    guard(socket, "getaddrinfo", 0)
    yield tried
    patch.undo()


@pytest.fixture(autouse=True)
def _stays_on_this_machine(_outside_calls: list[str]) -> Iterator[None]:
    """Fails a test that went outside even where the code under test swallowed the refusal."""
    _outside_calls.clear()
    yield
    assert not _outside_calls, f"Calls to other machines: {_outside_calls}"
