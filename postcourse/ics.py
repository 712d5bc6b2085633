"""Calendar files: a small writer of iCalendar (RFC 5545), with the methods of RFC 5546 this site needs.

A meeting or an event has one UID for good and a SEQUENCE that grows with each change; calendars keep the highest. Times
are written in UTC, so no time zone has to be described. People stand by name; a mail address stands in a file only where
the caller gives one, never in a public file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LONGEST_LINE = 75  # octets without the line break, RFC 5545 3.1
PRODUCT = "-//Tirek//After the course//EN"


class Method(StrEnum):
    """What a calendar does with the file: add it as it is, answer an invitation, take it out."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class Person:
    """An organiser or attendee. `address`: a URI, "mailto:…" or, where no mail address is shown, one of the site."""

    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """One meeting or event. Times are aware; `alarm`: how long before it a calendar rings, None for never."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    organizer: Person
    sequence: int = 0
    status: Status = Status.CONFIRMED
    description: str = ""
    location: str = ""
    url: str = ""
    attendees: tuple[Person, ...] = field(default=())
    alarm: timedelta | None = None


def calendar(
    entries: Iterable[Entry], *, at: datetime, method: Method = Method.PUBLISH, name: str = ""
) -> bytes:
    """The whole file, UTF-8 with CRLF. `at`: when it is made (DTSTAMP); `name`: how a subscribed calendar is called.

    Raises ValueError for what RFC 5546 forbids: attendees in a published entry, an invitation without any, an entry that
    is cancelled in status but not by method or the other way round (a published list may hold cancelled ones).
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        _check(entry, method)
        lines += _event(entry, at)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def media_type(method: Method = Method.PUBLISH) -> str:
    """The Content-Type of a calendar file."""
    return f"text/calendar; charset=utf-8; method={method}"


def fold(line: str) -> bytes:
    """One content line with its CRLF, broken so that no part is longer than 75 octets and no letter is cut."""
    parts: list[bytes] = []
    part = b""
    for letter in line:
        octets = letter.encode()
        # What follows the first part begins with the space that marks it, which counts.
        if len(part) + len(octets) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"


def _check(entry: Entry, method: Method) -> None:
    if entry.starts_at.tzinfo is None or entry.ends_at.tzinfo is None:
        raise ValueError("Times of a calendar entry have to be aware.")
    if entry.ends_at <= entry.starts_at:
        raise ValueError("A calendar entry ends after it starts.")
    if method == Method.PUBLISH and entry.attendees:
        raise ValueError("A published entry names no attendees.")
    if method == Method.REQUEST and not entry.attendees:
        raise ValueError("An invitation names its attendees.")
    if method != Method.PUBLISH and (entry.status == Status.CANCELLED) != (method == Method.CANCEL):
        raise ValueError("A cancelled entry is sent by the method CANCEL, and only such an entry.")


def _event(entry: Entry, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_time(at)}"
    yield f"DTSTART:{_time(entry.starts_at)}"
    yield f"DTEND:{_time(entry.ends_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{entry.status}"
    yield f"SUMMARY:{_text(entry.summary)}"
    for name, value in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if value:
            yield f"{name}:{_text(value)}"
    if entry.url:
        yield f"URL:{_uri(entry.url)}"
    yield f"ORGANIZER;CN={_parameter(entry.organizer.name)}:{_uri(entry.organizer.address)}"
    for person in entry.attendees:
        yield f"ATTENDEE;CN={_parameter(person.name)};ROLE=REQ-PARTICIPANT:{_uri(person.address)}"
    if entry.alarm is not None and entry.status != Status.CANCELLED:
        yield from _alarm(entry.alarm, entry.summary)
    yield "END:VEVENT"


def _alarm(before: timedelta, words: str) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(words)}"
    yield f"TRIGGER:-PT{int(before.total_seconds() // 60)}M"
    yield "END:VALARM"


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: object) -> str:
    """A TEXT value: escaped, line breaks of every kind as \\n, without other control characters."""
    text = re.sub(r"\r\n|[\r\n\u0085\u2028\u2029]", "\n", str(value))
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, escaped)
    return text


def _parameter(value: object) -> str:
    """A quoted parameter; signs it cannot hold are written as RFC 6868 says."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", str(value))
    for sign, escaped in (("^", "^^"), ('"', "^'"), ("\n", "^n")):
        text = text.replace(sign, escaped)
    return f'"{text}"'


def _uri(value: str) -> str:
    """An address as it is; one with a space or a control character is none."""
    if not re.fullmatch(r"[!-~]+", value):
        raise ValueError("An address in a calendar file is written in ASCII, without spaces.")
    return value
