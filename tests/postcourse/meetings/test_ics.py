"""Calendar files, read back by a reader that forgives nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcourse import ics

from .reader import read, unfold

ALMATY = timezone(timedelta(hours=5))
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SITE = ics.Person("Тірек, «институт»", "https://tirek.example/")
ENTRY = ics.Entry(
    uid="6f2c0f5e-6c3e-4b7e-9d7f-1f7a3f1f6f00",
    starts_at=datetime(2026, 12, 3, 10, 0, tzinfo=ALMATY),
    ends_at=datetime(2026, 12, 3, 11, 30, tzinfo=ALMATY),
    summary="Коучинг: Серікбаева Қарлығаш",
    organizer=SITE,
)


def only(data: bytes):
    (event,) = read(data).named("VEVENT")
    return event


def test_an_entry_says_when_in_utc_and_which_change_of_which_meeting_it_is():
    event = only(ics.calendar([replace(ENTRY, sequence=3)], at=AT))
    assert event.one("DTSTART") == "20261203T050000Z"
    assert event.one("DTEND") == "20261203T063000Z"
    assert event.one("DTSTAMP") == "20261121T120000Z"
    assert (event.one("UID"), event.one("SEQUENCE")) == (ENTRY.uid, "3")
    assert event.one("STATUS") == "CONFIRMED"
    assert event.parameters("ORGANIZER") == {"CN": SITE.name}
    assert event.one("ORGANIZER") == SITE.address


def test_words_come_back_as_they_were_written():
    words = "Бірінші; екінші, үшінші\\ соңы\nжаңа жол: «тырнақша»"
    event = only(
        ics.calendar([replace(ENTRY, summary=words, location="4-мектеп, 2; 15", url=SITE.address)], at=AT)
    )
    assert event.text("SUMMARY") == words
    assert event.text("LOCATION") == "4-мектеп, 2; 15"
    assert event.one("URL") == SITE.address


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n", "\u2028", "\u0085"])
def test_every_line_break_becomes_one_that_cannot_begin_a_line_of_the_file(ends):
    event = only(ics.calendar([replace(ENTRY, description=f"А{ends}BEGIN:VEVENT")], at=AT))
    assert event.text("DESCRIPTION") == "А\nBEGIN:VEVENT"


def test_a_name_with_a_quotation_mark_stays_one_parameter():
    name = 'А";X="1\nB^'
    event = only(ics.calendar([replace(ENTRY, organizer=ics.Person(name, SITE.address))], at=AT))
    assert event.parameters("ORGANIZER") == {"CN": name}


@pytest.mark.parametrize("length", range(60, 90))
def test_lines_are_folded_at_75_octets_and_no_letter_is_cut(length):
    for letter in ("a", "қ", "–", "😀"):
        line = "SUMMARY:" + letter * length
        assert unfold(ics.fold(line)) == [line]


def test_a_line_of_exactly_75_octets_is_not_folded():
    line = "X-A:" + "a" * 71
    assert ics.fold(line) == line.encode() + b"\r\n"
    assert ics.fold(line + "a").count(b"\r\n ") == 1


@settings(max_examples=25)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=300)
)
def test_any_text_survives(words):
    event = only(ics.calendar([replace(ENTRY, description="=" + words, summary=words)], at=AT))
    assert event.text("DESCRIPTION") == "=" + words
    assert event.text("SUMMARY") == words


def test_a_cancelled_meeting_is_taken_out_by_method_and_status_and_does_not_ring():
    gone = replace(ENTRY, status=ics.Status.CANCELLED, alarm=timedelta(hours=1))
    calendar = read(ics.calendar([gone], at=AT, method=ics.Method.CANCEL))
    (event,) = calendar.named("VEVENT")
    assert (calendar.one("METHOD"), event.one("STATUS")) == ("CANCEL", "CANCELLED")
    assert event.parts == []


def test_an_alarm_rings_so_long_before():
    event = only(ics.calendar([replace(ENTRY, alarm=timedelta(hours=1))], at=AT))
    (alarm,) = event.named("VALARM")
    assert (alarm.one("ACTION"), alarm.one("TRIGGER")) == ("DISPLAY", "-PT60M")
    assert alarm.text("DESCRIPTION") == ENTRY.summary


def test_an_invitation_names_who_is_invited():
    invited = replace(ENTRY, attendees=(ics.Person("Әбдірова А.", "mailto:a@example.org"),))
    event = only(ics.calendar([invited], at=AT, method=ics.Method.REQUEST))
    assert event.one("ATTENDEE") == "mailto:a@example.org"
    assert event.parameters("ATTENDEE")["CN"] == "Әбдірова А."


def test_a_subscribed_calendar_has_a_name_and_many_entries():
    other = replace(ENTRY, uid="other", status=ics.Status.CANCELLED)
    calendar = read(ics.calendar([ENTRY, other], at=AT, name="Кездесулер, Тірек"))
    assert calendar.text("X-WR-CALNAME") == calendar.text("NAME") == "Кездесулер, Тірек"
    assert len(calendar.named("VEVENT")) == 2


@pytest.mark.parametrize(
    ("change", "method"),
    [
        ({"attendees": (SITE,)}, "PUBLISH"),
        ({}, "REQUEST"),
        ({}, "CANCEL"),
        ({"status": "CANCELLED", "attendees": (SITE,)}, "REQUEST"),
        ({"starts_at": datetime(2026, 12, 3, 10, 0)}, "PUBLISH"),
        ({"ends_at": ENTRY.starts_at}, "PUBLISH"),
        ({"url": "https://tirek.example/a b"}, "PUBLISH"),
        ({"url": "https://tirek.example/\r\nX:1"}, "PUBLISH"),
    ],
)
def test_what_the_standard_forbids_is_not_written(change, method):
    with pytest.raises(ValueError, match=r"calendar|entry|invitation|CANCEL|published"):
        ics.calendar([replace(ENTRY, **change)], at=AT, method=ics.Method(method))


def test_the_media_type_names_the_method():
    assert ics.media_type(ics.Method.CANCEL) == "text/calendar; charset=utf-8; method=CANCEL"
