"""Participation of a cohort's people: what is known of their activity, and what is proposed from it."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from courses.models import Cohort, Enrolment
from people.sorting import kazakh_key

from ..models import CohortScheme, Mark
from ..rules.participation import (
    ATTENDANCE,
    DAYS,
    FULL_DAYS,
    ON_TIME,
    PRACTICE,
    TOPICS,
    Ground,
    Proposal,
    propose,
)
from ..services.defence.participation import CRITERION, activity_of
from .groups.board import cohort_for

WORDS = {
    TOPICS: _("Topics studied"),
    PRACTICE: _("Practice tests taken"),
    ON_TIME: _("Works on time"),
    DAYS: _("Active days"),
    ATTENDANCE: _("Sessions attended"),
}


@dataclass(frozen=True)
class Row:
    """A person with the proposal, and the points that were given where they are."""

    enrolment: Enrolment
    proposal: Proposal
    cells: list[Ground | None]
    given: Decimal | None


@login_required
@require_safe
def participation(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """People with their activity, the proposal and its grounds (as many queries for two as for many)."""
    cohort = cohort_for(request, cohort_id)
    maximum = _maximum(cohort)
    activity = activity_of(cohort, at=timezone.now())
    given = dict(
        Mark.objects.current()
        .filter(component=CRITERION, sitting__enrolment__in=activity)
        .order_by("sitting__number")
        .values_list("sitting__enrolment_id", "value")
    )
    people = Enrolment.objects.filter(pk__in=activity).select_related("user")
    proposals = {pk: propose(one, maximum or Decimal(10)) for pk, one in activity.items()}
    used = [key for key in WORDS if any(_ground(row, key) for row in proposals.values())]
    rows = [
        Row(
            enrolment=one,
            proposal=proposals[one.pk],
            cells=[_ground(proposals[one.pk], key) for key in used],
            given=given.get(one.pk),
        )
        for one in sorted(people, key=lambda one: kazakh_key(one.user.full_name))
    ]
    context = {
        "cohort": cohort,
        "maximum": maximum,
        "rows": rows,
        "heads": [WORDS[key] for key in used],
        "weights": _weights(proposals),
        "full_days": FULL_DAYS,
        "chart": _chart(proposals),
        "chart_head": [_("Points"), _("People")],
    }
    return render(request, "assessments/participation/page.html", context)


def _maximum(cohort: Cohort) -> Decimal | None:
    """The points the cohort's scheme has for participation; None where it has none."""
    content = CohortScheme.objects.filter(cohort=cohort).values_list("content", flat=True).first() or {}
    row = next((row for row in content.get("components", ()) if row["key"] == CRITERION), None)
    return Decimal(row["maximum"]) if row else None


def _ground(proposal: Proposal, key: str) -> Ground | None:
    return next((ground for ground in proposal.grounds if ground.key == key), None)


def _weights(proposals: dict[int, Proposal]) -> list[tuple[str, Decimal]]:
    """The weights of the fullest proposal, in words."""
    fullest = max(proposals.values(), key=lambda one: len(one.grounds), default=None)
    return [(str(WORDS[ground.key]), ground.weight) for ground in fullest.grounds] if fullest else []


def _chart(proposals: dict[int, Proposal]) -> list[tuple[str, int]]:
    """How many people each number of points is proposed for, the most points first."""
    counts = Counter(int(row.points) for row in proposals.values())
    return [(str(points), counts[points]) for points in sorted(counts, reverse=True)]
