"""The notice of completed post-course support: issued once per result, when the support is closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Result
from courses.models import Enrolment
from people.errors import Refusal
from people.models import User

from ..models import Document
from . import issuing


@dataclass(frozen=True)
class SupportFacts:
    """What the support came to, as the notice prints it.

    `started_on`, `ended_on`: its days, both included; `meetings`: held; `hours`: theirs together, whole; `mentor`: the name
    in the nominative.
    """

    started_on: date
    ended_on: date
    meetings: int
    hours: int
    mentor: str


@transaction.atomic
def issue_support_notice(
    *,
    enrolment_id: int,
    result_id: int,
    support: SupportFacts,
    at: datetime,
    actor: User | None = None,
    draw: bool = True,
) -> Document:
    """The notice of completed support of an enrolment, issued exactly once; a repeat returns the one that was issued.

    It is drawn after commit unless `draw` is off. Refuses a result that is not passed or was amended since, support
    without a meeting or a mentor, and what every document refuses: no issuer, no signatory, letters that cannot be printed.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "cohort__edition")
        .get(pk=enrolment_id)
    )
    if issued := enrolment.documents.filter(kind=Document.Kind.SUPPORT).order_by("pk").last():
        return issued
    result = Result.objects.current().filter(pk=result_id, sitting__enrolment=enrolment).first()
    if result is None or not result.is_passed:
        raise Refusal(
            _("The result that this support followed is not passed any more: no notice of it is issued."),
            code="not_passed",
        )
    facts = _facts(enrolment, result, support, at=at)
    return issuing.create_document(
        kind=Document.Kind.SUPPORT,
        enrolment=enrolment,
        result=result,
        at=at,
        facts=facts,
        actor=actor,
        draw=draw,
    )


def _facts(enrolment: Enrolment, result: Result, support: SupportFacts, *, at: datetime) -> dict:
    """Everything the notice prints: of the course its title alone, no modules and no minutes of the commission."""
    if support.meetings < 1 or not support.mentor.strip():
        raise Refusal(
            _("A notice of completed support names meetings and a mentor: no meeting was held."),
            code="no_meetings",
        )
    issuing.check_letters(support.mentor)
    facts = issuing.printed_facts(
        enrolment, result, kind=Document.Kind.SUPPORT, issued_on=timezone.localtime(at).date()
    )
    return facts | {
        "started_on": support.started_on.isoformat(),
        "ended_on": support.ended_on.isoformat(),
        "hours": support.hours,
        "meetings": support.meetings,
        "mentor_name": support.mentor.strip(),
        "modules": [],
        "protocol": "",
    }
