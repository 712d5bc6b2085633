"""What runs out, and what a holder can do about it: reads for reminders, the wallet and the register."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from courses.models import Cohort
from people.models import Employment, User

from .models import Document


def newer(prefix: str = "") -> QuerySet[Document]:
    """Standing certificates of the same holder and programme that are valid for longer than the outer one."""
    return Document.objects.standing().filter(
        kind=Document.Kind.CERTIFICATE,
        holder=OuterRef(f"{prefix}holder"),
        enrolment__cohort__edition__code=OuterRef(f"{prefix}enrolment__cohort__edition__code"),
        valid_until__gt=OuterRef(f"{prefix}valid_until"),
    )


def running_out(*, first: date, last: date) -> QuerySet[Document]:
    """Valid certificates whose last day lies between two days, both included, and that no newer one has followed."""
    return (
        Document.objects.filter(
            kind=Document.Kind.CERTIFICATE,
            status=Document.Status.VALID,
            valid_until__range=(first, last),
            erased_at__isnull=True,
        )
        .filter(~Exists(newer()))
        .order_by("valid_until", "number")
    )


def with_organisation(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Adds `organisation_id`: where the holder works now, the post taken up last; None where no place is known."""
    posts = Employment.objects.filter(user=OuterRef("holder"), ended_on__isnull=True).order_by(
        "-started_on", "-pk"
    )
    return documents.annotate(organisation_id=Subquery(posts.values("organisation")[:1]))


def next_cohorts(codes: Iterable[str]) -> QuerySet[Cohort]:
    """Cohorts of these programmes that take applications, the earliest first, with their edition."""
    return (
        Cohort.objects.taking_applications()
        .filter(edition__code__in=set(codes))
        .select_related("edition")
        .order_by(F("starts_on"), "pk")
    )


def join(cohorts: Iterable[Cohort], *, user: User) -> list[tuple[Cohort, str]]:
    """Each cohort with the state of the person's own enrolment in words, empty where they may apply."""
    rows = list(cohorts)
    own = user.enrolments.filter(cohort__in=rows)
    said = {one.cohort_id: str(one.get_status_display()) for one in own} if rows else {}
    return [(cohort, said.get(cohort.pk, "")) for cohort in rows]
