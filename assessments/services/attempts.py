"""Taking a quiz: start, save, submit, close, grade, void. The server's clock alone counts."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import Refusal
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


class AttemptClosed(Refusal):
    """The answer came after the attempt was closed; what was saved before counts."""

    def __init__(self) -> None:
        super().__init__(
            _("The test is closed: answers saved before the deadline count, later ones do not."),
            code="closed",
        )


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


@transaction.atomic
def start_attempt(*, sitting_id: int, quiz_key: str, at: datetime, actor: User) -> Attempt:
    """Draw and freeze a paper and start the clock; an open attempt is returned as it is.

    Refuses outside the window, after the last attempt, after the decision, and when the bank cannot serve the
    blueprint. The limit is also a constraint: two starts at once give one attempt.
    """
    sitting = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("cohort__edition", "enrolment")
        .get(pk=sitting_id)
    )
    content = frozen.content_for(sitting.cohort_id)
    settings = content["quizzes"].get(quiz_key)
    if settings is None:
        raise Refusal(_("This course has no such test."), code="no_quiz")
    quiz = Quiz.objects.get(edition_id=sitting.cohort.edition_id, key=quiz_key)
    taken = sitting.attempts.filter(quiz=quiz)
    if standing := taken.open().first():
        return standing
    if not sitting.enrolment.may_study:
        raise Refusal(_("The test opens once your study has begun."), code="not_studying")
    if Result.objects.filter(sitting=sitting).exists():
        raise Refusal(_("Your result is already decided, so the test cannot be taken again."), code="decided")
    window = DateRule.objects.filter(
        cohort_id=sitting.cohort_id, kind=DateRule.Kind.QUIZ, key=quiz_key
    ).first()
    if window and at < window.opens_at:
        raise Refusal(
            _("The test has not opened yet. Its opening time is shown on your course page."), code="early"
        )
    if window and at >= window.closes_at:
        raise Refusal(_("The time for this test has ended. Write to your coordinator."), code="late")
    limit = int(settings["attempts"])
    number = (taken.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > limit:
        raise Refusal(_("You have used all your attempts at this test."), code="no_attempts_left")
    plan = {int(module): int(count) for module, count in settings["blueprint"].items()}
    bank = bank_for(sitting.cohort.edition.code, list(plan))
    if blueprint.shortages(plan, bank):
        raise Refusal(
            _("The question bank is not complete yet. The methodologist has to add questions."),
            code="bank_short",
        )
    seed = secrets.token_hex(8)
    paper = blueprint.draw(plan, bank, seed=seed)
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                sitting=sitting,
                quiz=quiz,
                number=number,
                limit=limit,
                language=sitting.cohort.language,
                seed=seed,
                started_at=at,
                deadline_at=at + timedelta(minutes=int(settings["minutes"])),
                total=len(paper),
            )
    except IntegrityError:
        return Attempt.objects.get(sitting=sitting, quiz=quiz, status=Attempt.Status.IN_PROGRESS)
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt, position=item.position, version_id=item.version_id, order=list(item.order)
        )
        for item in paper
    )
    return attempt


@transaction.atomic
def save_answer(
    *,
    attempt_id: int,
    position: int,
    response: list[str],
    at: datetime,
    actor: User,
    flagged: bool | None = None,
) -> AttemptItem:
    """Append an answer and make it the one that counts; nothing is acknowledged before it is committed.

    `at` is the server's time before any work. After the deadline raises AttemptClosed and changes nothing.
    """
    item = (
        AttemptItem.objects.select_for_update(of=("self", "attempt"))
        .select_related("attempt", "version")
        .get(attempt_id=attempt_id, position=position)
    )
    attempt = item.attempt
    if not attempt.is_open or at > attempt.deadline_at:
        raise AttemptClosed()
    answer = items.kind(item.version.kind).parse(item.version.body, response)
    changed = answer != item.response
    if changed:
        item.sequence += 1
        item.response = answer
        AnswerStep.objects.create(
            item=item, sequence=item.sequence, response=answer, saved_at=at, saved_by=actor
        )
        Attempt.objects.filter(pk=attempt.pk).update(last_answer_at=at)
    if flagged is not None:
        item.is_flagged = flagged
    item.save(update_fields=["sequence", "response", "is_flagged"])
    return item


@transaction.atomic
def submit_attempt(*, attempt_id: int, at: datetime, actor: User) -> Attempt:
    """Hand in; a repeat returns the attempt as it stands. Grading follows after commit and cannot undo this."""
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
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
    """Close every attempt past its deadline and grade those that closed ungraded; how many were touched."""
    overdue = list(Attempt.objects.overdue(at=at).values_list("pk", flat=True))
    for attempt_id in overdue:
        close_if_overdue(attempt_id=attempt_id, at=at)
    ungraded = list(
        Attempt.objects.filter(status__in=[Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED]).values_list(
            "pk", flat=True
        )
    )
    for attempt_id in ungraded:
        grade_attempt(attempt_id=attempt_id, at=at)
    return len(set(overdue) | set(ungraded))


@transaction.atomic
def grade_attempt(*, attempt_id: int, at: datetime) -> Attempt:
    """Score a closed attempt and release its mark; a repeat changes nothing.

    Percent = correct / questions × 100 (programme A, section 8).
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt_id)
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
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=attempt.sitting_id)
    component = frozen.component_of_quiz(frozen.content_for(sitting.cohort_id), attempt.quiz.key)
    if component is not None:
        maximum = scoring.Decimal(component["maximum"])
        append_mark(
            sitting=sitting,
            component=component["key"],
            value=attempt.percent * maximum / 100,
            maximum=maximum,
            source=Mark.Source.ATTEMPT,
            attempt=attempt,
            at=at,
        )
        results.decide_if_complete(sitting_id=sitting.pk, at=at)
    return attempt


@transaction.atomic
def void_attempt(*, attempt_id: int, at: datetime, actor: User, reason: str) -> Attempt:
    """Take an attempt out of account, with a reason. Refused once a result rests on it."""
    if not actor.has_perm("courses.run_cohort"):
        raise Refusal(_("Only a coordinator can void an attempt."), code="not_allowed")
    if not reason.strip():
        raise Refusal(_("Write the reason: it is kept with the attempt."), code="reason_missing")
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt_id)
    if Result.objects.filter(sitting_id=attempt.sitting_id).exists():
        raise Refusal(
            _("The result is already decided: it can only be amended by the commission."), code="decided"
        )
    _move(attempt, to=Attempt.Status.VOIDED, at=at, actor=actor, reason=reason.strip())
    attempt.marks.filter(is_current=True).update(is_current=False)
    return attempt
