"""A plan that both agreed on, with its graduate and mentor, as rows: the services that make it have tests of their own."""

import pytest

from people.roles import Role
from tests.factories import make_cohort, make_edition, make_user
from tests.postcourse.builders import growth


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition(questions=1, draw=1))


@pytest.fixture
def coordinator(db):
    return make_user(Role.COORDINATOR)


@pytest.fixture
def mentor(db):
    return make_user(Role.MENTOR, surname="Тәлімбаева", given_name="Гүлнәр")


@pytest.fixture
def plan(cohort, mentor):
    return growth.plan_of(cohort, mentor)


@pytest.fixture
def graduate(plan):
    return plan.graduate
