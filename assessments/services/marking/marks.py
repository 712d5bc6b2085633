"""Appending a mark: the one that stood is named by the new one and stays as it was."""

from datetime import datetime
from decimal import Decimal

from people.models import User

from ...models import Assessment, Attempt, Mark, Sitting
from ..scheme.sittings import tell_begun

# What only an individual decision replaces: another one, and what was earned elsewhere and carried here.
STAYS = frozenset({Mark.Source.OVERRIDE, Mark.Source.CARRIED})


def append_mark(
    *,
    sitting: Sitting,
    component: str,
    value: Decimal,
    maximum: Decimal,
    source: str,
    at: datetime,
    marker: User | None = None,
    attempt: Attempt | None = None,
    assessment: Assessment | None = None,
    reason: str = "",
) -> Mark:
    """Release a mark on a locked sitting. A repeat of the standing mark returns it; an individual decision and a mark that
    was carried over are replaced only by an individual decision.
    """
    standing = sitting.marks.current().filter(component=component).first()
    if standing is not None:
        same = (standing.value, standing.source, standing.attempt_id, standing.assessment_id) == (
            value,
            source,
            attempt and attempt.pk,
            assessment and assessment.pk,
        )
        overridden = standing.source in STAYS and source != Mark.Source.OVERRIDE
        if overridden or (same and source != Mark.Source.OVERRIDE):
            return standing
        Mark.objects.filter(pk=standing.pk).update(is_current=False)
    tell_begun(sitting)
    return Mark.objects.create(
        sitting=sitting,
        component=component,
        value=value,
        maximum=maximum,
        source=source,
        attempt=attempt,
        assessment=assessment,
        marker=marker,
        reason=reason,
        released_at=at,
        replaces=standing,
    )
