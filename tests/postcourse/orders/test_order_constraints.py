"""What the database itself refuses, by raw insert."""

import pytest
from django.db import IntegrityError, transaction

from courses.models import Enrolment
from postcourse.models import EnrolmentOrder, RightRequest
from tests.factories import NOW, coordinator_of, enrol, make_user
from tests.postcourse.builders.orders import DAY, ask, order

pytestmark = pytest.mark.django_db


def raw(enrolment, **told):
    fields = {
        "kind": "withdraw",
        "enrolment": enrolment,
        "number": "1",
        "dated_on": DAY,
        "reason": "Себеп",
        "made_at": NOW,
        "made_by": coordinator_of(enrolment.cohort),
    }
    return EnrolmentOrder.objects.create(**fields | told)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ({"number": ""}, "order_has_number_and_reason"),
        ({"reason": ""}, "order_has_number_and_reason"),
        ({"kind": "expel"}, "expulsion_names_the_commission"),
        ({"kind": "transfer"}, "transfer_names_the_next_enrolment"),
    ],
)
def test_an_order_without_what_it_must_say_is_refused(learner, told, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        raw(learner, **told)


def test_only_a_transfer_names_a_next_enrolment(learner, cohort):
    following = enrol(None, cohort)
    with pytest.raises(IntegrityError, match="transfer_names"), transaction.atomic():
        raw(learner, next_enrolment=following)


def test_an_enrolment_is_begun_by_one_order_and_continues_one(learner, cohort):
    following = enrol(None, cohort)
    raw(learner, kind="transfer", next_enrolment=following)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(enrol(None, cohort), kind="transfer", next_enrolment=following)
    Enrolment.objects.filter(pk=following.pk).update(continues=learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(user=make_user(), cohort=cohort, applied_at=NOW, continues=learner)


def test_a_request_is_granted_by_one_order_and_two_do_not_wait(learner):
    filed = ask(learner)
    order(learner, "interrupt", request_id=filed.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(learner, request=filed)
    RightRequest.objects.create(enrolment=learner, kind="resume", filed_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RightRequest.objects.create(enrolment=learner, kind="transfer", filed_at=NOW)
    with pytest.raises(IntegrityError, match="refused_request_says_why"), transaction.atomic():
        RightRequest.objects.filter(pk=filed.pk).update(status="refused")
