"""A self-assessment is given once for each moment, whole, by the graduate; what changed is counted."""

from datetime import timedelta

import pytest

from people.errors import NotAllowed, Refusal
from postcourse.models import MentoringPlan, SelfAssessment
from postcourse.rules import outcomes
from postcourse.services.growth import self_assessment
from tests.factories import NOW
from tests.postcourse.builders import growth

pytestmark = pytest.mark.django_db
KEYS = [item.key for item in outcomes.items_of("A")]


def give(plan, *, actor=None, answers=None, moment="before", note="", at=NOW):
    return self_assessment.give(
        plan_id=plan.pk,
        moment=moment,
        answers=dict.fromkeys(KEYS, 2) if answers is None else answers,
        note=note,
        at=at,
        actor=actor or plan.graduate,
    )


def refused(**keywords) -> str:
    with pytest.raises(Refusal) as refusal:
        give(**keywords)
    return refusal.value.code


def test_it_is_given_once_for_each_moment(plan):
    first = give(plan)
    assert give(plan) == first  # the same sent twice
    assert refused(plan=plan, answers=dict.fromkeys(KEYS, 5)) == "not_open"
    assert refused(plan=plan, moment="after") == "not_open"
    late = NOW + (plan.ends_on - plan.starts_on) - timedelta(days=30)
    give(plan, moment="after", answers=dict.fromkeys(KEYS, 4), at=late)
    assert SelfAssessment.objects.count() == 2


def test_every_line_wants_an_answer_on_the_scale(plan):
    assert refused(plan=plan, answers={}) == "unanswered"
    assert refused(plan=plan, answers=dict.fromkeys(KEYS[1:], 3)) == "unanswered"
    assert refused(plan=plan, answers=dict.fromkeys(KEYS, 6)) == "unanswered"
    assert not SelfAssessment.objects.exists()


def test_an_unknown_line_is_not_kept(plan):
    assert set(give(plan, answers=dict.fromkeys([*KEYS, "height"], 3)).answers) == set(KEYS)


def test_nobody_else_gives_it(plan, mentor, coordinator):
    for actor in (mentor, coordinator):
        with pytest.raises(NotAllowed):
            give(plan, actor=actor)


def test_a_number_that_tells_a_child_is_not_kept_in_the_note(plan):
    assert refused(plan=plan, note="ЖСН 921029350851") == "identifies"


def test_when_the_support_is_over_nothing_is_asked(plan):
    MentoringPlan.objects.update(status="ended")
    assert refused(plan=plan) == "not_open"


def test_what_changed_is_counted_line_by_line(plan):
    give(plan)
    answers = dict.fromkeys(KEYS, 2) | {KEYS[0]: 5, KEYS[1]: 1}
    late = NOW + (plan.ends_on - plan.starts_on) - timedelta(days=30)
    give(plan, moment="after", answers=answers, at=late)
    change = self_assessment.self_assessment_change(plan)
    assert [row.item.key for row in change.rows] == KEYS
    assert [row.change for row in change.rows][:3] == [3, -1, 0]
    assert (change.risen, change.fallen, change.is_late) == (1, 1, False)
    assert change.as_json() == {"before": "2.00", "after": "2.14", "items": 14, "risen": 1, "fallen": 1}


def test_one_moment_alone_is_no_change(plan):
    assert not self_assessment.self_assessment_change(plan).is_given
    growth.assess(plan, at=NOW + timedelta(days=70))
    change = self_assessment.self_assessment_change(plan)
    assert (change.before, change.after, change.change, change.is_late) == (3, None, None, True)
