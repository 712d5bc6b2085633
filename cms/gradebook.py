"""A cohort's people with progress, marks, result and document: a fixed number of queries, whatever the size."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from assessments.models import CohortScheme, GroupMembership, Mark, Result, Sitting
from certificates.models import Document
from courses.models import Cohort, Enrolment, PlanTopic, TopicProgress
from people.sorting import by_name


@dataclass
class GradebookRow:
    enrolment: Enrolment
    hours: int = 0
    sitting_id: int | None = None
    group: int | None = None
    marks: dict[str, Mark] = field(default_factory=dict)
    cells: list[Mark | None] = field(default_factory=list)
    result: Result | None = None
    band: str = ""
    documents: list[Document] = field(default_factory=list)


@dataclass
class Gradebook:
    components: list[Mapping]
    rows: list[GradebookRow]
    total_hours: int

    def counts(self) -> dict[str, int]:
        """How many people stand in each status."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.enrolment.status] = counts.get(row.enrolment.status, 0) + 1
        return counts

    @property
    def passed(self) -> int:
        return sum(1 for row in self.rows if row.result and row.result.is_passed)

    @property
    def not_passed(self) -> int:
        return sum(1 for row in self.rows if row.result and not row.result.is_passed)


def text_in(texts: Mapping) -> str:
    """A title stored in several languages, in the reader's."""
    return texts.get(get_language() or "kk") or texts.get("kk", "")


def gradebook_for(cohort: Cohort) -> Gradebook:
    """The table a coordinator works in, ordered by name as the Kazakh alphabet does."""
    content = CohortScheme.objects.filter(cohort=cohort).values_list("content", flat=True).first() or {}
    components = [dict(row) | {"name": text_in(row["title"])} for row in content.get("components", [])]
    bands = {row["key"]: text_in(row["title"]) for row in content.get("bands", [])}
    enrolments = cohort.enrolments.select_related("user").order_by(
        *by_name("user__surname", "user__given_name"), "pk"
    )
    rows = {enrolment.pk: GradebookRow(enrolment=enrolment) for enrolment in enrolments}
    studied = (
        TopicProgress.objects.filter(enrolment__cohort=cohort, studied_at__isnull=False)
        .values("enrolment_id")
        .annotate(hours=Sum("topic__lecture") + Sum("topic__practice"))
    )
    for one in studied:
        rows[one["enrolment_id"]].hours = one["hours"]
    sittings: dict[int, GradebookRow] = {}
    for pk, enrolment_id in (
        Sitting.objects.filter(enrolment__cohort=cohort).order_by("number").values_list("pk", "enrolment_id")
    ):
        row = rows[enrolment_id]
        row.sitting_id = pk
        sittings[pk] = row
    latest = {row.sitting_id for row in rows.values()}
    for mark in Mark.objects.current().filter(sitting__enrolment__cohort=cohort):
        if mark.sitting_id in latest:
            sittings[mark.sitting_id].marks[mark.component] = mark
    for result in Result.objects.current().filter(sitting__enrolment__cohort=cohort):
        if result.sitting_id in latest:
            sittings[result.sitting_id].result = result
            sittings[result.sitting_id].band = bands.get(result.band, result.band)
    for document in Document.objects.filter(enrolment__cohort=cohort).defer("facts").order_by("created_at"):
        rows[document.enrolment_id].documents.append(document)
    for enrolment_id, number in GroupMembership.objects.filter(
        group__cohort=cohort, left_at__isnull=True
    ).values_list("enrolment_id", "group__number"):
        rows[enrolment_id].group = number
    for row in rows.values():
        row.cells = [row.marks.get(component["key"]) for component in components]
    total = PlanTopic.objects.filter(cohort=cohort).aggregate(
        hours=Coalesce(Sum("lecture") + Sum("practice"), 0)
    )["hours"]
    return Gradebook(components=components, rows=list(rows.values()), total_hours=total)


__all__ = ["Gradebook", "GradebookRow", "gradebook_for", "text_in"]
