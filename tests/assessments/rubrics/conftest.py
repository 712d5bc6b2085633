"""An edition with its rubrics, a methodologist, and the fields of a page's form."""

import pytest

from assessments.models import Rubric
from people.roles import Role
from tests.assessments.bank.conftest import Fields
from tests.factories import make_edition, make_user


@pytest.fixture
def edition(db):
    return make_edition()


@pytest.fixture
def author(db):
    return make_user(Role.METHODOLOGIST, surname="Сейітқали")


@pytest.fixture
def rubric(edition) -> Rubric:
    """Six criteria of three levels each, 12 points."""
    return Rubric.objects.get(edition=edition, key="project")


@pytest.fixture
def points_rubric(edition) -> Rubric:
    """One criterion of 10 points."""
    return Rubric.objects.get(edition=edition, key="self_study")


@pytest.fixture
def fields_of():
    """fields_of(answer) gives what a form of the page would send as it stands."""

    def fields(answer, form: str = "rubric") -> dict[str, list[str]]:
        found = Fields(answer.content.decode(), form).data
        found.pop("csrfmiddlewaretoken", None)
        return {name: [one.removeprefix("\n") for one in values] for name, values in found.items()}

    return fields
