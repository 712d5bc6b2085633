"""Taking a quiz: start, save, submit, close, grade, void. The server's clock alone counts.

Rows are locked in one order everywhere: sitting, attempt, question.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from .. import items
from ..models import (
    AnswerStep,
    Attempt,
    AttemptItem,
    DateRule,
    Mark,
    QuestionVersion,
    Quiz,
    Result,
    Sitting,
)
from ..rules import blueprint, moves, scoring
from . import frozen, results
from .marks import append_mark

log = logging.getLogger(__name__)


class AttemptClosed(Refusal):
    """The answer came after the attempt was closed; what was saved before counts."""

    def __init__(self) -> None:
        super().__init__(
            _("The test is closed: answers saved before the deadline count, later ones do not."),
            code="closed",
        )


class StaleAnswer(Refusal):
    """Another window answered this question since the page was opened; `item` is what stands now."""

    def __init__(self, item: AttemptItem) -> None:
        super().__init__(
            _("This question was answered in another window in the meantime. Compare, and choose once more."),
            code="stale",
        )
        self.item = item


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


def bank_for(programme_code: str, modules: list[int]) -> list[blueprint.BankItem]:
    """The ready questions a paper may draw from (one query)."""
    rows = QuestionVersion.objects.filter(
        status=QuestionVersion.Status.READY,
        question__programme_code=programme_code,
        question__module__in=modules,
    ).values_list("pk", "question_id", "question__module", "body")
    return [
        blueprint.BankItem(
            version_id=pk,
            question_id=question_id,
            module=module,
            options=tuple(body["kk"]["options"]),
            shuffle=bool(body.get("shuffle", True)),
        )
        for pk, question_id, module, body in rows
    ]


def attempts_left(settings: Mapping, taken: Iterable[Attempt]) -> int:
    """How often a test can still be begun; a voided attempt is given back."""
    used = sum(1 for attempt in taken if attempt.status != Attempt.Status.VOIDED)
    return max(0, int(settings["attempts"]) - used)


@dataclass(frozen=True)
class Standing:
    """Where a person stands with a test. `refusal`: why it cannot be begun now; None where it can."""

    taken: list[Attempt]
    left: int
    window: DateRule | None
    refusal: Refusal | None

    @property
    def open(self) -> Attempt | None:
        return next((attempt for attempt in self.taken if attempt.is_open), None)


def standing_of(*, sitting: Sitting, settings: Mapping, quiz_key: str, at: datetime) -> Standing:
    """The one answer to "may this test be begun now, and why not" (three queries)."""
    taken = list(sitting.attempts.filter(quiz__key=quiz_key).order_by("number"))
    left = attempts_left(settings, taken)
    window = DateRule.objects.filter(
        cohort_id=sitting.cohort_id, kind=DateRule.Kind.QUIZ, key=quiz_key
    ).first()
    refusal: Refusal | None = None
    if not sitting.enrolment.may_study:
        refusal = Refusal(_("The test opens once your study has begun."), code="not_studying")
    elif Result.objects.filter(sitting=sitting).exists():
        refusal = Refusal(
            _("Your result is already decided, so the test cannot be taken again."), code="decided"
        )
    elif left == 0:
        refusal = Refusal(_("You have used all your attempts at this test."), code="no_attempts_left")
    elif window and at < window.opens_at:
        refusal = Refusal(
            _("The test has not opened yet. Its opening time is shown on your course page."), code="early"
        )
    elif window and at >= window.closes_at:
        refusal = Refusal(_("The time for this test has ended. Write to your coordinator."), code="late")
    return Standing(taken=taken, left=left, window=window, refusal=refusal)


@transaction.atomic
def start_attempt(*, sitting_id: int, quiz_key: str, at: datetime, actor: User) -> Attempt:
    """Draw and freeze a paper and start the clock; an open attempt is returned as it is.

    Refuses anyone but the learner, outside the window, after the last attempt, after the decision, and when the bank
    cannot serve the blueprint. The limit is also a constraint: two starts at once give one attempt.
    """
    sitting = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("cohort__edition", "enrolment")
        .get(pk=sitting_id)
    )
    if sitting.enrolment.user_id != actor.pk:
        raise NotAllowed()
    content = frozen.content_for(sitting.cohort_id)
    settings = content["quizzes"].get(quiz_key)
    if settings is None:
        raise Refusal(_("This course has no such test."), code="no_quiz")
    standing = standing_of(sitting=sitting, settings=settings, quiz_key=quiz_key, at=at)
    if standing.open is not None:
        begun = close_if_overdue(attempt_id=standing.open.pk, at=at)
        if begun.is_open:
            return begun
    if standing.refusal is not None:
        raise standing.refusal
    plan = {int(module): int(count) for module, count in settings["blueprint"].items()}
    bank = bank_for(sitting.cohort.edition.code, list(plan))
    if blueprint.shortages(plan, bank):
        raise Refusal(
            _("The question bank is not complete yet. The methodologist has to add questions."),
            code="bank_short",
        )
    seed = secrets.token_hex(8)
    paper = blueprint.draw(plan, bank, seed=seed)
    quiz = Quiz.objects.get(edition_id=sitting.cohort.edition_id, key=quiz_key)
    number = standing.taken[-1].number + 1 if standing.taken else 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                sitting=sitting,
                quiz=quiz,
                number=number,
                limit=number + standing.left - 1,
                language=sitting.cohort.language,
                seed=seed,
                started_at=at,
                deadline_at=at + timedelta(minutes=int(settings["minutes"])),
                total=len(paper),
            )
    except IntegrityError:
        # The lock on the sitting makes this unreachable; a start that got past it is stopped by the constraints.
        begun_elsewhere = Attempt.objects.filter(sitting=sitting, quiz=quiz).open().first()
        if begun_elsewhere is None:
            raise Refusal(
                _("You have used all your attempts at this test."), code="no_attempts_left"
            ) from None
        return begun_elsewhere
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt, position=item.position, version_id=item.version_id, order=list(item.order)
        )
        for item in paper
    )
    return attempt


def _answered_elsewhere() -> Subquery:
    """How many other questions of the same paper have an answer."""
    others = (
        AttemptItem.objects.filter(attempt=OuterRef("attempt"))
        .exclude(pk=OuterRef("pk"))
        .exclude(response=[])
        .order_by()
        .values("attempt")
    )
    return Subquery(others.annotate(n=Count("pk")).values("n"))


@transaction.atomic
def save_answer(
    *,
    attempt_id: int,
    position: int,
    response: list[str],
    at: datetime,
    actor: User,
    flagged: bool | None = None,
    seen: int | None = None,
) -> AttemptItem:
    """Append an answer and make it the one that counts; nothing is acknowledged before it is committed.

    `at` is the server's time before any work. `seen` is the sequence the page was opened with: where another window
    has answered since, an empty response changes nothing and a different one raises StaleAnswer. After the deadline
    raises AttemptClosed; another person's attempt is Attempt.DoesNotExist. Four statements. The item that comes back
    carries `answered_elsewhere`: how many other questions of the paper have an answer.
    """
    # Check, lock and the time of the last answer in one statement. Status and deadline stand in its own WHERE, not in a
    # subquery, so that PostgreSQL looks at them again after waiting for a submission under way.
    open_here = Attempt.objects.open().filter(
        pk=attempt_id, deadline_at__gte=at, sitting__in=Sitting.objects.of(actor)
    )
    if not open_here.update(last_answer_at=at):
        Attempt.objects.of(actor).get(pk=attempt_id)
        raise AttemptClosed()
    item = (
        AttemptItem.objects.select_related("attempt", "version")
        .annotate(answered_elsewhere=Coalesce(_answered_elsewhere(), 0))
        .get(attempt_id=attempt_id, position=position)
    )
    answer = items.kind(item.version.kind).parse(item.version.body, response)
    if seen is not None and seen != item.sequence and answer != item.response:
        if answer:
            raise StaleAnswer(item)
        answer = item.response
    changed = answer != item.response
    if changed:
        item.sequence += 1
        item.response = answer
        AnswerStep.objects.create(
            item=item, sequence=item.sequence, response=answer, saved_at=at, saved_by=actor
        )
    if flagged is not None and flagged != item.is_flagged:
        item.is_flagged, changed = flagged, True
    if changed:
        item.save(update_fields=["sequence", "response", "is_flagged"])
    return item


@transaction.atomic
def submit_attempt(*, attempt_id: int, at: datetime, actor: User) -> Attempt:
    """Hand in; a repeat returns the attempt as it stands. Grading follows after commit and cannot undo this.

    Another person's attempt is Attempt.DoesNotExist.
    """
    attempt = Attempt.objects.of(actor).select_for_update(of=("self",)).get(pk=attempt_id)
    if not attempt.is_open:
        return attempt
    if at > attempt.deadline_at:
        _expire(attempt, at=at)
    else:
        attempt.submitted_at, attempt.closed_how, attempt.closed_by = at, Attempt.Closed.LEARNER, actor
        also = ("submitted_at", "closed_how", "closed_by")
        _move(attempt, to=Attempt.Status.SUBMITTED, at=at, actor=actor, also=also)
        _grade_after_commit(attempt)
    return attempt


def _expire(attempt: Attempt, *, at: datetime) -> None:
    attempt.closed_how, attempt.submitted_at = Attempt.Closed.DEADLINE, attempt.deadline_at
    _move(
        attempt,
        to=Attempt.Status.EXPIRED,
        at=at,
        actor=None,
        reason="deadline",
        also=("closed_how", "submitted_at"),
    )
    _grade_after_commit(attempt)


def _grade_after_commit(attempt: Attempt) -> None:
    from ..tasks import grade_attempt as task

    transaction.on_commit(lambda: task.delay(attempt.pk), robust=True)


@transaction.atomic
def close_if_overdue(*, attempt_id: int, at: datetime) -> Attempt:
    """The attempt, closed now if its deadline has passed; saved answers count."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
    if attempt.is_open and at > attempt.deadline_at:
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
    closed = [Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED]
    ungraded = Attempt.objects.filter(status__in=closed).order_by("pk").values_list("pk", flat=True)
    for attempt_id in list(ungraded):
        try:
            grade_attempt(attempt_id=attempt_id, at=at)
            touched.add(attempt_id)
        except Exception:
            log.exception("attempt %s could not be graded", attempt_id)
    return len(touched)


