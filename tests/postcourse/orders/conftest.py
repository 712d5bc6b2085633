"""A cohort with one learner, and another cohort of the same programme that runs."""

import pytest

from tests.factories import enrol, make_cohort, make_edition, make_issuer


@pytest.fixture
def edition(db):
    make_issuer()
    return make_edition()


@pytest.fixture
def cohort(edition):
    return make_cohort(edition)


@pytest.fixture
def other(edition):
    return make_cohort(edition, number=2)


@pytest.fixture
def learner(cohort):
    return enrol(None, cohort)
