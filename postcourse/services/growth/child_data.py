"""Erasing what describes a child when the term for it has passed: indicators with their readings, cases, support plans.

The term runs from the end of the plan: `child_data_days` of the edition, 180 days where it names none.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from people.models import User

from ...models import (
    ChildIndicator,
    ChildReading,
    DiaryEntry,
    EntryFeedback,
    MentoringPlan,
    MentoringPlanTransition,
)
from ...rules.diary import ABOUT_CHILD, erased_words
from .. import kept_files
from .indicators import freeze_figures

# No text in force names this term: it is the provider's decision until one does.
DAYS = 180
# Number and time, never a word of what was erased.
log = logging.getLogger("tirek.erasure")


@dataclass(frozen=True)
class Due:
    """A plan whose child data are to go, and the first day on which they may."""

    plan_id: int
    on: date


def term_of(plan: MentoringPlan) -> int:
    """Days for which children's data are kept after the plan's end; with `enrolment.cohort.edition` at hand."""
    return int(plan.enrolment.cohort.edition.parameters.get("child_data_days", DAYS))


def erased_from(plan: MentoringPlan) -> date:
    """The first day on which the plan's child data are erased: after its end, or after the day it was ended early."""
    ended_at = getattr(plan, "ended_at", None)
    if ended_at is None and plan.status == MentoringPlan.Status.ENDED:
        last = plan.transitions.filter(to_status=plan.status).last()
        ended_at = last.at if last else None
    end = min(plan.ends_on, timezone.localdate(ended_at)) if ended_at else plan.ends_on
    return end + timedelta(days=term_of(plan))


def _with_child_data() -> QuerySet[MentoringPlan]:
    """Plans that hold something of a child, each with the moment it was ended early, if it was."""
    indicators = ChildIndicator.objects.filter(plan=OuterRef("pk"), erased_at__isnull=True)
    entries = DiaryEntry.objects.filter(
        plan=OuterRef("pk"), kind__in=sorted(ABOUT_CHILD), erased_at__isnull=True
    )
    ended = MentoringPlanTransition.objects.filter(plan=OuterRef("pk"), to_status=MentoringPlan.Status.ENDED)
    return (
        MentoringPlan.objects.filter(Q(Exists(indicators)) | Q(Exists(entries)))
        .annotate(ended_at=Subquery(ended.order_by("-at").values("at")[:1]))
        .select_related("enrolment__cohort__edition")
    )


def due_for_erasure(at: datetime) -> Iterator[Due]:
    """Every plan whose term for children's data has passed and which still holds some."""
    today = timezone.localdate(at)
    # Nothing is due before the plan's own end, but for plans ended early.
    near = Q(ends_on__lt=today) | Q(status=MentoringPlan.Status.ENDED)
    for plan in _with_child_data().filter(near).order_by("pk"):
        if erased_from(plan) <= today:
            yield Due(plan.pk, erased_from(plan))


@transaction.atomic
def erase_child_data(*, plan_id: int, at: datetime, actor: User | None = None) -> bool:
    """Erase a plan's child data: readings, words of indicators, text, files and talk of cases and support plans.

    What was counted is frozen in the closing report first. Dates, kinds and who wrote stay. A repeat, and a plan whose
    term has not passed, change nothing; answers whether something was erased now.
    """
    MentoringPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    plan = _with_child_data().filter(pk=plan_id).first()
    if plan is None or erased_from(plan) > timezone.localdate(at):
        return False
    words = erased_words(plan.enrolment.cohort.language)
    freeze_figures(plan)
    indicators = ChildIndicator.objects.filter(plan=plan, erased_at__isnull=True)
    ChildReading.objects.filter(indicator__in=indicators).delete()
    indicator_count = indicators.update(child_code="–", name=words, unit="–", erased_at=at)
    entries = list(
        DiaryEntry.objects.select_for_update().filter(
            plan=plan, kind__in=sorted(ABOUT_CHILD), erased_at__isnull=True
        )
    )
    for entry in entries:
        _erase_entry(entry, words=words, at=at)
    by, count = (actor.pk if actor else "-"), len(entries)
    transaction.on_commit(
        lambda: log.info(
            "child data erased: plan=%s indicators=%s entries=%s at=%s by=%s",
            plan_id,
            indicator_count,
            count,
            at,
            by,
        )
    )
    return True


def _erase_entry(entry: DiaryEntry, *, words: str, at: datetime) -> None:
    for row in entry.files.all():
        kept_files.remove(row)
    EntryFeedback.objects.filter(entry=entry).update(text=words)
    entry.title, entry.text, entry.erased_at = words, "", at
    entry.save(update_fields=["title", "text", "erased_at"])


def erase_due_child_data(*, at: datetime) -> int:
    """Erase what is due, each plan by itself; answers how many."""
    return sum(erase_child_data(plan_id=due.plan_id, at=at) for due in list(due_for_erasure(at)))
