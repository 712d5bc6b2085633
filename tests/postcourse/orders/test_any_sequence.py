"""Whatever orders are made in whatever order, nobody loses a mark, a maximum, a day, a marker or an hour."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Mark
from courses.models import Enrolment, EnrolmentTransition, TopicProgress
from courses.rules import moves
from people.errors import Refusal
from postcourse.audit import orders as audit_orders
from postcourse.models import EnrolmentOrder
from postcourse.rules import order_moves
from tests.factories import NOW, enrol, give_mark, make_cohort, make_user
from tests.postcourse.builders.orders import order, study

MAXIMA = {"test": 100, "project": 12, "self_study": 10}
TOPICS = ["A.1.1", "A.1.2", "A.2.1", "A.2.2"]
STEP = st.one_of(
    st.tuples(st.just("mark"), st.sampled_from(sorted(MAXIMA)), st.integers(0, 10)),
    st.tuples(st.just("study"), st.sampled_from(TOPICS), st.just(0)),
    st.tuples(st.just("move"), st.sampled_from(order_moves.KINDS), st.integers(0, 3)),
    st.tuples(st.just("move"), st.just("transfer"), st.integers(0, 3)),
)


@pytest.fixture
def cohorts(edition):
    """Two that run, one that takes applications, one of which is full."""
    made = [make_cohort(edition, number=number) for number in (1, 2)]
    made.append(make_cohort(edition, number=3, upto="open"))
    made.append(make_cohort(edition, number=4, places=1))
    enrol(make_user(), made[-1])
    return made


class Undo(Exception):
    """Ends an example: the next one begins from the same world."""


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=3, max_size=9))
def test_any_sequence_of_orders_keeps_marks_and_hours(cohorts, steps):
    try:
        with transaction.atomic():
            _live(cohorts, steps)
            raise Undo
    except Undo:
        pass


def _live(cohorts, steps):
    now = enrol(None, cohorts[0])
    first, expected_marks, expected_topics = now, {}, {}
    for place, (what, which, number) in enumerate(steps, start=1):
        at = NOW + timedelta(minutes=place)
        if what == "mark" and now.may_study:
            sitting = _sitting(now)
            if which not in expected_marks and not sitting.results.exists():
                give_mark(sitting, which, number, maximum=str(MAXIMA[which]), at=at)
                expected_marks[which] = (Decimal(number), Decimal(MAXIMA[which]), at)
        elif what == "study" and now.status == "studying":
            study(now, which, at=at)
            expected_topics.setdefault(which, at)
        elif what == "move":
            now = _moved(now, which, cohorts[number], at)
    _check(first, now, expected_marks, expected_topics)


def _sitting(enrolment):
    from assessments.services.scheme import sittings

    return sittings.open_sitting(enrolment_id=enrolment.pk, at=NOW)


def _moved(enrolment, kind, cohort, at):
    """The enrolment after an order, made or refused; a refused one has changed nothing."""
    before = (enrolment.status, EnrolmentOrder.objects.count(), Enrolment.objects.count())
    told = {"cohort_id": cohort.pk} if kind == "transfer" else {}
    try:
        with transaction.atomic():
            made = order(enrolment, kind, at=at, number=f"{at:%M}-к", **told)
    except Refusal:
        enrolment.refresh_from_db()
        assert (enrolment.status, EnrolmentOrder.objects.count(), Enrolment.objects.count()) == before
        return enrolment
    return Enrolment.objects.get(pk=(made.next_enrolment or made.enrolment).pk)


def _check(first, now, expected_marks, expected_topics):
    standing = {
        row.component: (row.value, row.maximum, row.released_at)
        for row in Mark.objects.current().filter(sitting__enrolment=now)
    }
    assert standing == expected_marks
    originals = Mark.objects.filter(sitting__enrolment__user=now.user, carried_from__isnull=True)
    assert {row.component: row.released_at for row in originals} == {
        component: at for component, (_value, _maximum, at) in expected_marks.items()
    }
    studied = TopicProgress.objects.filter(enrolment=now, studied_at__isnull=False)
    assert dict(studied.values_list("topic__key", "studied_at")) == expected_topics
    assert sum(row.topic.hours for row in studied.select_related("topic")) == 20 * len(expected_topics)
    _explained(first, now)
    assert [str(one) for one in audit_orders.breaches()] == []


def _explained(first, now):
    """From the first application to now: each status by an allowed move, each order by one, each cohort left by one."""
    chain = [now]
    while chain[-1].continues is not None:
        chain.append(chain[-1].continues)
    chain.reverse()
    assert chain[0] == first
    for enrolment in chain:
        rows = list(EnrolmentTransition.objects.filter(enrolment=enrolment).order_by("at", "pk"))
        for earlier, later in pairwise(rows):
            assert earlier.to_status == later.from_status
            assert later.to_status in moves.ENROLMENT[later.from_status]
        assert rows[-1].to_status == enrolment.status
        ordered = [row.kind for row in enrolment.orders.order_by("pk")]
        by_order = [row.to_status for row in rows if row.reason.startswith("№")]
        assert [status for status in by_order if status != "admitted"] == [
            order_moves.LEADS_TO[kind] for kind in ordered
        ]
    for left, joined in pairwise(chain):
        assert left.status == "transferred"
        assert joined.order_that_began_it.enrolment == left
