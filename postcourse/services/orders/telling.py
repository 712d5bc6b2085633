"""Who is told of requests and orders; each call writes within the caller's transaction.

A context holds kinds, numbers, days and cohorts, never a reason or a paper: those may be about somebody's health.
"""

from datetime import datetime
from typing import Any

from django.urls import reverse

from courses.models import Cohort
from people import notify
from people.models import User
from people.roles import Role

from ...models import EnrolmentOrder, RightRequest


def _staff(cohorts: set[int], *duties: str) -> list[User]:
    rows = User.objects.filter(cohort_duties__cohort__in=cohorts, cohort_duties__duty__in=duties)
    return list(rows.filter(is_active=True).distinct().order_by("pk"))


def _programme(cohort: Cohort) -> dict[str, str]:
    edition = cohort.edition
    return {"kk": edition.title_kk, "ru": edition.title_ru, "en": edition.title_en}


def request_filed(request: RightRequest, *, at: datetime) -> None:
    """The coordinators of the cohort."""
    enrolment = request.enrolment
    context = {
        "move": request.kind,
        "name": enrolment.user.initials_name,
        "cohort": enrolment.cohort.code,
    }
    url = reverse("request_detail", args=[request.pk])
    for user in _staff({enrolment.cohort_id}, "coordinator"):
        if user.pk != enrolment.user_id:
            notify.tell(user=user, kind="request_filed", context=context, url=url, at=at)


def request_refused(request: RightRequest, *, at: datetime) -> None:
    """The learner; the answer stands on the page."""
    context = {"move": request.kind, "cohort": request.enrolment.cohort.code}
    url = reverse("request_detail", args=[request.pk])
    notify.tell(user=request.enrolment.user, kind="request_refused", context=context, url=url, at=at)


def _of_order(order: EnrolmentOrder) -> dict[str, Any]:
    to = order.content.get("to")
    return {
        "move": order.kind,
        "number": order.number,
        "dated_on": order.dated_on.isoformat(),
        "cohort": order.content["from"]["code"],
        "to_cohort": to["code"] if to else "",
    }


def order_made(order: EnrolmentOrder, *, at: datetime) -> None:
    """The learner, with the way to the papers."""
    context = {**_of_order(order), "programme": _programme(order.enrolment.cohort)}
    url = reverse("order_detail", args=[order.pk])
    notify.tell(user=order.enrolment.user, kind="order_made", context=context, url=url, at=at)


def order_for_staff(order: EnrolmentOrder, *, at: datetime) -> None:
    """Coordinators and trainers of the cohort that is left and of the one that is joined, but not who made the order."""
    cohorts = {order.enrolment.cohort_id}
    if order.next_enrolment is not None:
        cohorts.add(order.next_enrolment.cohort_id)
    context = {**_of_order(order), "name": order.enrolment.user.initials_name}
    for user in _staff(cohorts, "coordinator", "trainer"):
        if user.pk not in {order.made_by_id, order.enrolment.user_id}:
            place = order.next_enrolment or order.enrolment
            url = reverse("cohort_detail", args=[place.cohort_id])
            notify.tell(user=user, kind="order_for_staff", context=context, url=url, at=at)


def learner_expelled(order: EnrolmentOrder, *, at: datetime) -> bool:
    """The heads of the employer who have an account; whether there was one. No mark and no reason is told."""
    if order.employer is None:
        return False
    heads = User.objects.filter(
        scopes__role=Role.SCHOOL_HEAD,
        scopes__organisation=order.employer,
        groups__name=Role.SCHOOL_HEAD,
        is_active=True,
    ).exclude(pk=order.enrolment.user_id)
    told = False
    context = {
        "name": order.enrolment.user.full_name,
        "programme": _programme(order.enrolment.cohort),
        "number": order.number,
        "dated_on": order.dated_on.isoformat(),
    }
    for head in heads.distinct().order_by("pk"):
        notify.tell(user=head, kind="learner_expelled", context=context, url="", at=at)
        told = True
    return told
