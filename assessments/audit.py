"""What must hold of attempts, frozen papers, marks and results."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, Subquery

from people.audit import Breach, status_without_transition

from .models import (
    AnswerStep,
    Appeal,
    Attempt,
    AttemptItem,
    CohortScheme,
    CommissionProtocol,
    DefenceSession,
    Mark,
    Result,
    RubricVersion,
    Sitting,
    Submission,
)
from .rules import scheme as scheme_rules
from .rules import scoring
from .services.attempts.grading import score_paper
from .services.decisions.regrade_papers import waiting_effects
from .services.marking import outcomes


def breaches() -> Iterator[Breach]:
    yield from _attempts()
    yield from _frozen()
    yield from _marks()
    yield from _outcomes()
    yield from _results()
    yield from status_without_transition(Attempt, name="attempt")
    yield from status_without_transition(Submission, name="submission")
    yield from status_without_transition(Appeal, name="appeal")
    yield from status_without_transition(CommissionProtocol, name="protocol")
    yield from status_without_transition(DefenceSession, name="defence")


def _attempts() -> Iterator[Breach]:
    doubled = (
        Attempt.objects.filter(status="in_progress")
        .values("sitting", "quiz")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    for row in doubled:
        yield Breach(2, f"sitting {row['sitting']} has {row['n']} open attempts at one test")
    for attempt in Attempt.objects.annotate(n=Count("items")):
        if attempt.n != attempt.total:
            yield Breach(3, f"attempt {attempt.pk} has {attempt.n} questions, its paper had {attempt.total}")
        if attempt.number > attempt.limit:
            yield Breach(2, f"attempt {attempt.pk} is number {attempt.number} of {attempt.limit}")
    last = AnswerStep.objects.filter(item=OuterRef("pk"), is_late=False).order_by("-sequence")
    answered = AttemptItem.objects.annotate(
        last_response=Subquery(last.values("response")[:1]),
        last_sequence=Subquery(last.values("sequence")[:1]),
    )
    for item in answered.filter(last_sequence__isnull=False).iterator():
        if item.response != item.last_response or item.sequence != item.last_sequence:
            yield Breach(
                1,
                f"question {item.position} of attempt {item.attempt_id} does not show its last saved answer",
            )
    # Whose decided result still waits for the commission keeps the score it was decided by.
    waiting = waiting_effects()
    graded = Attempt.objects.filter(status="graded").exclude(pk__in=waiting.values("attempt"))
    for attempt in graded.prefetch_related("items__version").iterator(chunk_size=200):
        outcome = score_paper(list(attempt.items.all()), credit=attempt.terms.get("credit", "whole"))
        if (outcome.correct, _six(outcome.percent)) != (attempt.correct, attempt.percent):
            yield Breach(
                5,
                f"attempt {attempt.pk} was graded with {attempt.correct} right answers, it has {outcome.correct}",
            )


def _six(value: Decimal | None) -> Decimal | None:
    """As the database keeps it."""
    return None if value is None else value.quantize(Decimal("0.000001"))


def _frozen() -> Iterator[Breach]:
    for scheme in CohortScheme.objects.all():
        if scheme_rules.content_hash(scheme.content) != scheme.content_hash:
            yield Breach(3, f"the frozen scheme of cohort {scheme.cohort_id} was changed")
    for version in RubricVersion.objects.all():
        if scheme_rules.content_hash(version.content) != version.content_hash:
            yield Breach(3, f"rubric version {version.pk} was changed")


def _marks() -> Iterator[Breach]:
    for mark in Mark.objects.current().filter(replaced_by__isnull=False):
        yield Breach(5, f"mark {mark.pk} is current although another one replaces it")


def _outcomes() -> Iterator[Breach]:
    """What was released is what the finished marks came to."""
    released = Submission.objects.filter(status="released", outcome__isnull=False).select_related(
        "assignment"
    )
    for submission in released.iterator(chunk_size=200):
        found = outcomes.outcome_of(submission)
        points = {key: Decimal(value) for key, value in submission.outcome["points"].items()}
        stored = (submission.outcome["basis"], points, submission.outcome["assessments"])
        if stored != (found.basis, dict(found.points), list(found.standing)):
            yield Breach(5, f"work {submission.pk} was released with other marks than its markers gave")


def _results() -> Iterator[Breach]:
    heads = Sitting.objects.annotate(n=Count("results", filter=Q(results__amended_by__isnull=True))).filter(
        n__gt=1
    )
    for sitting in heads:
        yield Breach(5, f"sitting {sitting.pk} has {sitting.n} results that stand")
    schemes = {
        cohort_id: scheme_rules.read(content)
        for cohort_id, content in CohortScheme.objects.values_list("cohort_id", "content")
    }
    for result in Result.objects.select_related("sitting"):
        marks = {key: Decimal(value) for key, value in result.components.items()}
        outcome = scoring.decide(schemes[result.sitting.cohort_id], marks, at_conclusion=True)
        stored = (result.decision, result.band, result.score.quantize(Decimal("0.000001")))
        if stored != (outcome.decision, outcome.band, outcome.score.quantize(Decimal("0.000001"))):
            yield Breach(4, f"result {result.pk} does not follow from its own marks")
