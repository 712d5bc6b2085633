"""When and where a learner defends: a step and a date, once the session is announced."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.steps import DueDate, NextStep

from ..models import Assignment, DefenceSession, DefenceSlot, Sitting
from ..rules import defence as rules
from ..services.defence.defence import ANNOUNCED

SOON = timedelta(days=14)


@dataclass(frozen=True)
class OwnTurn:
    """A learner's turn in an announced session."""

    slot: DefenceSlot
    begins: datetime

    @property
    def session(self) -> DefenceSession:
        return self.slot.session


def turns(sitting: Sitting) -> list[OwnTurn]:
    """The person's turns in announced sessions that are still to come, by time (one query)."""
    group = Q(group__memberships__enrolment_id=sitting.enrolment_id, group__memberships__left_at__isnull=True)
    rows = (
        DefenceSlot.objects.filter(group | Q(sitting=sitting), session__transitions__reason=ANNOUNCED)
        .filter(session__status=DefenceSession.Status.PLANNED, ended_at__isnull=True, is_absent=False)
        .select_related("session__assignment")
        .distinct()
    )
    found = [OwnTurn(slot=row, begins=_begins(row)) for row in rows]
    return sorted(found, key=lambda turn: turn.begins)


def _begins(slot: DefenceSlot) -> datetime:
    """Turns are numbered from 1 without gaps."""
    return rules.turns(slot.session.starts_at, minutes=slot.session.minutes, count=slot.order)[-1]


def turn_of(sitting: Sitting, assignment: Assignment) -> OwnTurn | None:
    """The person's next turn to defend this work."""
    return next((turn for turn in turns(sitting) if turn.session.assignment_id == assignment.pk), None)


def offers(*, sitting: Sitting, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """A step from two weeks before until the day is over, and the date among the deadlines."""
    steps, due = [], []
    for turn in turns(sitting):
        work = turn.session.assignment
        name = "my_group" if work.is_group else "work"
        url = reverse(name, args=[sitting.pk, work.key])
        due.append(DueDate(title=_("Defence: %(work)s") % {"work": work.title}, at=turn.begins, url=url))
        if at - timedelta(days=1) < turn.begins < at + SOON:
            when = date_format(timezone.localtime(turn.begins), "DATETIME_FORMAT")
            steps.append(
                NextStep(
                    weight=40,
                    title=_("Defence: %(work)s") % {"work": work.title},
                    text=_("You are number %(order)s, at about %(when)s. Where: %(place)s.")
                    % {"order": turn.slot.order, "when": when, "place": turn.session.place},
                    url=url,
                    action=_("See the details"),
                    due=turn.begins,
                )
            )
    return steps, due
