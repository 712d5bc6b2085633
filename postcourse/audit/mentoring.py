"""What must hold of mentoring: plans that are under way were agreed on, closed ones have their report and notice."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from certificates.models import Document
from people.audit import Breach, status_without_transition

from ..models import ClosingReport, MentorAssignment, MentoringPlan, PlanVersion


def breaches() -> Iterator[Breach]:
    yield from status_without_transition(MentoringPlan, name="mentoring plan")
    versions = PlanVersion.objects.filter(plan=OuterRef("pk"))
    agreed = versions.filter(graduate_agreed_at__isnull=False, mentor_agreed_at__isnull=False)
    for pk in MentoringPlan.objects.filter(~Exists(versions)).values_list("pk", flat=True):
        yield Breach(10, f"mentoring plan {pk} has no wording")
    unagreed = MentoringPlan.objects.filter(~Exists(agreed), status__in=["agreed", "closed"])
    for pk in unagreed.values_list("pk", flat=True):
        yield Breach(10, f"mentoring plan {pk} is under way and was never agreed on by both")
    accepted = ClosingReport.objects.filter(plan=OuterRef("pk"), accepted_at__isnull=False)
    for pk in MentoringPlan.objects.filter(~Exists(accepted), status="closed").values_list("pk", flat=True):
        yield Breach(10, f"mentoring plan {pk} is closed without an accepted report")
    reports = ClosingReport.objects.filter(accepted_at__isnull=False).exclude(plan__status="closed")
    for pk in reports.values_list("plan", flat=True):
        yield Breach(10, f"mentoring plan {pk} has an accepted report and is not closed")
    missing = ClosingReport.objects.filter(accepted_at__isnull=False, document__isnull=True)
    for pk in missing.values_list("plan", flat=True):
        yield Breach(
            6, f"mentoring plan {pk} has no notice of its completed support; run issue_missing_documents"
        )
    wrong = ClosingReport.objects.filter(document__isnull=False).exclude(
        Q(document__kind=Document.Kind.SUPPORT) & Q(document__enrolment=F("plan__enrolment"))
    )
    for pk in wrong.values_list("plan", flat=True):
        yield Breach(7, f"mentoring plan {pk} names a document that is not the notice of its support")
    own = MentorAssignment.objects.filter(mentor=F("plan__graduate"))
    for pk in own.values_list("plan", flat=True):
        yield Breach(8, f"the graduate of mentoring plan {pk} was made their own mentor")
