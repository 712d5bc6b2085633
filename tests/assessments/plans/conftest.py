import pytest

from tests.factories import enrol, make_cohort, make_edition, sitting_of


@pytest.fixture
def cohort(db):
    """A running cohort of programme B, whose final work is a support plan."""
    return make_cohort(make_edition("B"))


@pytest.fixture
def sitting(cohort):
    return sitting_of(enrol(None, cohort))
