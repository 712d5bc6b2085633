"""What must hold of what follows the course."""

from collections.abc import Iterator

from people.audit import Breach

from . import (
    audit_events,
    audit_growth,
    audit_meetings,
    audit_mentoring,
    audit_orders,
    audit_rights,
    audit_sharing,
)


def breaches() -> Iterator[Breach]:
    yield from audit_rights.breaches()
    yield from audit_meetings.breaches()
    yield from audit_mentoring.breaches()
    yield from audit_growth.breaches()
    yield from audit_orders.breaches()
    yield from audit_sharing.breaches()
    yield from audit_events.breaches()
