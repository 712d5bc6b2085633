"""A host, some who come, an event of theirs."""

from datetime import timedelta

import pytest

from people.roles import Role
from tests.factories import NOW, make_user
from tests.postcourse.builders.events import make_event

STARTS = (NOW + timedelta(days=3)).replace(second=0, microsecond=0)


@pytest.fixture
def host(db):
    return make_user(Role.MENTOR, surname="Жүргізуші")


@pytest.fixture
def coordinator(db):
    return make_user(Role.COORDINATOR)


@pytest.fixture
def three(db):
    return [
        make_user(Role.LEARNER, surname=surname, given_name=given)
        for surname, given in (("Әбдірова", "Айгүл"), ("Омаров", "Болат"), ("Ковалёва", "Анна"))
    ]


@pytest.fixture
def event(host):
    """Two places, two hours, in three days."""
    return make_event(host, starts=STARTS, capacity=2)


def refused(call, **keywords) -> str:
    """The code of the refusal; fails where nothing is refused."""
    from people.errors import Refusal

    with pytest.raises(Refusal) as refusal:
        call(**keywords)
    return refusal.value.code
