"""Graduates who are to be supported: who passed, has a certificate, and how long their programme supports them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from certificates.models import Document
from courses.models import Enrolment, ProgrammeEdition
from people.models import Employment, User

from ...models import MentorAssignment
from ...rules import matching, support


@dataclass(frozen=True)
class Waiting:
    """A graduate without a mentor. `since`: the day of the certificate; `place` and `region` as words, where known."""

    enrolment: Enrolment
    rule: matching.Graduate
    since: date
    place: str = ""
    region: str = ""


def months_of(edition: ProgrammeEdition) -> int:
    """How many months the programme supports its graduates; 0 for none."""
    return int(edition.parameters.get("mentoring_months", support.MONTHS))


def _certificates() -> QuerySet[Document]:
    return Document.objects.standing().filter(kind=Document.Kind.CERTIFICATE, enrolment=OuterRef("pk"))


def without_mentor(user: User, *, today: date) -> QuerySet[Enrolment]:
    """Enrolments this person may see that earned a certificate and have no mentor, the longest waiting first.

    Each has `since`, the day of the certificate. Whose months of support have passed since then, and whose support is
    over, is not listed. Two queries.
    """
    mentored = MentorAssignment.objects.filter(plan__enrolment=OuterRef("pk"), until_at__isnull=True)
    found: QuerySet[Enrolment] = Enrolment.objects.visible_to(user)
    return (
        found.filter(user__is_active=True)
        .annotate(since=Subquery(_certificates().order_by("issued_on").values("issued_on")[:1]))
        .filter(_within_support(today))
        .filter(~Exists(mentored))
        .exclude(mentoring_plan__status__in=["closed", "ended"])
        .select_related("user", "cohort__edition")
        .order_by("since", "pk")
    )


def _within_support(today: date) -> Q:
    """That the support would not be over yet; editions are few, so their months are read first."""
    found = Q(pk__in=[])
    for edition in ProgrammeEdition.objects.only("pk", "parameters"):
        if months := months_of(edition):
            found |= Q(cohort__edition=edition, since__gt=support.add_months(today, -months))
    return found


def waiting(enrolments: Sequence[Enrolment]) -> list[Waiting]:
    """The same with what matching asks: language, programme, and where they work (one query)."""
    posts = _posts([one.user_id for one in enrolments])
    found = []
    for one in enrolments:
        post = posts.get(one.user_id)
        found.append(
            Waiting(
                enrolment=one,
                rule=_as_rule(one, post),
                since=one.since,  # type: ignore[attr-defined]
                place=post.organisation.name if post else "",
                region=post.organisation.region.name if post else "",
            )
        )
    return found


def as_rule(enrolment: Enrolment) -> matching.Graduate:
    """A graduate as the rule of matching reads one (one query)."""
    return _as_rule(enrolment, _posts([enrolment.user_id]).get(enrolment.user_id))


def _as_rule(enrolment: Enrolment, post: Employment | None) -> matching.Graduate:
    cohort = enrolment.cohort
    return matching.Graduate(
        user=enrolment.user_id,
        language=cohort.language,
        programme=cohort.edition.code,
        region=post.organisation.region_id if post else None,
    )


def _posts(user_ids: list[int]) -> dict[int, Employment]:
    """Where each of them works now, the post taken up last."""
    rows = Employment.objects.filter(user__in=user_ids, ended_on__isnull=True)
    rows = rows.select_related("organisation__region").order_by("started_on", "pk")
    return {row.user_id: row for row in rows}
