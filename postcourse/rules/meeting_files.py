"""What a meeting service's list of participants says: its columns, its times, whose row it is (pure functions).

Services name their columns in the language of whoever exported them and write times as that person's computer does. A
time that can be read in two ways is read in the one nearer to the event.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

HEADINGS: Mapping[str, frozenset[str]] = {
    "name": frozenset(
        {
            "name", "full name", "first name", "given name", "display name", "user name", "participant",
            "participant name", "имя", "полное имя", "фио", "ф.и.о.", "имя участника", "имя пользователя",
            "участник", "аты", "аты-жөні", "толық аты", "қатысушы", "қатысушының аты",
        }
    ),
    "surname": frozenset({"last name", "surname", "family name", "фамилия", "тегі"}),
    "email": frozenset(
        {
            "email", "e-mail", "user email", "email address", "participant email", "адрес электронной почты",
            "электронная почта", "эл. почта", "почта", "электрондық пошта", "электрондық пошта мекенжайы", "пошта",
        }
    ),
    "join": frozenset(
        {
            "join time", "joined", "joined at", "time joined", "first join", "first join time", "время входа",
            "время подключения", "время присоединения", "присоединение", "первое присоединение", "вход",
            "кіру уақыты", "қосылу уақыты", "кірді", "қосылды",
        }
    ),
    "leave": frozenset(
        {
            "leave time", "left", "left at", "time exited", "last leave", "last leave time", "время выхода",
            "время отключения", "выход", "последний выход", "шығу уақыты", "шықты",
        }
    ),
    "duration": frozenset(
        {
            "duration", "in-meeting duration", "total duration", "meeting duration", "продолжительность",
            "длительность", "общая продолжительность", "ұзақтығы",
        }
    ),
}  # fmt: skip
DAYS_AND_TIMES = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%y %H:%M:%S",
    "%d.%m.%y %H:%M",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%y %I:%M:%S %p",
    "%m/%d/%y %I:%M %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
)
TIMES = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")


@dataclass(frozen=True)
class Found:
    """The table of stays within a file: `at` says which column holds what, `rows` are (line of the file, cells)."""

    at: Mapping[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def cell(self, cells: Sequence[str], what: str) -> str:
        place = self.at.get(what, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""


def find_table(lines: Sequence[Sequence[str]]) -> Found | None:
    """The last table that says who came when; summaries above it are passed over. None where there is no such table."""
    heads = [(number, at) for number, line in enumerate(lines) if (at := _columns(line)) is not None]
    if not heads:
        return None
    number, at = heads[-1]
    rows: list[tuple[int, tuple[str, ...]]] = []
    for place, line in enumerate(lines[number + 1 :], number + 2):
        if not any(cell.strip() for cell in line):
            if rows:
                break  # what follows is another part of the file
            continue
        rows.append((place, tuple(line)))
    return Found(at=at, rows=tuple(rows))


def _columns(line: Sequence[str]) -> dict[str, int] | None:
    at: dict[str, int] = {}
    for place, cell in enumerate(line):
        for what, words in HEADINGS.items():
            if _heading(cell) in words:
                at.setdefault(what, place)
    says_who = "name" in at or "email" in at
    return at if says_who and "join" in at and ("leave" in at or "duration" in at) else None


def _heading(cell: str) -> str:
    """A heading without what stands in brackets: “Duration (Minutes)” is “duration”."""
    return " ".join(re.sub(r"\(.*?\)", "", cell).casefold().replace("ё", "е").split())


def moment(text: str, *, starts: datetime, ends: datetime, zone: tzinfo) -> datetime | None:
    """A time of the file; one without a zone is of `zone`, one without a day of the event's. None where it is none."""
    tidy = " ".join(text.replace(",", " ").replace("\u202f", " ").replace("\xa0", " ").split())
    try:
        written = datetime.fromisoformat(tidy)
    except ValueError:
        pass
    else:
        if len(tidy) > len("2026-03-10"):
            return written if written.tzinfo else written.replace(tzinfo=zone)
    tidy = re.sub(r"\b([ap])\.?m\.?(?=\s|$)", r"\1m", tidy, flags=re.IGNORECASE).upper()
    middle = starts + (ends - starts) / 2
    found = [read.replace(tzinfo=zone) for form in DAYS_AND_TIMES if (read := _read(tidy, form))]
    if not found:
        days = {one.astimezone(zone).date() for one in (starts, ends)}
        times = [read.time() for form in TIMES if (read := _read(tidy, form))]
        found = [datetime.combine(day, time, tzinfo=zone) for day in days for time in times]
    return min(found, key=lambda one: abs(one - middle), default=None)


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def duration(text: str) -> timedelta | None:
    """A length: “65” (minutes), “1:05:00”, “1h 5m 20s”, “1 ч 5 мин”, “1 сағ 5 мин”. None where it is none."""
    tidy = text.strip().casefold().replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?", tidy):
        return timedelta(minutes=float(tidy))
    if clock := re.fullmatch(r"(\d+):(\d\d)(?::(\d\d))?", tidy):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    parts = re.findall(r"(\d+)\s*([a-zа-яәғқңөұүһі]+)", tidy)
    units = {"h": 3600, "ч": 3600, "с": 1, "s": 1, "m": 60, "м": 60}
    total = 0
    for number, unit in parts:
        size = 3600 if unit.startswith("сағ") else units.get(unit[0])
        if size is None:
            return None
        total += int(number) * size
    return timedelta(seconds=total) if parts else None


@dataclass(frozen=True)
class Known:
    """A person the file may speak of."""

    pk: int
    surname: str
    given_name: str
    patronymic: str


def words(name: str) -> frozenset[str]:
    """The words of a name, told apart from how they are written."""
    return frozenset(re.findall(r"\w+", name.casefold().replace("ё", "е")))


def by_name(name: str, people: Iterable[Known]) -> list[int]:
    """Whose name it can be: surname and given name both stand in it. Where the patronymic decides, it does."""
    said = words(name)
    fitting = [
        one
        for one in people
        if one.surname and one.given_name and words(f"{one.surname} {one.given_name}") <= said
    ]
    whole = [one for one in fitting if one.patronymic and words(one.patronymic) <= said]
    return [one.pk for one in (whole if len(whole) == 1 else fitting)]
