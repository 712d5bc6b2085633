"""The pages of the room: what they show, what they keep when something is refused, what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.roles import Role
from postcourse.models import Meeting, MeetingSlot, MentoringPlan
from postcourse.rules import observation as sheet
from postcourse.services.meetings import meetings
from tests.factories import NOW, make_user
from tests.postcourse.builders.meetings import (
    DAY,
    HOUR,
    book,
    hold,
    make_plan,
    offer,
    seen,
    set_meeting,
)

from .reader import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def cost(client, address: str) -> int:
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.fixture
def graduate(client_for, plan):
    return client_for(plan.graduate, headers={"accept-language": "en"})


@pytest.fixture
def hers(client_for, mentor):
    return client_for(mentor, headers={"accept-language": "en"})


def typed(start, **more):
    local = timezone.localtime(start)
    end = local + HOUR
    return {"day": f"{local:%Y-%m-%d}", "begins": f"{local:%H:%M}", "ends": f"{end:%H:%M}"} | more


def at_ten(days: int):
    """Ten in the morning so many days from now: an hour later is the same day."""
    return timezone.localtime(NOW + days * DAY).replace(hour=10, minute=0, second=0, microsecond=0)


def test_a_graduate_books_on_the_page_and_comes_to_the_meeting(graduate, plan, slot):
    address = reverse("meeting_book", args=[plan.pk])
    page = graduate.get(address)
    assert f'value="{slot.pk}"' in page.content.decode()
    answer = graduate.post(address, {"slot": slot.pk, "kind": "consultation", "agenda": "Кесте"})
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == reverse("meeting", args=[meeting.pk])
    assert (meeting.kind, meeting.agenda) == ("consultation", "Кесте")


def test_what_was_typed_stays_when_the_hour_is_gone(graduate, plan, slot):
    MeetingSlot.objects.update(withdrawn_at=NOW)
    other = offer(slot.mentor, after=6 * DAY)[0]
    answer = graduate.post(
        reverse("meeting_book", args=[plan.pk]), {"slot": slot.pk, "kind": "coaching", "agenda": "Ұзақ ой"}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Ұзақ ой" in text
    assert "This hour is not offered any more." in text
    assert f'value="{other.pk}"' in text


@pytest.mark.parametrize("slot_sent", ["", "x", "99999999999999999999"])
def test_no_hour_chosen_is_a_sentence(graduate, plan, slot, slot_sent):
    answer = graduate.post(reverse("meeting_book", args=[plan.pk]), {"slot": slot_sent, "kind": "coaching"})
    assert answer.status_code == 422
    assert "Choose one of the hours your mentor offers." in answer.content.decode()


def test_a_mentor_sets_moves_and_cancels(hers, plan):
    start = at_ten(5)
    made = hers.post(
        reverse("meeting_new", args=[plan.pk]), typed(start, kind="visit", way="in_person", place="4-мектеп")
    )
    meeting = Meeting.objects.get()
    assert (made.status_code, meeting.planned_start, meeting.place) == (302, start, "4-мектеп")
    address = reverse("meeting_change", args=[meeting.pk])
    assert hers.get(address).status_code == 200
    moved = hers.post(
        address, typed(start + DAY, action="move", way="in_person", place="5-мектеп", reason="Сабақ ауысты.")
    )
    meeting.refresh_from_db()
    assert (moved.status_code, meeting.planned_start, meeting.place) == (302, start + DAY, "5-мектеп")
    refused = hers.post(address, {"action": "cancel", "reason": ""})
    assert refused.status_code == 422
    assert hers.post(address, {"action": "cancel", "reason": "Ауырды."}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"
    assert "Ауырды." in hers.get(reverse("meeting", args=[meeting.pk])).content.decode()


def test_a_graduate_moves_to_another_hour_on_the_page(graduate, plan, slot, mentor):
    meeting, (other,) = book(plan, slot), offer(mentor, after=6 * DAY)
    address = reverse("meeting_change", args=[meeting.pk])
    assert f'value="{other.pk}"' in graduate.get(address).content.decode()
    graduate.post(address, {"action": "move", "slot": other.pk, "reason": "Сабақ."})
    meeting.refresh_from_db()
    assert meeting.slot == other


def test_both_texts_of_a_stale_agenda_stand_on_the_page(graduate, plan, slot):
    meeting = book(plan, slot, agenda="Бірінші")
    Meeting.objects.update(agenda="Тәлімгердің ойы")
    answer = graduate.post(reverse("meeting", args=[meeting.pk]), {"agenda": "Менің ойым", "seen": "old"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Тәлімгердің ойы" in text
    assert "Менің ойым" in text


def test_a_visit_is_written_down_with_its_sheet(hers, plan, mentor):
    meeting = set_meeting(plan, mentor, kind="visit", after=DAY, at=NOW - 3 * DAY)
    start = at_ten(-2)
    address = reverse("meeting_log", args=[meeting.pk])
    page = hers.get(address).content.decode()
    assert page.count('class="crit"') == 14
    sent = typed(start, summary="Сабақты көрдік.", next_steps="Кесте жасау.", lesson="Математика")
    sent |= {f"item-{key}": "2" for key in sheet.KEYS} | {"item-calm": "", "note-behaviour": "Сабырлы."}
    seen_then = hers.get(address).context["seen"]
    assert hers.post(address, sent | {"seen": seen_then}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.status, meeting.real_start) == ("held", start)
    assert len(meeting.observation["items"]) == 13
    shown = hers.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Сабырлы." in shown
    assert "Математика" in shown


def test_a_childs_name_in_the_log_is_shown_with_what_was_typed(hers, plan, mentor):
    meeting = set_meeting(plan, mentor, after=DAY, at=NOW - 3 * DAY)
    address = reverse("meeting_log", args=[meeting.pk])
    sent = typed(at_ten(-2), summary="Бүгін Қайратов Ерасыл жақсы жұмыс істеді.", next_steps="Жалғасады.")
    answer = hers.post(address, sent | {"seen": hers.get(address).context["seen"]})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<mark>Қайратов Ерасыл</mark>" in text
    assert "Жалғасады." in text
    report = answer.context["report"]
    keys = [group[0].finding.key for group in report.names]
    sent |= {"accepted": keys, "seen": answer.context["seen"]}
    assert hers.post(address, sent).status_code == 302


def test_a_graduate_has_no_sheet_and_cannot_send_one(graduate, plan, mentor):
    meeting = set_meeting(plan, mentor, kind="visit", after=DAY, at=NOW - 3 * DAY)
    address = reverse("meeting_log", args=[meeting.pk])
    assert 'class="crit"' not in graduate.get(address).content.decode()
    seen_then = graduate.get(address).context["seen"]
    graduate.post(address, typed(at_ten(-2), summary="Көрдік.", seen=seen_then) | {"item-space": "3"})
    meeting.refresh_from_db()
    assert (meeting.status, meeting.observation) == ("held", None)


def test_that_a_meeting_did_not_take_place_is_noted(graduate, plan, mentor):
    meeting = set_meeting(plan, mentor, after=DAY, at=NOW - 3 * DAY)
    address = reverse("meeting_log", args=[meeting.pk])
    assert graduate.post(address, {"action": "missed", "reason": ""}).status_code == 422
    assert graduate.post(address, {"action": "missed", "reason": "Байланыс үзілді."}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "missed"


def test_an_hour_that_is_no_time_is_refused_by_the_form(hers, plan):
    address = reverse("meeting_new", args=[plan.pk])
    for sent in ({}, typed(at_ten(3), kind="coaching", way="online", day="31.02.2027")):
        assert hers.post(address, sent).status_code == 422
    assert not Meeting.objects.exists()


def test_a_mentor_offers_and_takes_back_hours(hers, mentor):
    start = at_ten(2)
    answer = hers.post(reverse("slots"), typed(start, weeks="4", way="phone", place=""))
    assert answer.headers["Location"].endswith(f"?month={start:%Y-%m}")
    assert MeetingSlot.objects.count() == 4
    first = MeetingSlot.objects.first()
    page = hers.get(answer.headers["Location"]).content.decode()
    assert f'value="{first.pk}"' in page
    hers.post(reverse("slots"), {"action": "withdraw", "slot": first.pk})
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert hers.post(reverse("slots"), {"action": "withdraw", "slot": "x"}).status_code == 404
    again = hers.post(reverse("slots"), typed(start + 7 * DAY, weeks="1", way="phone"))
    assert again.status_code == 422
    assert "Nothing is added." in again.content.decode()


@pytest.mark.parametrize("month", ["", "2026-13", "x", "2027-02", "0000-00", "٢٠٢٦-٠١"])
def test_any_month_of_the_address_is_answered(hers, month):
    assert hers.get(reverse("slots"), {"month": month}).status_code == 200


def test_the_calendar_file_holds_no_word_of_the_talk(graduate, plan, slot, mentor):
    meeting = book(plan, slot, agenda="Құпия ой")
    answer = graduate.get(reverse("meeting_ics", args=[meeting.pk]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    (event,) = read(answer.content).named("VEVENT")
    assert event.one("UID") == str(meeting.uid)
    assert mentor.full_name in event.text("SUMMARY")
    assert event.one("URL").endswith(reverse("meeting", args=[meeting.pk]))
    assert "Құпия" not in answer.content.decode()
    assert mentor.email not in answer.content.decode()
    meetings.cancel(meeting_id=meeting.pk, reason="Ауырды.", at=NOW, actor=plan.graduate)
    gone = read(graduate.get(reverse("meeting_ics", args=[meeting.pk])).content)
    (event,) = gone.named("VEVENT")
    assert (gone.one("METHOD"), event.one("STATUS"), event.one("SEQUENCE")) == ("CANCEL", "CANCELLED", "1")


def test_strangers_find_nothing(client_for, plan, slot, mentor):
    meeting = book(plan, slot)
    addresses = [
        reverse(name, args=[meeting.pk])
        for name in ("meeting", "meeting_change", "meeting_log", "meeting_ics")
    ]
    addresses += [
        reverse(name, args=[plan.pk]) for name in ("meeting_book", "meeting_new", "meeting_observations")
    ]
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR, Role.MENTOR, Role.LEARNER):
        client = client_for(make_user(role))
        for address in addresses:
            assert client.get(address).status_code == 404, (role, address)
            assert client.post(address, {}).status_code in {404, 405}
    assert client_for(plan.graduate).get(reverse("meeting_new", args=[plan.pk])).status_code == 404
    assert client_for(mentor).get(reverse("meeting_book", args=[plan.pk])).status_code == 404
    assert client_for(plan.graduate).get(reverse("slots")).status_code == 404


def _of_plan(plan: MentoringPlan, user) -> str:
    request = RequestFactory().get("/")
    request.user = user
    context = {"plan": plan, "at": NOW}
    return render_to_string("postcourse/meetings/of_plan.html", context, request=request)


def test_the_plans_page_shows_the_two_their_meetings_and_a_coordinator_figures(plan, slot, mentor):
    hold(plan, mentor, ago=9 * DAY, kind="visit", observation=seen())
    meeting = book(plan, slot)
    for person in (plan.graduate, mentor):
        text = _of_plan(plan, person)
        assert reverse("meeting", args=[meeting.pk]) in text
        assert reverse("meeting_observations", args=[plan.pk]) in text
    text = _of_plan(plan, make_user(Role.COORDINATOR))
    assert "/meetings/" not in text
    assert mentor.full_name not in text
    assert "here stand figures alone" in text


def test_what_was_seen_in_lessons_is_one_page(graduate, hers, plan, mentor):
    address = reverse("meeting_observations", args=[plan.pk])
    assert "No lesson was observed yet" in graduate.get(address).content.decode()
    hold(plan, mentor, ago=40 * DAY, kind="visit", observation=seen(1))
    hold(plan, mentor, ago=9 * DAY, kind="visit", observation=seen(2))
    for client in (graduate, hers):
        text = client.get(address).content.decode()
        assert "1 → 2" in text
        assert text.count("<tr") == 1 + 5 + 14


# What lists cost


def test_the_list_costs_the_same_for_two_meetings_and_twenty(client_for, cohort, mentor, hers):
    def add(count: int) -> None:
        for _turn in range(count):
            plan = make_plan(cohort, mentor)
            number = Meeting.objects.count()
            set_meeting(plan, mentor, after=2 * DAY + number * HOUR)
            hold(plan, mentor, ago=20 * DAY + number * HOUR)
            set_meeting(plan, mentor, after=DAY, at=NOW - 10 * DAY + number * HOUR)

    add(2)
    small = cost(hers, reverse("meeting_list"))
    add(5)
    assert cost(hers, reverse("meeting_list")) == small
    assert small <= 11


def test_the_calendar_costs_the_same_for_two_hours_and_twenty(hers, cohort, plan, mentor):
    month = timezone.localtime(NOW + 40 * DAY).replace(day=1, hour=8, minute=0, second=0, microsecond=0)
    address = reverse("slots") + f"?month={month:%Y-%m}"

    def add(count: int) -> None:
        for _turn in range(count):
            number = MeetingSlot.objects.count()
            hours = offer(mentor, after=month - NOW + number * timedelta(hours=3))
            book(plan, hours[0], kind="coaching")

    add(2)
    small = cost(hers, address)
    add(8)
    assert cost(hers, address) == small
    assert small <= 7


def test_a_plans_meetings_cost_the_same_for_two_and_ten(plan, mentor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            _of_plan(plan, mentor)
        return len(found)

    def add(count: int) -> None:
        for _turn in range(count):
            number = Meeting.objects.count()
            hold(plan, mentor, ago=20 * DAY + number * HOUR)
            set_meeting(plan, mentor, after=2 * DAY + number * HOUR)

    add(1)
    small = queries()
    add(4)
    assert queries() == small
