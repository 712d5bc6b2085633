"""The page of what the support comes to: who sees whom, the same figures in the file, a steady cost."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from certificates.services import issue_document
from people.roles import Role
from postcourse.effect import reading
from tests.factories import (
    NOW,
    coordinator_of,
    decide,
    enrol,
    make_cohort,
    make_edition,
    make_issuer,
    make_user,
)
from tests.postcourse.builders.effect import (
    DAY,
    answer,
    make_graduate,
    make_meeting,
    make_mentor,
    make_mentored,
    watch,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    make_issuer()
    return make_cohort(make_edition())


def earn(cohort, *, at=NOW):
    """A certificate of that day, and nothing after it."""
    enrolment = enrol(None, cohort)
    issue_document(result_id=decide(enrolment, at=at).pk, at=at)
    return enrolment


@pytest.fixture
def boss(cohort):
    return coordinator_of(cohort)


def rows_of(user, **narrowed):
    return reading.supported(user, at=NOW, **narrowed)


def test_everybody_with_a_certificate_is_there_and_who_has_none_is_not(cohort, boss):
    passed = earn(cohort)
    issue_document(result_id=decide(enrol(None, cohort), score="46").pk, at=NOW)
    enrol(None, cohort)
    (row,) = rows_of(boss)
    assert (row.enrolment_id, row.state, row.plan_id, row.wants_mentor) == (passed.pk, "none", None, True)


def test_a_plan_is_read_with_its_mentor_meetings_and_place(cohort, boss):
    mentor = make_mentor(surname="Нұрпейісова")
    today = timezone.localdate(NOW)
    plan = make_mentored(cohort, mentor, met=(80, 20), checkpoints=(today - 30 * DAY, today + 30 * DAY))
    make_meeting(plan, mentor, NOW - 9 * DAY, status="held", kind="visit")
    make_meeting(plan, mentor, NOW - 3 * DAY, status="booked")
    make_meeting(plan, mentor, NOW - 2 * DAY, status="missed")
    watch(plan, 2, 5, 9)
    watch(plan, 9, 9, 2)
    answer(plan, before=2, after=4)
    (row,) = rows_of(boss)
    assert (row.state, row.mentor_id, row.region, row.place) == ("agreed", mentor.pk, "75", "№ 75 мектеп")
    assert (row.held, row.visits) == (3, 1)
    assert row.last_met == today - 9 * DAY
    assert row.unwritten_since == today - 3 * DAY
    assert row.agreed_on == today - 100 * DAY
    assert row.checkpoints == (today - 30 * DAY,)
    assert (row.better, row.worse, row.same) == (1, 1, 0)
    assert (row.before, row.after) == (Decimal(2), Decimal(4))


def test_whose_support_is_open_or_ended_within_the_year_is_there_and_who_was_over_before_is_not(cohort, boss):
    mentor, today = make_mentor(), timezone.localdate(NOW)
    long_ago = NOW - 800 * DAY
    open_one = make_mentored(cohort, mentor, at=long_ago)
    make_mentored(cohort, mentor, at=long_ago, status="closed", ends_on=today - 366 * DAY)
    closed = make_mentored(cohort, mentor, at=long_ago, status="closed", ends_on=today - 300 * DAY)
    earn(cohort, at=long_ago)
    assert {row.plan_id for row in rows_of(boss)} == {open_one.pk, closed.pk}
    assert len(rows_of(boss, year=str(timezone.localdate(long_ago).year))) == 4


def test_a_mentor_reads_their_own_graduates_alone(cohort):
    mentor, another = make_mentor(), make_mentor()
    own = make_mentored(cohort, mentor)
    make_mentored(cohort, another)
    earn(cohort)
    assert [row.plan_id for row in rows_of(mentor)] == [own.pk]
    assert rows_of(make_mentor()) == []


def test_after_a_hand_over_the_next_mentor_reads_and_the_former_one_does_not(cohort):
    mentor, next_one = make_mentor(), make_mentor()
    plan = make_mentored(cohort, mentor)
    plan.assignments.update(until_at=NOW, reason="Көшті.")
    plan.assignments.create(mentor=next_one, from_at=NOW, assigned_by=next_one)
    assert rows_of(mentor) == []
    assert [row.plan_id for row in rows_of(next_one)] == [plan.pk]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.MENTOR, 200),
        (Role.LEARNER, 404),
        (Role.TRAINER, 404),
        (Role.METHODOLOGIST, 404),
        (Role.SCHOOL_HEAD, 404),
    ],
)
@pytest.mark.parametrize("name", ["support_effect", "support_effect_xlsx"])
def test_who_may_read_it(client_for, role, status, name):
    assert client_for(make_user(role)).get(reverse(name)).status_code == status


def test_filters_stand_in_the_address_and_narrow_page_and_file_alike(client_for, cohort, boss):
    first, second = make_mentor(surname="Біріншиева"), make_mentor(surname="Екіншиева")
    make_mentored(cohort, first, region="75")
    make_mentored(cohort, second, region="71")
    make_graduate(cohort, region="").save()
    client = client_for(boss)

    def people(**query) -> int:
        return client.get(reverse("support_effect"), query).context["total"].people

    assert people() == 3
    assert people(region="71") == people(mentor=second.pk) == people(region="none") == 1
    assert people(programme="A") == people(mentor="", region="everywhere") == 3
    assert people(programme="B") == 0
    year = timezone.localdate(NOW - 100 * DAY).year
    assert people(year=year) == 3
    assert people(year=year - 5) == 0
    answer = client.get(reverse("support_effect_xlsx"), {"region": "71"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2
    assert "Екіншиева" in [cell.value for cell in sheet[2]][7]


def test_what_is_overdue_stands_first_with_its_way_there(client_for, cohort, boss, in_english):
    mentor = make_mentor()
    plan = make_mentored(cohort, mentor, met=(90,))
    make_mentored(cohort, mentor, met=(5,))
    answer = client_for(boss, headers={"accept-language": "en"}).get(reverse("support_effect"))
    ((row, late),) = answer.context["overdue_rows"]
    assert row.plan_id == plan.pk
    assert late == ["No meeting, 30 days late"]
    assert reverse("mentoring_plan", args=[plan.pk]) in answer.content.decode()


def test_nothing_that_the_two_wrote_is_on_the_page_or_in_the_file(client_for, cohort, boss):
    plan = make_mentored(cohort, make_mentor(), met=(30,))
    watch(plan, 1, 2, 3)
    client = client_for(boss)
    page = client.get(reverse("support_effect")).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(reverse("support_effect_xlsx")).content)).active
    words = page + " ".join(str(cell.value) for row in sheet for cell in row)
    assert "ешкім оқымайтын" not in words
    assert "отыру уақыты" not in words
    assert "Оқушы А" not in words


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_a_coordinator_reads_no_means_of_fewer_than_five_people(client_for, cohort, boss, people, shown):
    mentor = make_mentor()
    for _turn in range(people):
        answer(make_mentored(cohort, mentor), before=2, after=3)
    change = client_for(boss).get(reverse("support_effect")).context["total"].change
    assert (change.before is not None, change.is_few) == (shown, not shown)
    own = client_for(mentor).get(reverse("support_effect")).context["total"].change
    assert own.before == 2


def test_the_page_and_the_file_cost_the_same_for_two_and_twenty(client_for, cohort, boss):
    mentor = make_mentor()

    def add(count: int) -> None:
        for _turn in range(count):
            plan = make_mentored(cohort, mentor, met=(70,))
            watch(plan, 1, 2, 3)
            answer(plan, before=2, after=3)

    def cost(client, name: str) -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name)).status_code == 200
        return len(queries)

    client, own = client_for(boss), client_for(mentor)
    add(2)
    few = [cost(client, "support_effect"), cost(client, "support_effect_xlsx"), cost(own, "support_effect")]
    add(18)
    many = [cost(client, "support_effect"), cost(client, "support_effect_xlsx"), cost(own, "support_effect")]
    assert many == few
    assert max(few) <= 25


def test_somebody_who_finished_both_programmes_is_counted_once_by_what_they_did(cohort, boss, monkeypatch):
    first = make_mentored(cohort, make_mentor())
    other = make_cohort(cohort.edition, number=2)
    second = enrol(first.graduate, other)
    issue_document(result_id=decide(second).pk, at=NOW)
    monkeypatch.setattr(reading, "used_by", lambda ids: {one: (2, 3) for one in ids})
    rows = rows_of(boss)
    assert len(rows) == 2
    assert (sum(row.shared for row in rows), sum(row.used for row in rows)) == (2, 3)


def test_events_before_the_result_do_not_count(cohort, boss):
    from postcourse.models import AttendanceInterval, Event

    plan = make_mentored(cohort, make_mentor())
    host = make_user(Role.COORDINATOR)
    for start in (NOW - 200 * DAY, NOW - 20 * DAY, NOW - 10 * DAY):
        event = Event.objects.create(
            kind="webinar",
            status="held",
            language="kk",
            title_kk="Вебинар",
            title_ru="Вебинар",
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            host=host,
            threshold=45,
            made_at=start - DAY,
        )
        minutes = 20 if start == NOW - 10 * DAY else 50
        end = start + timedelta(minutes=minutes)
        AttendanceInterval.objects.create(
            event=event, user=plan.graduate, joined_at=start, seen_at=end, left_at=end, source="list"
        )
    (row,) = rows_of(boss)
    assert row.attended == 1
