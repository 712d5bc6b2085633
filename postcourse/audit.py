"""What must hold of what follows the course."""

from collections.abc import Iterator

from people.audit import Breach


def breaches() -> Iterator[Breach]:
    return iter(())
