"""A cohort that is over, and a day to stand on: what needs today's date is asked on 15 June 2026."""

from datetime import date

import pytest

from tests.factories import make_issuer
from tests.postcourse.builders.rights import conclude, failed, made_cohort, on, settler

TODAY = on(6, 15)


@pytest.fixture
def own_cohort(db):
    """A concluded cohort of May."""
    make_issuer()
    cohort = made_cohort()
    conclude(cohort, at=on(5, 20, 10))
    return cohort


@pytest.fixture
def enrolment(db):
    """Somebody who failed the test of that cohort."""
    make_issuer()
    cohort = made_cohort()
    found = failed(cohort)
    conclude(cohort, at=on(5, 21))
    found.refresh_from_db()
    found.cohort.refresh_from_db()
    return found


@pytest.fixture
def next_cohort(enrolment):
    """A cohort of September."""
    return made_cohort(2, ends=date(2026, 9, 20))


@pytest.fixture
def coordinator(db):
    return settler()


@pytest.fixture
def today(monkeypatch):
    """Pages are asked on a fixed day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: TODAY)
    return TODAY