def _locked(attempt_id: int) -> tuple[Sitting, Attempt]:
    """The attempt under its sitting's lock: decisions, grading and voiding come one after the other."""
    sitting_id = Attempt.objects.values_list("sitting_id", flat=True).get(pk=attempt_id)
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt_id)
    return sitting, attempt


def _release_mark(sitting: Sitting, attempt: Attempt, *, at: datetime) -> bool:
    """The mark a graded attempt gives its component; False where the scheme does not count this test."""
    component = frozen.component_of_quiz(frozen.content_for(sitting.cohort_id), attempt.quiz.key)
    if component is None or attempt.percent is None:
        return False
    maximum = Decimal(component["maximum"])
    append_mark(
        sitting=sitting,
        component=component["key"],
        value=attempt.percent * maximum / 100,
        maximum=maximum,
        source=Mark.Source.ATTEMPT,
        attempt=attempt,
        at=at,
    )
    return True


@transaction.atomic
def grade_attempt(*, attempt_id: int, at: datetime) -> Attempt:
    """Score a closed attempt and release its mark; a repeat changes nothing.

    Percent = correct / questions × 100 (programme A, section 8).
    """
    sitting, attempt = _locked(attempt_id)
    if attempt.status not in {Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED}:
        return attempt
    paper = list(attempt.items.select_related("version"))
    for item in paper:
        item.score = items.kind(item.version.kind).score(item.version.body, item.response)
    AttemptItem.objects.bulk_update(paper, ["score"])
    attempt.correct = sum(1 for item in paper if item.score == 1)
    attempt.percent = scoring.percent(attempt.correct, len(paper))
    attempt.graded_at = at
    _move(attempt, to=Attempt.Status.GRADED, at=at, actor=None, also=("correct", "percent", "graded_at"))
    if _release_mark(sitting, attempt, at=at):
        results.decide_if_complete(sitting_id=sitting.pk, at=at)
    return attempt


@transaction.atomic
def void_attempt(*, attempt_id: int, at: datetime, actor: User, reason: str) -> Attempt:
    """Take an attempt out of account, with a reason, and give it back to the person. Refused once a result rests on it.

    The mark of an earlier graded attempt at the same test stands again.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise Refusal(_("Only a coordinator can void an attempt."), code="not_allowed")
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept with the attempt."), code="reason_missing")
    sitting, attempt = _locked(attempt_id)
    if Result.objects.filter(sitting=sitting).exists():
        raise Refusal(
            _("The result is already decided: it can only be amended by the commission."), code="decided"
        )
    also: tuple[str, ...] = ()
    if attempt.is_open:
        attempt.closed_how, attempt.closed_by = Attempt.Closed.STAFF, actor
        also = ("closed_how", "closed_by")
    _move(attempt, to=Attempt.Status.VOIDED, at=at, actor=actor, reason=reason.strip(), also=also)
    if attempt.marks.current().update(is_current=False):
        earlier = sitting.attempts.filter(quiz=attempt.quiz, status=Attempt.Status.GRADED)
        if last := earlier.select_related("quiz").order_by("number").last():
            _release_mark(sitting, last, at=at)
    return attempt
