"""People, cohorts and orders of this room, made through the services."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import assessments.audit
import courses.audit
from assessments.services.work.uploading import check_upload
from courses.models import Cohort, Enrolment, PlanTopic
from courses.services import mark_studied
from people.models import Employment, Organisation, Region, User
from people.rules.identifiers import with_check_digit
from postcourse.audit import orders as audit_orders
from postcourse.models import EnrolmentOrder, RightRequest
from postcourse.services.orders import content as order_content
from postcourse.services.orders import orders, requests
from tests.factories import NOW, coordinator_of

DAY = timezone.localdate(NOW)


def order(
    enrolment: Enrolment, kind: str, *, at: datetime = NOW, actor: User | None = None, **told
) -> EnrolmentOrder:
    """An order of that kind with whatever it needs."""
    if kind in {"interrupt", "transfer"}:
        told.setdefault("cause", "illness")
    if kind == "expel":
        told.setdefault("commission", "Тәртіп комиссиясының № 4 хаттамасы")
    return orders.make(
        kind=kind,
        enrolment_id=enrolment.pk,
        number=told.pop("number", "12-к"),
        dated_on=told.pop("dated_on", timezone.localdate(at)),
        reason=told.pop("reason", "Өтініш пен анықтама негізінде."),
        at=at,
        actor=actor or coordinator_of(enrolment.cohort),
        **told,
    )


def transfer(enrolment: Enrolment, cohort: Cohort, **told) -> Enrolment:
    """The enrolment that goes on in that cohort."""
    return order(enrolment, "transfer", cohort_id=cohort.pk, **told).next_enrolment


def ask(enrolment: Enrolment, kind: str = "interrupt", *, at: datetime = NOW, **told) -> RightRequest:
    """The learner's own request."""
    if kind in {"interrupt", "transfer"}:
        told.setdefault("cause", "family")
    return requests.file(
        enrolment_id=enrolment.pk,
        kind=kind,
        text=told.pop("text", "Отбасы жағдайыма байланысты сұраймын."),
        at=at,
        actor=enrolment.user,
        **told,
    )


def employ(user: User, *, number: int = 1, position: str = "педагог-ассистент", **told) -> Employment:
    """Where a person works."""
    region, _created = Region.objects.get_or_create(
        code="75", defaults={"name_kk": "Алматы қаласы", "name_ru": "город Алматы"}
    )
    place, _created = Organisation.objects.get_or_create(
        bin=with_check_digit(f"1901400{number:04d}"),
        defaults={
            "name_kk": f"№ {number} жалпы білім беретін мектеп",
            "name_ru": f"Общеобразовательная школа № {number}",
            "kind": "school",
            "region": region,
        },
    )
    started = told.pop("started_on", DAY.replace(year=DAY.year - 3, day=1))
    return Employment.objects.create(
        user=user, organisation=place, position=position, started_on=started, **told
    )


def study(enrolment: Enrolment, *keys: str, at: datetime = NOW) -> None:
    """Topics marked as studied."""
    for topic in PlanTopic.objects.filter(cohort=enrolment.cohort, key__in=keys):
        mark_studied(enrolment_id=enrolment.pk, topic_id=topic.pk, at=at)


def faults() -> list[str]:
    """What the audits of the floors that an order touches have to say."""
    audits = (courses.audit, assessments.audit, audit_orders)
    return [str(breach) for audit in audits for breach in audit.breaches()]


def world(own: Enrolment, old: Enrolment) -> dict[str, list]:
    """Values for the addresses of this room: `own` studies and has asked to withdraw, about `old` an order was made."""
    checked = check_upload(SimpleUploadedFile("anyqtama.txt", b"Anyqtama"))
    filed = ask(own, "withdraw", uploads=[checked])
    seen = orders.preview(kind="withdraw", enrolment_id=old.pk, at=NOW)
    made = EnrolmentOrder.objects.create(
        kind="withdraw",
        enrolment=old,
        number="3-к",
        dated_on=DAY,
        reason="Өтініш бойынша.",
        content=order_content.content_of(seen, dated_on=DAY, papers=["Өтініш"], employer=None),
        made_at=NOW,
        made_by=coordinator_of(old.cohort),
    )
    return {
        "request_detail": [filed.pk],
        "request_new": [own.pk, "withdraw"],
        "request_file": [filed.files.get().pk],
        "order_person": [own.pk],
        "order_new": [own.pk, "withdraw"],
        "order_detail": [made.pk],
        "order_paper": [made.pk, "letter", "pdf"],
    }
