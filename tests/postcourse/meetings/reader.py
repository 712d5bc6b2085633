"""A strict reader of iCalendar, written from RFC 5545 for these tests alone: it accepts nothing a calendar might not."""

import re
from dataclasses import dataclass, field

LINE = re.compile(
    r'(?P<name>[A-Z][A-Z0-9-]*)(?P<parameters>(?:;[A-Z-]+=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x1f]*))*):(?P<value>.*)'
)
SINGLE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "ORGANIZER"}


@dataclass
class Part:
    name: str
    lines: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def one(self, name: str) -> str:
        (found,) = [value for key, _parameters, value in self.lines if key == name]
        return found

    def text(self, name: str) -> str:
        return unescape(self.one(name))

    def parameters(self, name: str) -> dict[str, str]:
        (found,) = [parameters for key, parameters, _value in self.lines if key == name]
        return found

    def named(self, name: str) -> list["Part"]:
        return [part for part in self.parts if part.name == name]


def read(data: bytes) -> Part:
    """The calendar of a file; fails with what is wrong."""
    stack = [Part("")]
    for line in unfold(data):
        found = LINE.fullmatch(line)
        assert found, f"no content line: {line!r}"
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            part = stack.pop()
            assert part.name == value, f"{part.name} ended by {value}"
            stack[-1].parts.append(part)
        else:
            stack[-1].lines.append((name, parameters_of(found["parameters"]), value))
    assert len(stack) == 1
    (calendar,) = stack[0].parts
    assert calendar.name == "VCALENDAR"
    assert calendar.one("VERSION") == "2.0"
    assert calendar.one("PRODID")
    for event in calendar.named("VEVENT"):
        names = [name for name, _parameters, _value in event.lines]
        assert all(names.count(name) == 1 for name in SINGLE), names
        for name in ("DTSTAMP", "DTSTART", "DTEND"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", event.one(name))
        assert re.fullmatch(r"\d+", event.one("SEQUENCE"))
    return calendar


def unfold(data: bytes) -> list[str]:
    """Whole lines: each part ends with CRLF, has at most 75 octets and is UTF-8 by itself."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    lines: list[str] = []
    for part in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(part) <= 75, len(part)
        text = part.decode()  # fails where a letter was cut
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def parameters_of(text: str) -> dict[str, str]:
    found = re.findall(r';([A-Z-]+)=(?:"([^"]*)"|([^";:,]*))', text)
    return {
        name: re.sub(r"\^([n'^])", lambda m: {"n": "\n", "'": '"', "^": "^"}[m[1]], quoted or plain)
        for name, quoted, plain in found
    }


def unescape(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"not escaped: {value!r}"
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), f"no escape: {value!r}"
    return re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)
