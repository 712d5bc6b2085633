"""Marks that go with a person: to another cohort, to a reassessment. The original stays where it was earned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from ...models import Mark, Sitting
from ...rules import carrying as rule
from . import frozen


@dataclass(frozen=True)
class Carried:
    """What a sitting would repeat of another: marks to carry by component, and the keys still due."""

    marks: Mapping[str, Mark]
    due: tuple[str, ...]


def preview(*, source: Sitting, cohort_id: int, again: Collection[str] = frozenset()) -> Carried:
    """What would be carried from `source` to a sitting in that cohort; writes nothing (two queries).

    `again`: components that are assessed anew.
    """
    marks = {mark.component: mark for mark in source.marks.current().select_related("marker")}
    content = frozen.content_for(cohort_id)
    found = rule.plan(
        earned={key: mark.maximum for key, mark in marks.items()},
        wanted={row["key"]: Decimal(row["maximum"]) for row in content["components"]},
        again=again,
    )
    return Carried(marks={key: marks[key] for key in found.carried}, due=found.due)


@transaction.atomic
def carry_marks(
    *, source: Sitting, target: Sitting, reason: str, again: Collection[str] = frozenset()
) -> list[Mark]:
    """Repeat the standing marks of `source` that fit on `target`, with their dates and markers; those carried now.

    A component that has a mark on `target` already keeps it, so a repeat carries nothing twice.
    """
    Sitting.objects.select_for_update(of=("self",)).get(pk=target.pk)
    there = set(target.marks.current().values_list("component", flat=True))
    found = preview(source=source, cohort_id=target.cohort_id, again=again)
    return [
        Mark.objects.create(
            sitting=target,
            component=key,
            value=mark.value,
            maximum=mark.maximum,
            source=Mark.Source.CARRIED,
            marker=mark.marker,
            carried_from=mark.carried_from or mark,
            reason=reason,
            released_at=mark.released_at,
        )
        for key, mark in found.marks.items()
        if key not in there
    ]


def carried_to(sitting: Sitting) -> frozenset[str]:
    """Components whose standing mark was carried over: nothing is asked for them here.

    One query; none for a first sitting of an enrolment that continues no other. The enrolment has to be at hand.
    """
    if sitting.number == 1 and sitting.enrolment.continues_id is None:
        return frozenset()
    marks = sitting.marks.current().filter(source=Mark.Source.CARRIED)
    return frozenset(marks.values_list("component", flat=True))


def is_settled(content: Mapping, assignment_key: str, carried: Collection[str]) -> bool:
    """All components of a work were carried over: it asks for nothing."""
    rows = frozen.component_of_assignment(content, assignment_key)
    return bool(rows) and all(row["key"] in carried for row in rows)
