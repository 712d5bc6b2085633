"""What must hold of what follows the course."""

from collections.abc import Iterator

from people.audit import Breach

from . import events, growth, meetings, mentoring, orders, rights, sharing


def breaches() -> Iterator[Breach]:
    yield from rights.breaches()
    yield from meetings.breaches()
    yield from mentoring.breaches()
    yield from growth.breaches()
    yield from orders.breaches()
    yield from sharing.breaches()
    yield from events.breaches()
