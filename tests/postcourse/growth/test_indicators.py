"""A child has a code and no name; readings lie in their range; graduate and present mentor alone read them."""

from dataclasses import astuple
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.errors import NotAllowed, Refusal
from postcourse.models import ChildIndicator, ChildReading, MentorAssignment, MentoringPlan
from postcourse.services.growth import indicators
from tests.factories import NOW
from tests.postcourse.builders import growth

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def refused(call, **keywords) -> str:
    with pytest.raises(Refusal) as refusal:
        call(**keywords)
    return refusal.value.code


def note(indicator, *, on=TODAY, value="5", words="", actor=None):
    return indicators.add_reading(
        indicator_id=indicator.pk,
        on=on,
        value=Decimal(value),
        note=words,
        at=NOW,
        actor=actor or indicator.plan.graduate,
    )


def test_a_child_without_a_code_is_refused(plan):
    for code in ("Айгерім", "Серікова А.", "Оқушы", "921029350851", "Тәрбиеленуші А"):
        assert refused(growth.watch, plan=plan, code=code) == "child_code"


def test_names_and_numbers_of_people_are_refused(plan):
    indicator = growth.watch(plan)
    for name, code in (
        ("Айгерім Серікова өзі жұмыс істейді", "names"),
        ("ЖСН 921029350851 бала", "identifies"),
        ("Тел. +7 701 123 45 67", "identifies"),
    ):
        assert refused(growth.watch, plan=plan, name=name) == code
        assert refused(note, indicator=indicator, words=name) == code
    assert not ChildReading.objects.exists()


def test_ordinary_words_are_taken(plan):
    for name in (
        "Қолын көтеріп сұрайды",
        "Количество самостоятельных шагов",
        "Крик на уроке",
        "Ескертусіз орнына отырды",
    ):
        assert growth.watch(plan, name=name).name == name


def test_the_same_indicator_twice_is_one(plan):
    assert growth.watch(plan) == growth.watch(plan)


def test_a_reading_lies_in_its_range_and_has_a_day_of_its_own(plan):
    indicator = growth.watch(plan)
    assert refused(note, indicator=indicator, value="20.01") == "out_of_range"
    assert refused(note, indicator=indicator, value="-0.01") == "out_of_range"
    assert refused(note, indicator=indicator, on=TODAY + timedelta(days=1)) == "future"
    assert refused(note, indicator=indicator, on=TODAY - timedelta(days=400)) == "too_early"
    first = note(indicator, value="20")
    assert note(indicator, value="20") == first
    assert refused(note, indicator=indicator, value="19") == "same_day"


def test_a_reading_is_corrected_and_taken_out(plan, graduate):
    indicator = growth.watch(plan, 3, 5)
    older, newer = indicator.readings.all()
    keywords = {"value": Decimal(7), "at": NOW, "actor": graduate}
    assert refused(indicators.correct_reading, reading_id=older.pk, on=newer.on, **keywords) == "same_day"
    assert indicators.correct_reading(reading_id=older.pk, on=older.on, **keywords).value == 7
    indicators.remove_reading(reading_id=newer.pk, actor=graduate)
    assert indicator.readings.count() == 1


def test_a_range_that_leaves_readings_out_is_refused(plan, graduate):
    indicator = growth.watch(plan, 3, 15)
    keywords = {
        "indicator_id": indicator.pk,
        "child_code": "Оқушы Б",
        "name": "Өзі жұмыс істейді",
        "unit": "минут",
        "better": "more",
        "lowest": Decimal(0),
        "actor": graduate,
    }
    assert refused(indicators.correct_indicator, highest=Decimal(14), **keywords) == "out_of_range"
    assert refused(indicators.correct_indicator, highest=Decimal(0), **keywords) == "range"
    assert indicators.correct_indicator(highest=Decimal(15), **keywords).child_code == "Оқушы Б"


def test_graduate_and_present_mentor_alone_read(plan, graduate, mentor, coordinator):
    growth.watch(plan, 5)
    people = (graduate, mentor, coordinator)
    assert [ChildIndicator.objects.visible_to(one).count() for one in people] == [1, 1, 0]
    MentorAssignment.objects.update(until_at=NOW, reason="Ауысты.")
    assert [ChildIndicator.objects.visible_to(one).count() for one in people] == [1, 0, 0]


def test_nobody_but_the_graduate_writes(plan, mentor, coordinator):
    indicator = growth.watch(plan, 5)
    reading = indicator.readings.get()
    for actor in (mentor, coordinator):
        with pytest.raises(NotAllowed):
            note(indicator, on=TODAY - timedelta(days=3), actor=actor)
        with pytest.raises(NotAllowed):
            indicators.remove_reading(reading_id=reading.pk, actor=actor)
        with pytest.raises(NotAllowed):
            indicators.remove_indicator(indicator_id=indicator.pk, actor=actor)


def test_deleting_an_indicator_takes_its_readings(plan, graduate):
    indicator = growth.watch(plan, 5, 6)
    indicators.remove_indicator(indicator_id=indicator.pk, actor=graduate)
    assert not ChildReading.objects.exists()


def test_when_the_support_is_over_nothing_is_noted(plan):
    indicator = growth.watch(plan, 5)
    MentoringPlan.objects.update(status="closed")
    assert refused(note, indicator=indicator, on=TODAY - timedelta(days=3)) == "over"
    assert refused(growth.watch, plan=plan, name="Басқа") == "over"


def test_figures_count_moves_and_cost_the_same_for_many_plans(plan, cohort, mentor):
    growth.watch(plan, 2, 3, 9)
    growth.watch(plan, 9, 3, 2, name="Айқай", better="less")
    growth.watch(plan, 9, 9, 2, name="Көмексіз қадам")
    growth.watch(plan, 5, 5, 5, name="Күту")
    growth.watch(plan, 1, 9, name="Екі өлшем")
    assert astuple(indicators.indicator_figures([plan.pk])[plan.pk]) == (2, 1, 1, 14)
    assert tuple(indicators.indicator_figures([plan.pk])[plan.pk]) == (2, 1, 1)
    ids = [plan.pk]
    for _turn in range(3):
        other = growth.plan_of(cohort, mentor)
        growth.watch(other, 2, 3, 9)
        ids.append(other.pk)
    with CaptureQueriesContext(connection) as queries:
        found = indicators.indicator_figures(ids)
    assert len(queries) == 2
    assert [found[one].better for one in ids] == [2, 1, 1, 1]
    assert indicators.indicator_figures([]) == {}
