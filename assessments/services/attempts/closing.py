"""How an attempt ends or is given more time: handing in, the deadline, staff, voiding, breaks.

Rows are locked in one order everywhere: sitting, attempt, question. Handing in cannot fail because scoring does: scoring
is another step, after commit.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import Refusal
from people.models import User
from people.origin import Origin

from ...models import Attempt, AttemptEvent, Result
from ...rules import accommodations, moves
from . import grading

log = logging.getLogger(__name__)
EXTENSION_LIMIT = 180


def _move(
    attempt: Attempt,
    *,
    to: str,
    at: datetime,
    actor: User | None,
    reason: str = "",
    also: tuple[str, ...] = (),
) -> None:
    transitions.move(attempt, to=to, table=moves.ATTEMPT, at=at, actor=actor, reason=reason, also=also)


def _event(attempt: Attempt, kind: str, *, at: datetime, actor: User | None, note: str = "") -> None:
    AttemptEvent.objects.create(attempt=attempt, kind=kind, at=at, actor=actor, note=note)


def _locked_for(actor: User, attempt_id: int) -> Attempt:
    """The attempt of whoever answers it, locked; Attempt.DoesNotExist for everybody else."""
    return Attempt.objects.answerable_by(actor).select_for_update(of=("self",)).get(pk=attempt_id)


def _may_run(actor: User, attempt: Attempt, sentence: str | Promise) -> None:
    if not actor.has_perm("courses.run_cohort"):
        raise Refusal(sentence, code="not_allowed")
    if attempt.sitting.enrolment.user_id == actor.pk:
        raise Refusal(_("This is your own test. Another coordinator does this."), code="own_attempt")


def _with_reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept with the attempt."), code="reason_missing")
    return reason.strip()


@transaction.atomic
def submit_attempt(*, attempt_id: int, at: datetime, actor: User, origin: Origin | None = None) -> Attempt:
    """Hand in; a repeat returns the attempt as it stands. Grading follows after commit and cannot undo this.

    Another person's attempt is Attempt.DoesNotExist.
    """
    attempt = _locked_for(actor, attempt_id)
    if not attempt.is_open:
        return attempt
    if attempt.is_overdue(at):
        _expire(attempt, at=at)
        return attempt
    attempt.submitted_at, attempt.closed_how, attempt.closed_by = at, Attempt.Closed.LEARNER, actor
    also = ("submitted_at", "closed_how", "closed_by")
    _move(attempt, to=Attempt.Status.SUBMITTED, at=at, actor=actor, also=also)
    AttemptEvent.objects.create(
        attempt=attempt,
        kind=AttemptEvent.Kind.CLOSED,
        at=at,
        actor=actor,
        address=(origin.address or None) if origin else None,
        agent=origin.agent if origin else "",
    )
    _grade_after_commit(attempt)
    return attempt


@transaction.atomic
def hand_in_for(*, attempt_id: int, at: datetime, actor: User, reason: str) -> Attempt:
    """Staff hand in for the learner, with a reason: what was saved counts, and who closed it stays apart."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("sitting__enrolment")
        .get(pk=attempt_id)
    )
    _may_run(actor, attempt, _("Only a coordinator can hand in for a learner."))
    reason = _with_reason(reason)
    if not attempt.is_open:
        return attempt
    if attempt.is_overdue(at):
        _expire(attempt, at=at)
        return attempt
    attempt.submitted_at, attempt.closed_how, attempt.closed_by = at, Attempt.Closed.STAFF, actor
    also = ("submitted_at", "closed_how", "closed_by")
    _move(attempt, to=Attempt.Status.SUBMITTED, at=at, actor=actor, reason=reason, also=also)
    _event(attempt, AttemptEvent.Kind.HELPED, at=at, actor=actor, note=reason)
    _grade_after_commit(attempt)
    return attempt


