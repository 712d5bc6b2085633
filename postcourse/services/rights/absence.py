"""Who did not come: an absence uses the year's reassessment unless a coordinator excuses it, which frees its slot."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.errors import Refusal
from people.models import User

from ...models import Reassessment
from ...rules import entitlements as rules
from . import telling
from .rows import Lapse, Status, has_begun, lapse, locked, may_settle, move, settle


def is_past(row: Reassessment, at: datetime) -> bool:
    """Whether the time to take a booked reassessment is over: one's own day; with a cohort, its end or, where it has tests,
    its last day and every one of them. One query for a booking with a cohort.
    """
    today = timezone.localdate(at)
    if row.planned_on is None or row.cohort is None or row.sitting is None or today <= row.planned_on:
        return False
    if row.kind == Reassessment.Kind.ALONE or row.cohort.status in rules.OVER:
        return True
    tests = row.cohort.date_rules.filter(kind="quiz").order_by("-closes_at")
    closes_at = tests.values_list("closes_at", flat=True).first()
    return row.cohort.ends_on < today and closes_at is not None and closes_at <= at


@transaction.atomic
def no_show(*, reassessment_id: int, at: datetime, actor: User | None = None) -> Reassessment:
    """Write down that somebody did not come to what was booked: the right of the year is used. A repeat changes nothing.

    Refused before the time is over, where something was begun, and where the cohort was cancelled: nobody missed that.
    """
    row = locked(reassessment_id)
    if row.status == Status.LAPSED and row.lapse in {Lapse.NO_SHOW, Lapse.EXCUSED}:
        return row
    if row.status != Status.BOOKED:
        raise Refusal(_("Nothing is booked that could have been missed."), code="not_booked")
    if has_begun(row.sitting):
        raise Refusal(_("The person has begun, so this is no absence."), code="begun")
    if row.cohort is not None and row.cohort.status == Cohort.Status.CANCELLED:
        raise Refusal(
            _("The cohort was cancelled, so nobody was absent. Give the booking up."), code="cancelled"
        )
    if not is_past(row, at):
        raise Refusal(_("The time for it is not over yet."), code="not_past")
    lapse(row, why=Lapse.NO_SHOW, at=at, actor=actor, reason="absent")
    telling.lapsed(row, at=at)
    settle(user_id=row.user_id, programme_code=row.programme_code, at=at)
    return row


@transaction.atomic
def excuse(*, reassessment_id: int, reason: str, at: datetime, actor: User) -> Reassessment | None:
    """Excuse an absence for a valid reason: its slot is free and the right of this year opens again; that right, if any.

    Refuses what was no absence, an empty reason, one's own case and who may not. A repeat changes nothing.
    """
    row = locked(reassessment_id)
    may_settle(actor, row.user_id)
    if not reason.strip():
        raise Refusal(_("Write the valid reason and the papers it rests on."), code="reason_missing")
    if row.status == Status.BOOKED and is_past(row, at):
        row = no_show(reassessment_id=row.pk, at=at, actor=actor)
    if row.excused_at is None:
        _check_absence(row)
        row.lapse, row.excused_at = Lapse.EXCUSED, at
        move(
            row,
            to=Status.LAPSED,
            at=at,
            actor=actor,
            reason=reason.strip(),
            also=("lapse", "excused_at"),
        )
    return settle(user_id=row.user_id, programme_code=row.programme_code, at=at)


@transaction.atomic
def confirm_no_show(*, reassessment_id: int, reason: str, at: datetime, actor: User) -> Reassessment:
    """Settle an absence as not excused, with the reason; it leaves the list of those to settle and can be excused still."""
    row = locked(reassessment_id)
    may_settle(actor, row.user_id)
    if not reason.strip():
        raise Refusal(
            _("Write what was looked at: the reason is kept with the decision."), code="reason_missing"
        )
    _check_absence(row)
    move(row, to=Status.LAPSED, at=at, actor=actor, reason=reason.strip())
    return row


def _check_absence(row: Reassessment) -> None:
    if row.status != Status.LAPSED or row.lapse != Lapse.NO_SHOW:
        raise Refusal(
            _("This is no absence that could be settled. Reload the page and look again."), code="no_absence"
        )
