"""The demonstration's meetings are made by the services and pass the audit; a repeat adds nothing."""

import pytest

from postcourse.audit import meetings as audit_meetings
from postcourse.demo import meetings as demo_meetings
from postcourse.models import Meeting, MeetingSlot
from tests.factories import NOW
from tests.postcourse.builders.meetings import make_plan

pytestmark = pytest.mark.django_db


def test_the_demonstration(cohort, plan, mentor):
    more = [plan, *(make_plan(cohort, mentor) for _turn in range(5))]
    type(cohort).objects.update(language="ru")
    for _turn in range(2):
        demo_meetings.seed(None, {}, NOW)
        held = Meeting.objects.filter(status="held").count()
        assert held == 4 * 3 + 2 * 2  # until a hundred days after the beginning; two have met less often
        assert Meeting.objects.filter(observation__isnull=False).count() == len(more)
        assert set(Meeting.objects.values_list("status", flat=True)) == {"held", "booked"}
        assert MeetingSlot.objects.count() == 12
    assert list(audit_meetings.breaches()) == []