@transaction.atomic
def extend_attempt(*, attempt_id: int, minutes: int, at: datetime, actor: User, reason: str) -> Attempt:
    """Give a running attempt more time (a power cut, a fire drill), with a reason; never less."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("sitting__enrolment")
        .get(pk=attempt_id)
    )
    _may_run(actor, attempt, _("Only a coordinator can give more time."))
    reason = _with_reason(reason)
    if not 1 <= minutes <= EXTENSION_LIMIT:
        raise Refusal(_("Give from 1 to %(limit)s minutes.") % {"limit": EXTENSION_LIMIT}, code="minutes")
    if not attempt.is_open or attempt.is_overdue(at):
        raise Refusal(
            _("The attempt is closed already. It can be voided, and the person begins anew."), code="closed"
        )
    if attempt.deadline_at is None:
        raise Refusal(_("This test has no time limit."), code="no_limit")
    attempt.deadline_at += timedelta(minutes=minutes)
    attempt.save(update_fields=["deadline_at"])
    _event(attempt, AttemptEvent.Kind.EXTENDED, at=at, actor=actor, note=f"+{minutes}: {reason}")
    return attempt


def breaks_taken(attempt: Attempt) -> int:
    return attempt.events.filter(kind=AttemptEvent.Kind.BREAK_STARTED).count()


@transaction.atomic
def start_break(*, attempt_id: int, at: datetime, actor: User) -> Attempt:
    """Stop the clock for a break the person's conditions allow; the deadline moves by its length."""
    attempt = _locked_for(actor, attempt_id)
    if not attempt.is_open or attempt.is_overdue(at):
        raise Refusal(_("The test is closed."), code="closed")
    if attempt.is_on_break(at):
        return attempt
    length = accommodations.break_length(attempt.accommodations)
    if not accommodations.breaks_left(attempt.accommodations, breaks_taken(attempt)) or not length:
        raise Refusal(_("No break is left."), code="no_break")
    attempt.break_until = at + length
    if attempt.deadline_at is not None:
        attempt.deadline_at += length
    attempt.save(update_fields=["break_until", "deadline_at"])
    _event(attempt, AttemptEvent.Kind.BREAK_STARTED, at=at, actor=actor)
    return attempt


@transaction.atomic
def end_break(*, attempt_id: int, at: datetime, actor: User) -> Attempt:
    """Go on before the break is over; the rest of it is not given as time for answers."""
    attempt = _locked_for(actor, attempt_id)
    if attempt.break_until is None or not attempt.is_open:
        return attempt
    unused = max(timedelta(0), attempt.break_until - at)
    if attempt.deadline_at is not None:
        attempt.deadline_at -= unused
    attempt.break_until = None
    attempt.save(update_fields=["break_until", "deadline_at"])
    _event(attempt, AttemptEvent.Kind.BREAK_ENDED, at=at, actor=actor)
    return attempt


def _expire(attempt: Attempt, *, at: datetime) -> None:
    attempt.closed_how, attempt.submitted_at = Attempt.Closed.DEADLINE, attempt.deadline_at
    also = ("closed_how", "submitted_at")
    _move(attempt, to=Attempt.Status.EXPIRED, at=at, actor=None, reason="deadline", also=also)
    _event(attempt, AttemptEvent.Kind.CLOSED, at=at, actor=None, note="deadline")
    _grade_after_commit(attempt)


def _grade_after_commit(attempt: Attempt) -> None:
    from ...tasks import grade_attempt as task

    transaction.on_commit(partial(task.delay, attempt.pk), robust=True)


@transaction.atomic
def close_if_overdue(*, attempt_id: int, at: datetime) -> Attempt:
    """The attempt, closed now if its deadline has passed; saved answers count."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
    if attempt.is_overdue(at):
        _expire(attempt, at=at)
    return attempt


def close_overdue(*, at: datetime) -> int:
    """Close every attempt past its deadline and grade those that closed ungraded; how many were touched.

    One attempt that cannot be closed or graded is logged and does not hold up the others.
    """
    touched: set[int] = set()
    overdue = Attempt.objects.overdue(at=at).order_by("pk").values_list("pk", flat=True)
    for attempt_id in list(overdue):
        try:
            close_if_overdue(attempt_id=attempt_id, at=at)
            touched.add(attempt_id)
        except Exception:
            log.exception("attempt %s could not be closed", attempt_id)
    for attempt_id in list(Attempt.objects.ungraded().order_by("pk").values_list("pk", flat=True)):
        try:
            if grading.grade_attempt(attempt_id=attempt_id, at=at).is_graded:
                touched.add(attempt_id)
        except Exception:
            log.exception("attempt %s could not be graded", attempt_id)
    return len(touched)


@transaction.atomic
def void_attempt(*, attempt_id: int, at: datetime, actor: User, reason: str) -> Attempt:
    """Take an attempt out of account, with a reason, and give it back to the person. Refused once a result rests on it.

    The mark of an earlier graded attempt at the same test stands again.
    """
    sitting, attempt = grading.locked(attempt_id)
    _may_run(actor, attempt, _("Only a coordinator can void an attempt."))
    reason = _with_reason(reason)
    if Result.objects.filter(sitting=sitting).exists():
        raise Refusal(
            _("The result is already decided: it can only be amended by the commission."), code="decided"
        )
    also: tuple[str, ...] = ()
    if attempt.is_open:
        attempt.closed_how, attempt.closed_by = Attempt.Closed.STAFF, actor
        also = ("closed_how", "closed_by")
    _move(attempt, to=Attempt.Status.VOIDED, at=at, actor=actor, reason=reason, also=also)
    _event(attempt, AttemptEvent.Kind.VOIDED, at=at, actor=actor, note=reason)
    if attempt.marks.current().update(is_current=False):
        earlier = sitting.attempts.filter(quiz=attempt.quiz, status=Attempt.Status.GRADED)
        if last := earlier.select_related("quiz").order_by("number").last():
            grading.release_mark(sitting, last, at=at)
    return attempt
