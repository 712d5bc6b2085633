"""A graduate with a certificate, a mentor, and a coordinator who matches them."""

from datetime import timedelta

import pytest

from people.roles import Role
from tests.factories import NOW, make_cohort, make_edition, make_issuer, make_user
from tests.postcourse.builders import mentoring as build


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


@pytest.fixture
def coordinator(db):
    return make_user(Role.COORDINATOR, surname="Серікбаева")


@pytest.fixture
def graduate(cohort):
    """An enrolment with a certificate."""
    return build.make_graduate(cohort)


@pytest.fixture
def mentor(db):
    return build.make_mentor()


@pytest.fixture
def plan(graduate, mentor, coordinator):
    """Matched, the draft of the plan waits for both."""
    return build.make_plan(graduate, mentor, actor=coordinator)


@pytest.fixture
def agreed(plan, mentor):
    """Under way: both agreed to two goals."""
    build.agree(plan, mentor)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def end(agreed):
    """A moment in the last month."""
    return NOW + timedelta(days=(agreed.ends_on - agreed.starts_on).days - 10)


def refused(call, **keywords) -> str:
    """The code of the refusal; fails where nothing is refused."""
    from people.errors import Refusal

    with pytest.raises(Refusal) as refusal:
        call(**keywords)
    return refusal.value.code
