"""Demonstration orders and requests: a transfer, an interruption, an expulsion, a request that waits."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from courses.models import Cohort, Enrolment
from people.demo import People
from people.roles import Role

from ..models.orders import Cause, Move
from ..services.orders import orders, requests


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """In the running cohort one interrupted, one went on in the open cohort, one asks to; of the assistants one was
    expelled. Who cannot be moved now, as those who sit their test, is passed over.
    """
    boss = people.accounts[Role.COORDINATOR]
    # The demonstration's own learner goes on studying.
    running = list(_studying(cohorts["running"]).exclude(user=people.accounts[Role.LEARNER]))
    movable = [one for one in running if _may(one, Move.TRANSFER, at=at, cohort_id=cohorts["open"].pk)]
    pausing = [one for one in running if one not in movable[:1] and _may(one, Move.INTERRUPT, at=at)]
    asking = [one for one in pausing[1:] if Move.TRANSFER in requests.offered(one, at=at)]
    if not movable or not asking:
        return
    leaves, stops, asks = movable[0], pausing[0], asking[0]
    requests.file(
        enrolment_id=asks.pk,
        kind=Move.TRANSFER,
        cause=Cause.WORK,
        text=(
            "Мектеп әкімшілігі мені екі аптаға іссапарға жібереді, сабақтарға қатыса алмаймын. "
            "Келесі ағымда жалғастыруға рұқсат беруіңізді сұраймын."
        ),
        wished_cohort_id=cohorts["open"].pk,
        at=at - timedelta(hours=5),
        actor=asks.user,
    )
    _order(
        stops,
        Move.INTERRUPT,
        number="41-к",
        cause=Cause.ILLNESS,
        reason="Тыңдаушының өтініші және емдеу мекемесінің анықтамасы.",
        papers=["Тыңдаушының өтініші", "Уақытша еңбекке жарамсыздық парағы"],
        at=at - timedelta(days=2),
        actor=boss,
    )
    _order(
        leaves,
        Move.TRANSFER,
        number="43-к",
        cause=Cause.FAMILY,
        reason="Тыңдаушының өтініші: отбасы жағдайы.",
        papers=["Тыңдаушының өтініші"],
        cohort_id=cohorts["open"].pk,
        at=at - timedelta(days=1),
        actor=boss,
    )
    idle = [
        one for one in _studying(cohorts["assistants"]) if not one.sittings.filter(submissions__isnull=False)
    ]
    if idle:
        _order(
            idle[-1],
            Move.EXPEL,
            number="44-к",
            reason="Курстан өту туралы келісім бұзылды: тыңдаушы екі апта бойы хабарсыз қатыспады.",
            commission="Өтініштер мен шағымдарды қарау комиссиясының № 2 хаттамасы",
            at=at - timedelta(hours=20),
            actor=boss,
        )


def _studying(cohort: Cohort):
    rows = cohort.enrolments.filter(status=Enrolment.Status.STUDYING).select_related("user")
    return rows.order_by("applied_at", "pk")


def _may(enrolment: Enrolment, kind: str, *, at: datetime, cohort_id: int | None = None) -> bool:
    return orders.preview(kind=kind, enrolment_id=enrolment.pk, cohort_id=cohort_id, at=at).allowed


def _order(enrolment: Enrolment, kind: str, *, at: datetime, **told) -> None:
    if _may(enrolment, kind, at=at, cohort_id=told.get("cohort_id")):
        orders.make(kind=kind, enrolment_id=enrolment.pk, dated_on=timezone.localdate(at), at=at, **told)
