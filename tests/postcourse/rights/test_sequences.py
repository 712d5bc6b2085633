"""Whatever happens in whatever order: never more taken in a year than allowed, and nobody's right is lost."""

import contextlib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.errors import Refusal
from postcourse.audit import rights as audit_rights
from postcourse.models import Reassessment, ReassessmentTransition, RightOverride
from postcourse.rules import entitlements as rules
from postcourse.services.rights import facts as right_facts
from postcourse.services.rights import reassessment
from postcourse.services.rights import year as right_year
from tests.postcourse.builders.rights import made_cohort, on, right_of, sit_and_fail

pytestmark = pytest.mark.django_db
EVENTS = (
    "book_alone",
    "book_cohort",
    "cancel",
    "cancel_late",
    "fail",
    "pass",
    "stay_away",
    "excuse",
    "new_year",
    "override",
    "days",
)


class Life:
    """One person's time after a failure; each event is tried, and a refusal is an answer too."""

    def __init__(self, enrolment, coordinator) -> None:
        self.enrolment, self.coordinator = enrolment, coordinator
        self.at = on(6, 15)
        self.numbers = 100

    @property
    def row(self) -> Reassessment | None:
        return Reassessment.objects.filter(user_id=self.enrolment.user_id).under_way().first()

    def do(self, event: str) -> None:
        with contextlib.suppress(Refusal):
            getattr(self, event)()
        right_year.lapse_due(at=self.at)
        right_year.renew(at=self.at)

    def days(self) -> None:
        self.at += timedelta(days=23)

    def new_year(self) -> None:
        self.at = on(1, 1, 1, year=timezone.localdate(self.at).year + 1)

    def book_alone(self) -> None:
        if row := self.row:
            day = timezone.localdate(self.at) + timedelta(days=10)
            reassessment.book(
                reassessment_id=row.pk, kind="alone", planned_on=day, at=self.at, actor=self.enrolment.user
            )

    def book_cohort(self) -> None:
        if row := self.row:
            self.numbers += 1
            ends = timezone.localdate(self.at) + timedelta(days=40)
            cohort = made_cohort(self.numbers, ends=ends)
            reassessment.book(
                reassessment_id=row.pk,
                kind="cohort",
                cohort_id=cohort.pk,
                at=self.at,
                actor=self.enrolment.user,
            )

    def cancel(self) -> None:
        if row := self.row:
            reassessment.cancel(reassessment_id=row.pk, at=self.at, actor=self.enrolment.user)

    def cancel_late(self) -> None:
        if (row := self.row) and row.planned_on:
            self.at = max(self.at, on(row.planned_on.month, row.planned_on.day, year=row.planned_on.year))
            reassessment.cancel(reassessment_id=row.pk, at=self.at, actor=self.coordinator, reason="Себеп")

    def _sit(self, score: str) -> None:
        row = self.row
        if row is None or row.status != "booked" or row.planned_on is None:
            return
        self.at = max(self.at, on(row.planned_on.month, row.planned_on.day, year=row.planned_on.year))
        sit_and_fail(row, at=self.at, score=score)

    def fail(self) -> None:
        self._sit("30")

    def stay_away(self) -> None:
        if (row := self.row) and row.planned_on:
            day = row.planned_on + timedelta(days=1)
            self.at = max(self.at, on(day.month, day.day, 1, year=day.year))

    def excuse(self) -> None:
        row = Reassessment.objects.filter(lapse="no_show").first()
        if row is not None:
            reassessment.excuse(reassessment_id=row.pk, reason="Ауырған", at=self.at, actor=self.coordinator)

    def override(self) -> None:
        reassessment.grant(
            enrolment_id=self.enrolment.pk,
            kind="extra",
            year=timezone.localdate(self.at).year,
            reason="Жүйе істемеді",
            at=self.at,
            actor=self.coordinator,
        )


setattr(Life, "pass", lambda self: self._sit("90"))


def check(life: Life) -> None:
    """What must hold after every event."""
    taken = Counter(
        timezone.localdate(at).year
        for at in ReassessmentTransition.objects.filter(to_status="taken").values_list("at", flat=True)
    )
    extra = Counter(RightOverride.objects.values_list("year", flat=True))
    for year, count in taken.items():
        assert count <= 1 + extra[year], (year, count)
    assert Reassessment.objects.under_way().count() <= 1
    assert not [str(one) for one in audit_rights.breaches()]
    facts = right_facts.facts_of(life.enrolment, life.at)
    now = rules.standing(facts)
    if facts.passed[-1]:
        assert life.row is None
    elif life.row is None:
        assert now.state == rules.WAITS
        assert now.opens_on == date(facts.today.year + 1, 1, 1)
    else:
        assert now.state == rules.HELD


@given(st.lists(st.sampled_from(EVENTS), min_size=4, max_size=9))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_sequence_of_events_gives_too_much_or_loses_a_right(enrolment, coordinator, events):
    with transaction.atomic():
        life = Life(enrolment, coordinator)
        assert right_of(enrolment).status == "open"
        for event in events:
            life.do(event)
            check(life)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "events",
    [
        ["book_alone", "fail", "new_year", "book_alone", "fail", "book_alone"],
        ["book_alone", "stay_away", "excuse", "book_alone", "fail", "override", "book_alone", "fail"],
        ["days"] * 8 + ["book_cohort", "new_year", "fail", "new_year", "book_alone", "pass", "new_year"],
        [
            "book_cohort",
            "cancel",
            "book_alone",
            "cancel_late",
            "book_alone",
            "stay_away",
            "new_year",
            "excuse",
        ],
    ],
    ids=["two failures", "excused and one more", "over the year", "changes of mind"],
)
def test_lives_worth_naming(enrolment, coordinator, events):
    life = Life(enrolment, coordinator)
    for event in events:
        life.do(event)
        check(life)
