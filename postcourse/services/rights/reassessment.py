"""The right to be reassessed: opened by a decision, booked, taken, decided; exceptions. What other rooms call is here.

Its parts: right_facts (reading), right_rows (rows and locks), booking and booking_plan, absence, right_year (the beat).
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Result
from courses.models import Enrolment
from people.errors import Refusal
from people.models import User

from ...models import Reassessment, RightOverride
from .absence import confirm_no_show, excuse, no_show
from .booking import book, cancel
from .facts import rights_of
from .rows import Status, has_begun, lock_person, may_settle, move, settle, take
from .year import lapse_due, renew

__all__ = [
    "begun",
    "book",
    "cancel",
    "confirm_no_show",
    "enrolment_ended",
    "excuse",
    "grant",
    "lapse_due",
    "no_show",
    "open_right",
    "renew",
    "rights_of",
    "settle",
    "take",
]


@transaction.atomic
def open_right(*, result_id: int, at: datetime) -> Reassessment | None:
    """What a decision does to rights: *not passed* opens one, *passed* ends one that is open, the decision of a
    reassessment closes its row. The right under way after that. A repeat changes nothing.
    """
    result = Result.objects.select_related("sitting__enrolment__cohort__edition").get(pk=result_id)
    enrolment = result.sitting.enrolment
    lock_person(enrolment.user_id)
    row = Reassessment.objects.filter(
        sitting=result.sitting_id, status__in=[Status.BOOKED, Status.TAKEN]
    ).first()
    if row is not None:
        row = take(reassessment_id=row.pk, at=at)
        move(row, to=Status.DECIDED, at=at, actor=result.decided_by)
    return settle(user_id=enrolment.user_id, programme_code=enrolment.cohort.edition.code, at=at)


def enrolment_ended(*, enrolment_id: int, at: datetime) -> None:
    """What becomes of rights when an enrolment moves: who left or was expelled has none. Nothing where none is there."""
    for row in Reassessment.objects.filter(enrolment=enrolment_id).under_way():
        settle(user_id=row.user_id, programme_code=row.programme_code, at=at)


def begun(*, sitting_id: int, at: datetime) -> None:
    """Something was done in a later sitting: the reassessment that was booked is taken."""
    row = (
        Reassessment.objects.filter(sitting=sitting_id, status=Status.BOOKED)
        .select_related("sitting")
        .first()
    )
    if row is not None and has_begun(row.sitting):
        take(reassessment_id=row.pk, at=at)


@transaction.atomic
def grant(
    *, enrolment_id: int, kind: str, year: int, reason: str, at: datetime, actor: User
) -> RightOverride:
    """An exception for one person in a calendar year, with its reason: "extra" (one more reassessment), "transfer" or
    "resume" (another cohort after the end of the year).

    Refuses another kind, a year that is past or later than the next, an empty reason, one's own case and who may not.
    """
    enrolment = Enrolment.objects.select_related("cohort__edition").get(pk=enrolment_id)
    may_settle(actor, enrolment.user_id)
    lock_person(enrolment.user_id)
    today = timezone.localdate(at)
    if kind not in RightOverride.Kind.values:
        raise Refusal(_("Choose what is granted."), code="unknown_kind")
    if year not in {today.year, today.year + 1}:
        raise Refusal(_("An exception is for this calendar year or for the next."), code="year")
    if not reason.strip():
        raise Refusal(
            _("Write why the exception is made: the reason is kept with it."), code="reason_missing"
        )
    override = RightOverride.objects.create(
        user_id=enrolment.user_id,
        enrolment=enrolment,
        kind=kind,
        year=year,
        reason=reason.strip(),
        granted_at=at,
        granted_by=actor,
    )
    settle(user_id=enrolment.user_id, programme_code=enrolment.cohort.edition.code, at=at)
    return override
