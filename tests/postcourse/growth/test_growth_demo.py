"""The demonstration's texts pass the same checks as everybody's, in both languages, and a repeat adds nothing."""

from datetime import timedelta

import pytest

from people.demo import People
from postcourse.demo import growth as demo_growth
from postcourse.models import ChildReading, DiaryEntry
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_year_is_written_watched_and_assessed(plan, language):
    type(plan.enrolment.cohort).objects.update(language=language)
    at = NOW + timedelta(days=(plan.ends_on - plan.starts_on).days - 20)
    for _turn in range(2):
        demo_growth.seed(People(), {}, at)
    entries = DiaryEntry.objects.filter(plan=plan)
    assert [one.shared_at is None for one in entries.order_by("pk")] == [False, False, False, True]
    assert plan.self_assessments.count() == 2
    assert ChildReading.objects.count() == 9
