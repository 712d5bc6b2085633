"""The rows of rights: locking a person's, opening what is due, ending what is not needed any more.

Locks: the person, the row, the sitting, in this order; whatever changes a right takes the person's first.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Sitting
from assessments.services.scheme import sittings
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Reassessment
from ...rules import entitlements as rules
from ...rules import moves
from . import facts as right_facts
from . import telling

Status, Lapse = Reassessment.Status, Reassessment.Lapse
RELATED = (
    "user",
    "enrolment__user",
    "enrolment__cohort__edition",
    "based_on__sitting",
    "cohort__edition",
    "sitting",
)


def lock_person(user_id: int) -> User:
    """The person's row: every change of their rights stands in line here."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)


def locked(reassessment_id: int) -> Reassessment:
    """The row under its person's lock."""
    lock_person(Reassessment.objects.values_list("user_id", flat=True).get(pk=reassessment_id))
    return (
        Reassessment.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=reassessment_id)
    )


def may_settle(actor: User, user_id: int) -> None:
    """Refuse whoever may not excuse and grant, and everybody in their own case."""
    if not actor.has_perm("postcourse.make_order"):
        raise NotAllowed()
    if actor.pk == user_id:
        raise Refusal(_("This is your own right. Another coordinator decides about it."), code="own_right")


def move(
    row: Reassessment,
    *,
    to: str,
    at: datetime,
    actor: User | None = None,
    reason: str = "",
    also: tuple[str, ...] = (),
) -> None:
    transitions.move(row, to=to, table=moves.REASSESSMENT, at=at, actor=actor, reason=reason, also=also)


def end_booking(
    row: Reassessment,
    *,
    to: str,
    at: datetime,
    actor: User | None = None,
    reason: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Move a row on without its sitting, which goes if nothing was done in it and is closed otherwise."""
    sitting, row.sitting = row.sitting, None
    move(row, to=to, at=at, actor=actor, reason=reason, also=(*also, "sitting"))
    if sitting is not None and not sittings.discard_unused(sitting_id=sitting.pk):
        sittings.shut(sitting_id=sitting.pk, at=at)


def lapse(
    row: Reassessment, *, why: str, at: datetime, actor: User | None = None, reason: str = ""
) -> Reassessment:
    """End a right that is open or booked; kind, cohort and day stay as they were planned."""
    row.lapse = why
    end_booking(row, to=Status.LAPSED, at=at, actor=actor, reason=reason, also=("lapse",))
    return row


@transaction.atomic
def settle(*, user_id: int, programme_code: str, at: datetime) -> Reassessment | None:
    """Bring a person's right in a programme to what the facts say now; the row under way after that, or None.

    Opens what is due, ends what lapsed or is not needed any more. Calling it again changes nothing.
    """
    lock_person(user_id)
    results = right_facts.results_of(user_id=user_id, programme_code=programme_code)
    row = (
        Reassessment.objects.select_for_update(of=("self",))
        .select_related(*RELATED)
        .filter(user_id=user_id, programme_code=programme_code)
        .under_way()
        .first()
    )
    failed = right_facts.newest_failed(results)
    if row is not None and row.status == Status.OPEN and failed is not None and row.based_on_id != failed.pk:
        row.enrolment, row.based_on = failed.sitting.enrolment, failed
        row.save(update_fields=["enrolment", "based_on"])
    if row is not None:
        row = _ended(row, results, at=at)
    if row is not None or failed is None:
        return row
    facts = right_facts.facts_of(failed.sitting.enrolment, at, results=results)
    now = rules.standing(facts)
    if now.state != rules.DUE or now.until is None:
        return None
    if now.held is not None:
        return _reopen(now.held.pk, now, failed, at=at)
    opened = Reassessment.objects.create(
        user_id=user_id,
        programme_code=programme_code,
        year=now.year,
        slot=now.slot,
        limit=now.limit,
        until=now.until,
        enrolment=failed.sitting.enrolment,
        based_on=failed,
        opened_at=at,
    )
    opened.transitions.create(from_status="", to_status=Status.OPEN, at=at)
    telling.opened(opened, is_renewed=any(one.year < now.year for one in facts.held), at=at)
    return opened


def _ended(row: Reassessment, results: list, *, at: datetime) -> Reassessment | None:
    """The row, or None where it lapsed just now."""
    if row.status == Status.TAKEN:
        return row
    facts = right_facts.facts_of(row.enrolment, at, results=results)
    why = rules.blocked(facts)
    if why in {"certificate", "passed"}:
        lapse(row, why=Lapse.NOT_NEEDED, at=at)
        return None
    if why in {"withdrawn", "expelled", "rejected"}:
        telling.lapsed(lapse(row, why=Lapse.ENDED, at=at), at=at)
        return None
    if row.status == Status.OPEN and row.until < timezone.localdate(at):
        lapse(row, why=Lapse.YEAR_ENDED, at=at)
        if why:  # nothing opens anew, which is told otherwise
            telling.lapsed(row, at=at)
        return None
    return row


def _reopen(pk: int, now: rules.Standing, failed: object, *, at: datetime) -> Reassessment:
    """A right that was not needed stands again in the same year."""
    row = Reassessment.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=pk)
    row.lapse, row.kind, row.cohort, row.planned_on = "", "", None, None
    row.limit, row.until = max(now.limit, row.slot), now.until or row.until
    row.based_on, row.enrolment = failed, failed.sitting.enrolment  # type: ignore[assignment, attr-defined]
    also = ("lapse", "kind", "cohort", "planned_on", "limit", "until", "based_on", "enrolment")
    move(row, to=Status.OPEN, at=at, reason="needed again", also=also)
    telling.opened(row, is_renewed=False, at=at)
    return row


def has_begun(sitting: Sitting | None) -> bool:
    """A test was begun, work handed in, or a mark given in it."""
    return sitting is not None and Sitting.objects.filter(pk=sitting.pk).begun().exists()


@transaction.atomic
def take(*, reassessment_id: int, at: datetime) -> Reassessment:
    """A booked reassessment has begun: it belongs to the calendar year of this day. A repeat changes nothing."""
    row = locked(reassessment_id)
    if row.status in {Status.TAKEN, Status.DECIDED}:
        return row
    also: tuple[str, ...] = ()
    year = timezone.localdate(at).year
    if row.status == Status.BOOKED and row.planned_on is not None and year != row.year:
        facts = right_facts.facts_of(row.enrolment, at)
        row.year, row.slot = year, facts.free_slot(year) or facts.limit(year) + 1
        row.limit, row.until = max(facts.limit(year), row.slot), rules.last_day(year)
        row.planned_on = timezone.localdate(at)
        also = ("year", "slot", "limit", "until", "planned_on")
    move(row, to=Status.TAKEN, at=at, also=also)
    return row
