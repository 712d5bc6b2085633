"""The home page offers to form a group where learners do, to whoever has none."""

import pytest

from assessments import next_steps
from assessments.services.groups import groups
from tests.factories import NOW, sitting_of

pytestmark = pytest.mark.django_db


def offered(enrolment) -> list[str]:
    sitting_of(enrolment)
    steps, _due = next_steps.offers(enrolment=enrolment, at=NOW)
    return [step.title for step in steps if "/group" in step.url]


def test_where_the_coordinator_forms_groups_nothing_is_offered(people, in_english):
    assert offered(people[0]) == []


def test_learners_are_offered_to_form_their_group_until_they_are_in_one(
    people, learners, open_to_learners, in_english
):
    assert offered(people[0]) == ["Form your group"]
    learners.propose(people[0], people[1:4])
    assert offered(people[0]) == []
    assert offered(people[1]) == ["You are asked into a project group"]
    assert offered(people[5]) == ["Form your group"]


def test_a_dissolved_group_lets_form_another_one(people, form, boss, open_to_learners, in_english):
    group = form(people[:4])
    assert offered(people[0]) == []
    groups.dissolve_group(group_id=group.pk, reason="Құрамы өзгерді.", at=NOW, actor=boss)
    assert offered(people[0]) == ["Form your group"]
