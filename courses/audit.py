"""What must hold of cohorts and plans."""

from collections.abc import Iterator

from django.db.models import Sum

from people.audit import Breach, status_without_transition

from .agreeing import digest_of
from .models import AgreedVersion, Cohort, Enrolment, PlanTopic


def breaches() -> Iterator[Breach]:
    for cohort in Cohort.objects.exclude(status__in=["draft", "cancelled"]).select_related("edition"):
        modules = cohort.plan_modules.aggregate(hours=Sum("hours"))["hours"] or 0
        parts = PlanTopic.objects.filter(cohort=cohort).aggregate(
            lecture=Sum("lecture"), practice=Sum("practice"), final=Sum("final")
        )
        topics = sum(value or 0 for value in parts.values())
        if not modules == topics == cohort.edition.total_hours:
            yield Breach(
                3,
                f"the plan of cohort {cohort.code} adds up to {modules} by modules and {topics} by topics, "
                f"not {cohort.edition.total_hours}",
            )
    yield from status_without_transition(Cohort, name="cohort")
    yield from status_without_transition(Enrolment, name="enrolment")
    for version in AgreedVersion.objects.select_related("edition").iterator(chunk_size=1):
        if digest_of(version.content) != version.digest:
            yield Breach(
                3,
                f"agreed version {version.number} of {version.edition.code} is not the text that was recorded",
            )
