"""Captions as WebVTT: read into cues, with every fault and the line it stands on (pure functions).

Source: WebVTT, The Web Video Text Tracks Format (W3C), sections 4 and 6. Stricter than a player, which silently drops a cue
it cannot read: what would not be shown is a fault here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+(.*))?$")
ARROW = "-->"
SETTINGS = frozenset({"vertical", "line", "position", "size", "align", "region"})
TAGS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
_TAG = re.compile(r"<(/?)([^<>]*)>")
_STAMP = re.compile(rf"^{TIME}$")


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line, counted from 1. `code`: a key of courses.recordings.words.FAULTS; `detail`: what is there."""

    line: int
    code: str
    detail: str = ""


@dataclass(frozen=True)
class Cue:
    """A caption: shown from `start` to `end` (milliseconds); `text` without tags, lines joined by line ends."""

    start: int
    end: int
    text: str
    line: int


@dataclass(frozen=True)
class Track:
    cues: tuple[Cue, ...]
    faults: tuple[Fault, ...]


def normal(text: str) -> str:
    """The text as it is kept: no mark at its beginning, one kind of line end, one line end at its end."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return lines.strip("\n \t") + "\n" if lines.strip() else ""


def read(text: str) -> Track:
    """The cues in their order, and every fault in the order of lines. A faulty cue is left out."""
    lines = normal(text).split("\n")
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        return Track((), (Fault(1, "header", lines[0][:40]),))
    cues: list[Cue] = []
    faults: list[Fault] = []
    at = 1
    while at < len(lines) and lines[at].strip():
        if ARROW in lines[at]:
            faults.append(Fault(at + 1, "no_blank"))
        at += 1
    latest = 0
    for first, block in _blocks(lines, at):
        if re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", block[0]):
            continue
        cue, wrong = _cue(first, block)
        if cue and cue.start < latest:
            wrong = [Fault(cue.line, "order"), *wrong]
        faults += wrong
        if cue:
            latest = max(latest, cue.start)
            if not wrong:
                cues.append(cue)
    if not cues and not faults:
        faults.append(Fault(1, "no_cues"))
    return Track(tuple(cues), tuple(faults))


def _blocks(lines: Sequence[str], at: int) -> list[tuple[int, list[str]]]:
    """What stands between empty lines, each with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    block: list[str] = []
    for number, line in enumerate([*lines[at:], ""], at + 1):
        if line.strip():
            block.append(line)
        elif block:
            found.append((number - len(block), block))
            block = []
    return found


def _cue(first: int, block: list[str]) -> tuple[Cue | None, list[Fault]]:
    """A block as a cue: a name of its own may stand on the line above the times."""
    place = 0 if ARROW in block[0] else 1
    line = first + place
    if place >= len(block) or ARROW not in block[place]:
        return None, [Fault(first, "no_time", block[0].strip()[:40])]
    stamp = block[place].strip()
    timing = TIMING.match(stamp)
    if timing is None:
        code = "comma" if TIMING.match(stamp.replace(",", ".")) else "time"
        return None, [Fault(line, code, stamp[:60])]
    faults: list[Fault] = []
    start, end = milliseconds(*timing.groups()[:4]), milliseconds(*timing.groups()[4:8])
    if end <= start:
        faults.append(Fault(line, "ends_before"))
    for setting in (timing[9] or "").split():
        if setting.partition(":")[0] not in SETTINGS or not setting.partition(":")[2]:
            faults.append(Fault(line, "setting", setting[:40]))
    said = block[place + 1 :]
    if not any(_plain(one).strip() for one in said):
        faults.append(Fault(line, "empty"))
    for number, one in enumerate(said, line + 1):
        if ARROW in one:
            faults.append(Fault(number, "no_blank"))
        else:
            faults += _tags(number, one)
    return Cue(start, end, "\n".join(_plain(one).strip() for one in said), line), faults


def milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _tags(number: int, line: str) -> list[Fault]:
    for _closing, inside in _TAG.findall(line):
        name = re.split(r"[.\s]", inside, maxsplit=1)[0]
        if name not in TAGS and inside and not _STAMP.match(inside):
            return [Fault(number, "tag", f"<{inside[:30]}>")]
    return [Fault(number, "tag", "<")] if "<" in _TAG.sub("", line) else []


def _plain(line: str) -> str:
    text = _TAG.sub("", line)
    for written, meant in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&lrm;", ""),
        ("&rlm;", ""),
        ("&amp;", "&"),
    ):
        text = text.replace(written, meant)
    return text


def words(cues: Sequence[Cue], *, pause: int = 3000) -> str:
    """What is said, as running text: a new paragraph where a sentence ended and nobody spoke for `pause` milliseconds."""
    paragraphs: list[list[str]] = []
    before: Cue | None = None
    for cue in cues:
        text = " ".join(cue.text.split())
        ended = before is not None and before.text.rstrip().endswith((".", "!", "?", "…"))
        if before is None or (ended and cue.start - before.end >= pause):
            paragraphs.append([])
        if not paragraphs[-1] or paragraphs[-1][-1] != text:  # captions that roll up repeat a line
            paragraphs[-1].append(text)
        before = cue
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)
