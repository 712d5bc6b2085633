"""What must hold of rights to be reassessed: point 9 of what always holds, and that every row can be explained."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import ExtractYear
from django.utils import timezone

from assessments.models import Result
from people.audit import Breach, status_without_transition

from ..models import Reassessment, ReassessmentTransition, RightOverride


def breaches() -> Iterator[Breach]:
    yield from _taken_too_often()
    yield from _year_of_another_day()
    yield from _slot_above_what_was_granted()
    yield from _decided_without_result()
    yield from status_without_transition(Reassessment, name="reassessment")
    for pk in Reassessment.objects.filter(transitions__isnull=True).values_list("pk", flat=True):
        yield Breach(10, f"reassessment {pk} has no recorded move")


def _taken_too_often() -> Iterator[Breach]:
    """Taken by the day they were begun, whatever year the rows say."""
    begun = ReassessmentTransition.objects.filter(to_status=Reassessment.Status.TAKEN)
    rows = (
        begun.filter(reassessment__status__in=[Reassessment.Status.TAKEN, Reassessment.Status.DECIDED])
        .values_list("reassessment__user_id", "reassessment__programme_code", "at", "reassessment__limit")
        .order_by("at", "pk")
    )
    counts: Counter[tuple[int, str, int]] = Counter()
    limits: dict[tuple[int, str, int], int] = {}
    for user, code, at, limit in rows:
        key = (user, code, timezone.localdate(at).year)
        counts[key] += 1
        limits[key] = max(limit, limits.get(key, 0))
    for key, count in counts.items():
        if count > limits[key]:
            user, code, year = key
            yield Breach(9, f"person {user} took {count} reassessments of programme {code} in {year}")


def _year_of_another_day() -> Iterator[Breach]:
    rows = Reassessment.objects.filter(planned_on__isnull=False).annotate(planned=ExtractYear("planned_on"))
    for pk, year, planned in rows.exclude(planned=F("year")).values_list("pk", "year", "planned"):
        yield Breach(9, f"reassessment {pk} belongs to {year} and is planned in {planned}")
    ends = Reassessment.objects.annotate(last=ExtractYear("until")).exclude(last=F("year"))
    for pk, year in ends.values_list("pk", "year"):
        yield Breach(9, f"reassessment {pk} belongs to {year} and ends in another year")


def _slot_above_what_was_granted() -> Iterator[Breach]:
    granted = RightOverride.objects.filter(kind=RightOverride.Kind.EXTRA)
    extra = Counter(granted.values_list("user_id", "enrolment__cohort__edition__code", "year"))
    rows = Reassessment.objects.filter(slot__gt=1).select_related("enrolment__cohort__edition")
    for row in rows:
        usual = int(row.enrolment.cohort.edition.parameters.get("reassessments_per_year", 1))
        if row.slot > usual + extra[row.user_id, row.programme_code, row.year]:
            yield Breach(
                9, f"reassessment {row.pk} is number {row.slot} of {row.year}: nobody granted so many"
            )


def _decided_without_result() -> Iterator[Breach]:
    there = Result.objects.filter(sitting=OuterRef("sitting"))
    rows = Reassessment.objects.filter(status=Reassessment.Status.DECIDED).exclude(Exists(there))
    for pk in rows.values_list("pk", flat=True):
        yield Breach(9, f"reassessment {pk} is decided but its sitting has no result")
