"""A session's turns as screens and the protocol show them, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from people.models import User

from ...models import DefenceSession, DefenceSlot, GroupMembership, Submission
from ...rules import defence as rules
from ..marking import blind
from .defence import ANNOUNCED, may_read_talk, slot_name


@dataclass(frozen=True)
class Turn:
    """One turn. `topic` of a support plan is empty: nothing that could name a child is shown around it.

    `submission_id`: the newest work handed in, where the reader may mark it and may know whose it is. `is_readable`:
    the reader may learn what is asked, answered and noted (of a support plan not everybody may).
    """

    slot: DefenceSlot
    begins: datetime
    name: str
    people: tuple[str, ...]
    topic: str
    submission_id: int | None = None
    is_readable: bool = True

    @property
    def is_running(self) -> bool:
        return self.slot.began_at is not None and self.slot.ended_at is None

    @property
    def is_over(self) -> bool:
        return self.slot.ended_at is not None or self.slot.is_absent


def turns_of(session: DefenceSession, *, reader: User | None = None) -> list[Turn]:
    """The turns in their order, with questions (six queries; one more for a reader who marks, and one for plans).

    Without a reader everything may be read.
    """
    memberships = GroupMembership.objects.select_related("enrolment__user").order_by(
        "enrolment__user__surname", "enrolment__user__given_name", "pk"
    )
    slots = list(
        session.slots.select_related("group", "sitting__enrolment__user").prefetch_related(
            "questions", Prefetch("group__memberships", queryset=memberships)
        )
    )
    works = _works(session, slots)
    markable: set[int] = set()
    if reader is not None:
        ids = [work.pk for work in works.values()]
        known = Submission.objects.annotate(hidden=blind.is_blind()).filter(
            Q(hidden=False) | Q(status=Submission.Status.RELEASED), pk__in=ids
        )
        markable = set(known.to_mark_by(reader).values_list("pk", flat=True))
    every = frozenset(slot.pk for slot in slots)
    readable = every if reader is None else may_read_talk(session, slots, reader)
    begins = rules.turns(session.starts_at, minutes=session.minutes, count=len(slots))
    turns = []
    for slot, moment in zip(slots, begins, strict=True):
        work = works.get((slot.group_id, slot.sitting_id))
        turns.append(
            Turn(
                slot=slot,
                begins=moment,
                name=slot_name(slot),
                people=_people(slot),
                topic="" if session.assignment.is_support_plan or work is None else work.title,
                submission_id=work.pk if work is not None and work.pk in markable else None,
                is_readable=slot.pk in readable,
            )
        )
    return turns


def _works(
    session: DefenceSession, slots: Iterable[DefenceSlot]
) -> dict[tuple[int | None, int | None], Submission]:
    """The newest work handed in, by (group, sitting)."""
    groups = [slot.group_id for slot in slots if slot.group_id]
    sittings = [slot.sitting_id for slot in slots if slot.sitting_id]
    rows = (
        Submission.objects.filter(Q(group__in=groups) | Q(sitting__in=sittings))
        .filter(assignment_id=session.assignment_id)
        .exclude(status=Submission.Status.DRAFT)
        .only("pk", "group_id", "sitting_id", "title", "number")
        .order_by("number")
    )
    return {(row.group_id, row.sitting_id): row for row in rows}


def _people(slot: DefenceSlot) -> tuple[str, ...]:
    """Full names: the person's, or of those who were in the group when its turn began (present ones before that)."""
    if slot.group is None:
        return (slot.sitting.enrolment.user.full_name,) if slot.sitting is not None else ()
    return tuple(
        row.enrolment.user.full_name for row in slot.group.memberships.all() if _was_there(row, slot.began_at)
    )


def _was_there(row: GroupMembership, moment: datetime | None) -> bool:
    if moment is None or row.left_at is None:
        return row.left_at is None
    return row.joined_at <= moment < row.left_at


def announced(sessions: Iterable[DefenceSession]) -> set[int]:
    """Which of these sessions were announced."""
    return set(
        DefenceSession.objects.filter(
            pk__in=[session.pk for session in sessions], transitions__reason=ANNOUNCED
        ).values_list("pk", flat=True)
    )
