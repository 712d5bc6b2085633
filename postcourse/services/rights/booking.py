"""Booking a reassessment and giving it up; what a booking would bring is read in booking_plan.py."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.models import SittingWindow
from assessments.services.scheme import carrying, sittings
from people.errors import NotAllowed, Refusal
from people.models import User

from ... import right_words
from ...models import Reassessment
from ...rules import entitlements as rules
from . import facts as right_facts
from . import telling
from .booking_plan import Kind, Plan, plan_alone, plans_with_cohorts
from .rows import Status, end_booking, has_begun, locked, move, settle


def may_book(actor: User, row: Reassessment) -> None:
    """One's own, or as a coordinator for somebody else."""
    if row.user_id != actor.pk and not actor.has_perm("postcourse.make_order"):
        raise NotAllowed()


def first_day_of_own(row: Reassessment, at: datetime) -> date:
    """The first day that can be booked: a few days ahead, a parameter of the edition."""
    notice = right_facts.parameter(row.enrolment, "reassessment_notice_days", rules.NOTICE_DAYS)
    return timezone.localdate(at) + timedelta(days=notice)


def check_day(row: Reassessment, day: date, *, at: datetime) -> None:
    """Refuse a day that is too near, or past the right's last day."""
    first = first_day_of_own(row, at)
    if not first <= day <= row.until:
        raise Refusal(
            _("Choose a day from %(first)s to %(last)s.")
            % {"first": date_format(first, "DATE_FORMAT"), "last": date_format(row.until, "DATE_FORMAT")},
            code="day",
        )


def _plan(
    row: Reassessment, *, kind: str, cohort_id: int | None, planned_on: date | None, at: datetime
) -> Plan:
    if kind == Kind.ALONE and planned_on is not None:
        check_day(row, planned_on, at=at)
        return plan_alone(row, planned_on=planned_on, at=at)
    if kind == Kind.COHORT:
        found = next((one for one in plans_with_cohorts(row, at=at) if one.cohort.pk == cohort_id), None)
        if found is not None:
            return found
        raise Refusal(
            _("This cohort cannot be joined any more. Choose another one or a day of your own."),
            code="not_joinable",
        )
    raise Refusal(_("Choose a day of your own or a cohort."), code="no_choice")


def preview(
    row: Reassessment,
    *,
    kind: str,
    at: datetime,
    cohort_id: int | None = None,
    planned_on: date | None = None,
) -> Plan:
    """What this booking would do; writes nothing. Refuses what `book` would refuse."""
    if row.status != Status.OPEN:
        raise Refusal(
            _("This reassessment is “%(status)s” already. Reload the page and look again.")
            % {"status": row.get_status_display()},
            code="not_open",
        )
    wanted = rules.REASSESS if kind == Kind.ALONE else rules.WITH_COHORT
    right = next(one for one in right_facts.rights_of(row.enrolment, at) if one.kind == wanted)
    if not right.is_open:
        raise Refusal(right_words.sentence(right), code=right.why)
    plan = _plan(row, kind=kind, cohort_id=cohort_id, planned_on=planned_on, at=at)
    if not plan.due:
        raise Refusal(
            _(
                "Nothing would be assessed anew. Write to the coordinator: the edition's parameters are wrong."
            ),
            code="nothing_due",
        )
    return plan


@transaction.atomic
def book(
    *,
    reassessment_id: int,
    kind: str,
    at: datetime,
    actor: User,
    cohort_id: int | None = None,
    planned_on: date | None = None,
) -> Reassessment:
    """Book a right: "alone" on `planned_on`, or "cohort" with the exam of `cohort_id`. The sitting opens, what was earned
    and is not assessed anew is carried to it. The same booking again changes nothing.

    Refuses what is not open, a day that is too near or past the term, a cohort that cannot be joined, and strangers.
    """
    row = locked(reassessment_id)
    may_book(actor, row)
    same = row.planned_on == planned_on if kind == Kind.ALONE else row.cohort_id == cohort_id
    if row.status == Status.BOOKED and row.kind == kind and same:
        return row
    plan = preview(row, kind=kind, at=at, cohort_id=cohort_id, planned_on=planned_on)
    if plan.year != row.year:
        facts = right_facts.facts_of(row.enrolment, at)
        row.year, row.slot = plan.year, facts.free_slot(plan.year) or 1
        row.limit, row.until = max(facts.limit(plan.year), row.slot), rules.last_day(plan.year)
    sitting = sittings.open_later(enrolment_id=row.enrolment_id, cohort_id=plan.cohort.pk, at=at)
    carrying.carry_marks(
        source=row.based_on.sitting,
        target=sitting,
        reason=str(_("Carried to a reassessment.")),
        again=plan.again,
    )
    for doing in plan.due if plan.is_alone else ():
        if doing.key and doing.opens_at and doing.closes_at:
            sittings.set_own_window(
                sitting_id=sitting.pk,
                kind=SittingWindow.Kind.QUIZ if doing.kind == "quiz" else SittingWindow.Kind.ASSIGNMENT,
                key=doing.key,
                opens_at=doing.opens_at,
                closes_at=doing.closes_at,
            )
    row.kind, row.cohort, row.planned_on, row.sitting = kind, plan.cohort, plan.planned_on, sitting
    also = ("kind", "cohort", "planned_on", "sitting", "year", "slot", "limit", "until")
    move(row, to=Status.BOOKED, at=at, actor=actor, also=also)
    telling.booked(row, at=at)
    return row


@transaction.atomic
def cancel(*, reassessment_id: int, at: datetime, actor: User, reason: str = "") -> Reassessment | None:
    """Give a booking up: the right is open again, in this year where it was booked into the next. What holds after that.

    The learner can until the day before; from then on a coordinator, with a reason. Refused once it was begun. A sitting
    in which nothing was done goes with its booking; one with a draft stays, closed.
    """
    row = locked(reassessment_id)
    may_book(actor, row)
    if row.status not in {Status.BOOKED, Status.TAKEN}:
        raise Refusal(_("Nothing is booked that could be given up."), code="not_booked")
    if has_begun(row.sitting):
        raise Refusal(
            _("This reassessment has begun, so it cannot be given up any more. It waits for its decision."),
            code="begun",
        )
    is_late = row.planned_on is not None and row.planned_on <= timezone.localdate(at)
    if is_late and row.user_id == actor.pk:
        raise Refusal(
            _("The day has come, so the booking stands. If you cannot take part, write to the coordinator."),
            code="too_late",
        )
    if is_late and not reason.strip():
        raise Refusal(
            _("Write why the booking is given up: the reason is kept with it."), code="reason_missing"
        )
    release(row, at=at, actor=actor, reason=reason.strip())
    return settle(user_id=row.user_id, programme_code=row.programme_code, at=at)


def release(row: Reassessment, *, at: datetime, actor: User | None = None, reason: str = "") -> None:
    """Make a locked row open again, without its booking."""
    this_year = timezone.localdate(at).year
    also: tuple[str, ...] = ("kind", "cohort", "planned_on")
    if row.year > this_year:
        facts = right_facts.facts_of(row.enrolment, at)
        if (slot := facts.free_slot(this_year)) is not None:
            row.year, row.slot, row.until = this_year, slot, rules.last_day(this_year)
            row.limit = max(facts.limit(this_year), slot)
            also = (*also, "year", "slot", "until", "limit")
    row.kind, row.cohort, row.planned_on = "", None, None
    end_booking(row, to=Status.OPEN, at=at, actor=actor, reason=reason, also=also)
