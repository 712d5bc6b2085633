"""Hot pages and lists cost the same for two rows and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.programmes import homes
from courses.models import Cohort
from people.roles import Role
from tests.factories import (
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db


def cost(client, address: str) -> int:
    """Queries of a page that was visited before."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def test_a_learners_pages(client_for, cohort):
    enrolment = enrol(None, cohort)
    sitting_of(enrolment)
    client = client_for(enrolment.user)
    assert cost(client, "/home/") <= 21
    assert cost(client, reverse("study_course", args=[enrolment.pk])) <= 9
    assert cost(client, reverse("study_topic", args=[enrolment.pk, "A.1.1"])) <= 10
    assert cost(client, reverse("document_list")) <= 6


def test_the_gradebook_costs_the_same_for_two_people_and_twenty_two(client_for, cohort):
    from certificates.services import issue_document
    from tests.factories import NOW

    coordinator = client_for(coordinator_of(cohort))
    address = reverse("cohort_detail", args=[cohort.pk])

    def add(count: int) -> None:
        for _turn in range(count):
            result = decide(enrol(None, cohort))
            issue_document(result_id=result.pk, at=NOW)

    add(2)
    few = cost(coordinator, address)
    add(20)
    assert cost(coordinator, address) == few
    assert few < 15


def test_the_list_of_cohorts_costs_the_same_for_two_and_many(client_for, cohort):
    coordinator = client_for(coordinator_of(cohort))
    make_cohort(cohort.edition, number=2, upto="draft")
    few = cost(coordinator, "/cohorts/")
    for number in range(3, 15):
        make_cohort(cohort.edition, number=number, upto="draft")
    assert Cohort.objects.count() == 14
    assert cost(coordinator, "/cohorts/") == few


@pytest.mark.parametrize(
    ("role", "most"),
    [(Role.TRAINER, 11), (Role.COORDINATOR, 15), (Role.METHODOLOGIST, 11), (Role.MENTOR, 11)],
)
def test_staff_homes(client_for, cohort, role, most):
    user = make_trainer(cohort) if role == Role.TRAINER else make_user(role)
    assert cost(client_for(user), "/home/") <= most


def test_the_front_page_costs_few_queries_for_a_visitor(client, db):
    homes()
    assert cost(client, "/kk/") <= 8
