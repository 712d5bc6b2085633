"""What lists of Zoom, Teams and Meet say, in the languages they are exported in; no database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from people.errors import Refusal
from postcourse import meeting_file
from postcourse.rules import meeting_files as rules

ALMATY = ZoneInfo("Asia/Almaty")
STARTS = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # 15:00 in Almaty
ENDS = STARTS + timedelta(hours=2)

ZOOM = """Meeting ID,Topic,Start Time,End Time,Duration (Minutes)
812 3456,Сыныптағы кесте,03/05/2026 03:00:00 PM,03/05/2026 05:00:00 PM,120

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
"Омарова, Айгүл",a@example.org,03/05/2026 02:58:10 PM,03/05/2026 04:10:00 PM,72,No
"""
TEAMS = (
    "1. Summary\nMeeting title\tКесте\n\n2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\n"
    "Айгүл Омарова\t3/5/26, 2:58:10 PM\t3/5/26, 5:01:00 PM\t1h 12m 3s\ta@example.org\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\n"
    "Айгүл Омарова\t3/5/26, 2:58:10 PM\t3/5/26, 4:10:13 PM\t1h 12m 3s\ta@example.org\n"
)
RUSSIAN = (
    "Имя;Адрес электронной почты;Время входа;Время выхода\n"
    "Айгүл Омарова;a@example.org;05.03.2026 14:58:10;05.03.2026 16:10\n"
)
MEET = "First name,Last name,Email,Duration,Time joined,Time exited\nАйгүл,Омарова,a@example.org,1:12:00,3:00 PM,4:12 PM\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ZOOM, "utf-8-sig"),
        (TEAMS, "utf-16"),
        (RUSSIAN, "utf-8"),
        (RUSSIAN.replace("ү", "у"), "cp1251"),
        (MEET, "utf-8"),
    ],
)
def test_lists_of_the_services_are_read(text, encoding):
    table = rules.find_table(meeting_file.lines_of(text.encode(encoding)))
    ((_line, cells),) = table.rows
    assert table.cell(cells, "email") == "a@example.org"
    said = f"{table.cell(cells, 'surname')} {table.cell(cells, 'name')}"
    assert len(rules.words(said)) == 2
    joined = rules.moment(table.cell(cells, "join"), starts=STARTS, ends=ENDS, zone=ALMATY)
    left = rules.moment(table.cell(cells, "leave"), starts=STARTS, ends=ENDS, zone=ALMATY)
    assert abs(joined - STARTS) <= timedelta(minutes=2)
    assert timedelta(minutes=70) <= left - joined <= timedelta(minutes=73)


@pytest.mark.parametrize("text", ["", "бір\nекі\n", "Name;Email\nАйгүл;a@example.org\n"])
def test_a_file_that_says_nowhere_who_came_when_has_no_table(text):
    assert rules.find_table(meeting_file.lines_of(text.encode())) is None


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old", b"x" * 3_000_000]
)
def test_what_is_no_list_is_refused(data):
    with pytest.raises(Refusal):
        meeting_file.lines_of(data)


def test_more_lines_than_a_meeting_has_are_refused():
    with pytest.raises(Refusal):
        meeting_file.lines_of(b"a,b\n" * 4000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-05 15:10", "2026-03-05T15:10"),
        ("2026-03-05T10:10:00Z", "2026-03-05T15:10"),
        ("2026-03-05 10:10:00+00:00", "2026-03-05T15:10"),
        ("05.03.2026 15:10:00", "2026-03-05T15:10"),
        ("03/05/2026 03:10:00 PM", "2026-03-05T15:10"),
        ("05/03/2026 15:10", "2026-03-05T15:10"),
        ("03/05/2026 15:10", "2026-03-05T15:10"),
        ("3/5/26, 3:10:00\u202fp.m.", "2026-03-05T15:10"),
        ("15:10", "2026-03-05T15:10"),
        ("3:10 pm", "2026-03-05T15:10"),
    ],
)
def test_a_time_is_read_in_the_way_that_is_nearer_to_the_event(text, expected):
    found = rules.moment(text, starts=STARTS, ends=ENDS, zone=ALMATY)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=ALMATY)


@pytest.mark.parametrize("text", ["", "кеше", "2026-03-05", "31.31.2026 10:00", "25:00"])
def test_what_is_no_time_is_none(text):
    assert rules.moment(text, starts=STARTS, ends=ENDS, zone=ALMATY) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("65", 65),
        ("1:05:00", 65),
        ("1h 5m 0s", 65),
        ("1 ч 5 мин", 65),
        ("1 сағ 5 мин", 65),
        ("90 сек", 1.5),
        ("0,5", 0.5),
    ],
)
def test_lengths(text, minutes):
    assert rules.duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "ұзақ", "5 апта"])
def test_what_is_no_length_is_none(text):
    assert rules.duration(text) is None


PEOPLE = [
    rules.Known(1, "Омарова", "Айгүл", "Серікқызы"),
    rules.Known(2, "Омарова", "Айгүл", "Болатқызы"),
    rules.Known(3, "Ковалёва", "Анна", ""),
    rules.Known(4, "", "Айгүл", ""),
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Айгүл Омарова", [1, 2]),
        ("ОМАРОВА Айгүл Болатқызы", [2]),
        ("Ковалева Анна (№ 15 мектеп)", [3]),
        ("Анна", []),
        ("Айгүл", []),
        ("", []),
    ],
)
def test_a_name_is_somebodys_where_surname_and_given_name_stand_in_it(name, found):
    assert rules.by_name(name, PEOPLE) == found
