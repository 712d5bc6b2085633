"""A result, its parts and an appeal in words of the reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import User

from .models import Appeal, Assessment, CohortScheme, Mark, Result, Sitting, Submission
from .presentation import CriterionRow, rubric_rows, text_in
from .rules import appeals as rules
from .services.decisions import appeal_terms, appeals

TONES = {
    Appeal.Status.FILED: "sun",
    Appeal.Status.IN_REVIEW: "brand",
    Appeal.Status.UPHELD: "ok",
    Appeal.Status.REJECTED: "bad",
    Appeal.Status.WITHDRAWN: "neutral",
}


def band_in(content: Mapping, key: str) -> str:
    return next((text_in(row["title"]) for row in content["bands"] if row["key"] == key), key)


def part_title(content: Mapping, component: str) -> str:
    """The component's title; the whole result for an empty key."""
    if not component:
        return _("The whole result")
    titles = {row["key"]: text_in(row["title"]) for row in content["components"]}
    return titles.get(component, component)


@dataclass(frozen=True)
class Part:
    """A component with the mark that stands; `value` None where there is none."""

    key: str
    title: str
    maximum: str
    value: Decimal | None
    minimum: str = ""
    source: str = ""
    reason: str = ""


def parts_of(sitting: Sitting, content: Mapping) -> list[Part]:
    """Every component of the cohort's scheme with its standing mark (one query)."""
    marks: dict[str, Mark] = {mark.component: mark for mark in sitting.marks.current()}
    rows = []
    for row in content["components"]:
        mark = marks.get(row["key"])
        rows.append(
            Part(
                key=row["key"],
                title=text_in(row["title"]),
                maximum=str(row["maximum"]),
                value=mark.value if mark else None,
                minimum=str(row.get("minimum") or ""),
                source=mark.get_source_display() if mark else "",
                reason=mark.reason if mark else "",
            )
        )
    return rows


@dataclass(frozen=True)
class Step:
    """A step of the stepper component."""

    label: str
    state: str = ""


def steps_of(appeal: Appeal) -> list[Step]:
    """The appeal's way: filed, opinion, commission, decision."""
    Status = Appeal.Status
    if appeal.status == Status.WITHDRAWN:
        return [Step(_("Filed"), "done"), Step(pgettext("appeal", "Withdrawn"), "done")]
    reached = {Status.FILED: 1, Status.IN_REVIEW: 2}.get(appeal.status, 4)
    labels = [_("Filed"), _("Opinion of the marker"), _("Commission"), _("Decision")]
    return [
        Step(label, "done" if place < reached else "now" if place == reached else "")
        for place, label in enumerate(labels)
    ]


@dataclass(frozen=True)
class Shown:
    """An appeal for a list or a page. `is_overdue`: not decided within its term."""

    row: Appeal
    part: str
    tone: str
    due: rules.Term
    is_overdue: bool
    steps: Sequence[Step] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        return self.row.status in appeals.DECIDED


def shown(appeal: Appeal, content: Mapping, *, at: datetime) -> Shown:
    due = appeal_terms.answer_term(appeal)
    return Shown(
        row=appeal,
        part=part_title(content, appeal.component),
        tone=TONES[Appeal.Status(appeal.status)],
        due=due,
        is_overdue=appeal.is_open and due.is_over(at),
        steps=steps_of(appeal),
    )


def shown_list(rows: Iterable[Appeal], *, at: datetime) -> list[Shown]:
    """Appeals of any cohorts with one query for the titles of their parts."""
    rows = list(rows)
    contents = dict(
        CohortScheme.objects.filter(cohort__in={row.sitting.cohort_id for row in rows}).values_list(
            "cohort_id", "content"
        )
    )
    return [shown(row, contents[row.sitting.cohort_id], at=at) for row in rows]


@dataclass(frozen=True)
class Outcome:
    """A result in words."""

    score: Decimal
    band: str
    decision: str
    is_passed: bool
    reason: str = ""


def outcome_of(result: Result, content: Mapping) -> Outcome:
    return Outcome(
        score=result.score,
        band=band_in(content, result.band),
        decision=result.get_decision_display(),
        is_passed=result.is_passed,
        reason=result.get_decision_reason_display() if result.decision_reason else "",
    )


@dataclass(frozen=True)
class Changed:
    """A mark before and after the commission's decision."""

    title: str
    maximum: str
    before: Decimal | None
    after: Decimal | None


def changed_by(appeal: Appeal, content: Mapping) -> list[Changed]:
    """What the amendment of an upheld appeal changed, from the two frozen results."""
    if appeal.amendment is None or appeal.amendment.amends is None:
        return []
    old, new = appeal.amendment.amends.components, appeal.amendment.components
    return [
        Changed(
            title=text_in(row["title"]),
            maximum=str(row["maximum"]),
            before=Decimal(old[row["key"]]) if row["key"] in old else None,
            after=Decimal(new[row["key"]]) if row["key"] in new else None,
        )
        for row in content["components"]
        if old.get(row["key"]) != new.get(row["key"])
    ]


@dataclass(frozen=True)
class Given:
    """One marker's final points on a work; without the right to read the work `criteria` has no comments."""

    marker: str
    place: str
    total: Decimal | None
    comment: str
    criteria: Sequence[CriterionRow]


@dataclass(frozen=True)
class Work:
    """A work behind the marks; `is_readable`: the reader may open it."""

    row: Submission
    is_readable: bool
    given: Sequence[Given]


def _given(assessment: Assessment, *, with_words: bool) -> Given:
    points = assessment.points
    if not with_words:
        points = {key: {**value, "comment": ""} for key, value in points.items()}
    return Given(
        marker=assessment.marker.full_name,
        place=assessment.get_place_display(),
        total=assessment.total,
        comment=assessment.comment if with_words else "",
        criteria=rubric_rows(assessment.rubric_version.content, points),
    )


def works_for(appeal: Appeal, user: User) -> list[Work]:
    """The works an appeal is about with everybody's final points.

    What was written about a support plan is read only by those who may read the plan.
    """
    works = appeals.submissions_of(appeal.sitting, appeal.component)
    readable = set(
        Submission.objects.visible_to(user)
        .filter(pk__in=[work.pk for work in works])
        .values_list("pk", flat=True)
    )
    given: dict[int, list[Assessment]] = {}
    final = Assessment.objects.filter(submission__in=works, status=Assessment.Status.FINAL)
    for assessment in final.select_related("marker", "rubric_version").order_by("finalised_at", "pk"):
        given.setdefault(assessment.submission_id, []).append(assessment)
    return [
        Work(
            row=work,
            is_readable=work.pk in readable,
            given=[
                _given(one, with_words=work.pk in readable or not work.assignment.is_support_plan)
                for one in given.get(work.pk, [])
            ],
        )
        for work in works
    ]
