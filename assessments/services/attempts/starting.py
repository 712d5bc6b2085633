"""Beginning an attempt: may it be begun, the paper drawn and frozen, the clock started. Nothing heavy happens here."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User
from people.origin import Origin

from ... import items
from ...models import (
    Accommodation,
    Attempt,
    AttemptEvent,
    AttemptItem,
    DateRule,
    QuestionVersion,
    Quiz,
    Result,
    Sitting,
    SittingWindow,
)
from ...rules import accommodations, blueprint
from ..scheme import carrying, frozen
from ..scheme.frozen import QuizTerms
from ..scheme.sittings import tell_begun
from . import closing, windows


def bank_for(programme_code: str, *, practice: bool = False) -> Sequence[blueprint.BankItem]:
    """The ready questions papers are drawn from, those for practice or those for tests that count (one small query
    while the bank stands as it was).
    """
    ready = QuestionVersion.objects.filter(
        status=QuestionVersion.Status.READY,
        question__programme_code=programme_code,
        question__is_practice=practice,
    )
    # Versions are immutable, so these three name one state of the bank; a tag moved to another topic is a new load.
    state = ready.aggregate(n=Count("pk"), last=Max("pk"), sum=Sum("pk"), tags=Max("question__changed_at"))
    return _bank(programme_code, practice, tuple(state.values()))


@lru_cache(maxsize=16)
def _bank(programme_code: str, practice: bool, _state: tuple) -> Sequence[blueprint.BankItem]:
    rows = QuestionVersion.objects.filter(
        status=QuestionVersion.Status.READY,
        question__programme_code=programme_code,
        question__is_practice=practice,
    ).select_related("question")
    return tuple(
        blueprint.BankItem(
            version_id=version.pk,
            question_id=version.question_id,
            module=version.question.module,
            topic=version.question.topic_key,
            difficulty=version.difficulty,
            order=partial(items.kind(version.kind).order, version.body),
        )
        for version in rows
    )


def attempts_left(terms: QuizTerms, taken: Iterable[Attempt]) -> int | None:
    """How often a test can still be begun, None for ever; a voided attempt is given back."""
    if terms.attempts == 0:
        return None
    used = sum(1 for attempt in taken if attempt.status != Attempt.Status.VOIDED)
    return max(0, terms.attempts - used)


@dataclass(frozen=True)
class Standing:
    """Where a person stands with a test. `refusal`: why it cannot be begun now; None where it can."""

    taken: list[Attempt]
    left: int | None
    window: DateRule | SittingWindow | None
    refusal: Refusal | None

    @property
    def open(self) -> Attempt | None:
        return next((attempt for attempt in self.taken if attempt.is_open), None)


def standing_of(*, sitting: Sitting, terms: QuizTerms, at: datetime) -> Standing:
    """The one answer to "may this test be begun now, and why not" (three queries; two more where marks may have been
    carried over).
    """
    taken = list(sitting.attempts.filter(quiz__key=terms.key).order_by("number"))
    left = attempts_left(terms, taken)
    window = windows.of_sitting(sitting, DateRule.Kind.QUIZ).get(terms.key)
    refusal: Refusal | None = None
    if not sitting.enrolment.may_study:
        refusal = Refusal(_("The test opens once your study has begun."), code="not_studying")
    elif not terms.is_practice and Result.objects.filter(sitting=sitting).exists():
        refusal = Refusal(
            _("Your result is already decided, so the test cannot be taken again."), code="decided"
        )
    elif _is_carried(sitting, terms):
        refusal = Refusal(
            _("Your mark for this test was carried over, so there is nothing to take here."), code="carried"
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


def _is_carried(sitting: Sitting, terms: QuizTerms) -> bool:
    """The test fills a component whose mark was carried over to this sitting."""
    carried = carrying.carried_to(sitting)
    if not carried:
        return False
    component = frozen.component_of_quiz(frozen.content_for(sitting.cohort_id), terms.key)
    return component is not None and component["key"] in carried


@transaction.atomic
def start_attempt(
    *, sitting_id: int, quiz_key: str, at: datetime, actor: User, origin: Origin | None = None
) -> Attempt:
    """Draw and freeze a paper and start the clock; an open attempt is returned as it is.

    The deadline is the start plus the limit times the person's extra time: the window's end does not cut it. Refuses
    anyone but the learner, outside the window, after the last attempt, after the decision, and when the bank cannot
    serve the blueprint. The limit is also a constraint: two starts at once give one attempt.
    """
    sitting = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("cohort__edition", "enrolment")
        .get(pk=sitting_id)
    )
    # Read anew: an order may have ended the study while this waited for the lock.
    sitting.enrolment.refresh_from_db(fields=["status"])
    if sitting.enrolment.user_id != actor.pk:
        raise NotAllowed()
    terms = frozen.quiz_terms(frozen.content_for(sitting.cohort_id), quiz_key)
    if terms is None:
        raise Refusal(_("This course has no such test."), code="no_quiz")
    standing = standing_of(sitting=sitting, terms=terms, at=at)
    if standing.open is not None:
        begun = closing.close_if_overdue(attempt_id=standing.open.pk, at=at)
        if begun.is_open:
            return begun
    if standing.refusal is not None:
        raise standing.refusal
    bank = bank_for(sitting.cohort.edition.code, practice=terms.is_practice)
    seed = secrets.token_hex(8)
    try:
        paper = blueprint.draw(terms.strata, bank, seed=seed)
    except ValueError:
        raise Refusal(
            _("The question bank is not complete yet. The methodologist has to add questions."),
            code="bank_short",
        ) from None
    quiz = Quiz.objects.get(edition_id=sitting.cohort.edition_id, key=quiz_key)
    agreed = Accommodation.objects.filter(enrolment_id=sitting.enrolment_id, is_current=True).first()
    conditions = agreed.conditions() if agreed else {}
    allowed = accommodations.time_allowed(terms.minutes, conditions)
    number = standing.taken[-1].number + 1 if standing.taken else 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                sitting=sitting,
                learner=actor,
                quiz=quiz,
                number=number,
                limit=number if standing.left is None else number + standing.left - 1,
                language=sitting.cohort.language,
                seed=seed,
                terms=terms.copy(),
                accommodations=conditions,
                scribe_id=agreed.scribe_id if agreed else None,
                origin=origin.digest if origin else "",
                started_at=at,
                deadline_at=at + allowed if allowed else None,
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
    log_event(attempt, AttemptEvent.Kind.STARTED, at=at, actor=actor, origin=origin)
    if not terms.is_practice:
        tell_begun(sitting)
    return attempt


def log_event(
    attempt: Attempt,
    kind: str,
    *,
    at: datetime,
    actor: User | None = None,
    origin: Origin | None = None,
    note: str = "",
) -> AttemptEvent:
    """Append to the attempt's log."""
    return AttemptEvent.objects.create(
        attempt=attempt,
        kind=kind,
        at=at,
        actor=actor,
        address=(origin.address or None) if origin else None,
        agent=origin.agent if origin else "",
        note=note,
    )
