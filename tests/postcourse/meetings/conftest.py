"""A graduate with a mentor."""

import pytest

from people.errors import Refusal
from tests.factories import make_cohort, make_edition, make_issuer
from tests.postcourse.builders import meetings as build


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


@pytest.fixture
def mentor(db):
    return build.make_mentor()


@pytest.fixture
def plan(cohort, mentor):
    return build.make_plan(cohort, mentor)


@pytest.fixture
def slot(mentor):
    return build.offer(mentor)[0]


def refused(call, **keywords) -> str:
    """The code of the refusal; fails where nothing is refused."""
    with pytest.raises(Refusal) as refusal:
        call(**keywords)
    return refusal.value.code
