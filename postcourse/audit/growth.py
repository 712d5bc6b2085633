"""What must hold of diaries, self-assessments and children's indicators."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from people.audit import Breach

from ..models import (
    ChildIndicator,
    ChildReading,
    DiaryEntry,
    EntryFeedback,
    MentorAssignment,
    SelfAssessment,
)
from ..rules import outcomes
from ..services.growth.child_data import due_for_erasure

GRACE = timedelta(days=2)  # a night's run may fail once


def breaches() -> Iterator[Breach]:
    for due in due_for_erasure(timezone.now() - GRACE):
        yield Breach(10, f"plan {due.plan_id} still holds a child's data that were due to go on {due.on}")
    yield from _erased()
    for reading in ChildReading.objects.filter(
        Q(value__lt=F("indicator__lowest")) | Q(value__gt=F("indicator__highest"))
    ).values_list("pk", flat=True):
        yield Breach(8, f"reading {reading} lies outside the range of its indicator")
    yield from _answers()
    strangers = EntryFeedback.objects.exclude(author=F("entry__plan__graduate"))
    mentors = set(MentorAssignment.objects.values_list("plan", "mentor"))
    for pk, plan, author in strangers.values_list("pk", "entry__plan", "author"):
        if (plan, author) not in mentors:
            yield Breach(8, f"feedback {pk} is by somebody who never mentored plan {plan}")


def _erased() -> Iterator[Breach]:
    """What was erased holds nothing any more."""
    indicators = ChildIndicator.objects.filter(erased_at__isnull=False).annotate(n=Count("readings"))
    for pk in indicators.filter(n__gt=0).values_list("pk", flat=True):
        yield Breach(10, f"indicator {pk} is erased but has readings")
    entries = DiaryEntry.objects.filter(erased_at__isnull=False).annotate(n=Count("files"))
    for pk in entries.filter(~Q(text="") | Q(n__gt=0)).values_list("pk", flat=True):
        yield Breach(10, f"diary entry {pk} is erased but has text or files")


def _answers() -> Iterator[Breach]:
    """Each self-assessment answers every outcome of its programme, from 1 to 5, and nothing else."""
    rows = SelfAssessment.objects.values_list("pk", "answers", "plan__enrolment__cohort__edition__code")
    for pk, answers, code in rows:
        known = {item.key for item in outcomes.items_of(code)}
        if set(answers) != known or outcomes.unanswered(code, answers):
            yield Breach(5, f"self-assessment {pk} does not answer the outcomes of programme {code}")
