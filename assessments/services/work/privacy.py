"""Looking a support plan through for what could tell who the child is: form, text, names and contents of files.

Nothing here is logged or stored: findings are made anew whenever they are asked for and shown to the author alone.
"""

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from ... import plan_words, text_of_files
from ...models import Submission
from ...rules import support_plan
from ...rules.privacy import Finding, Kind, findings

AROUND = 60  # letters shown on each side of a finding
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where something stands. `section`: of the form; `file_id`: of the attached file; neither: title or text."""

    label: str
    section: str = ""
    file_id: int | None = None


@dataclass(frozen=True)
class Found:
    """A finding with the words around it; numbers in them are masked."""

    finding: Finding
    place: Place
    before: str
    after: str


@dataclass(frozen=True)
class Unread:
    """A file, or a part of one, that a program cannot read: the author must look. `why` is a sentence."""

    file: Any
    why: str
    is_refused: bool = False


@dataclass
class Report:
    found: list[Found] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @property
    def certain(self) -> list[Found]:
        """What has to go before the work can be handed in."""
        return [one for one in self.found if one.finding.is_certain]

    @property
    def names(self) -> list[list[Found]]:
        """What looks like a name: the places of the same words together, in the order of their first."""
        groups: dict[str, list[Found]] = {}
        for one in self.found:
            if not one.finding.is_certain:
                groups.setdefault(one.finding.key, []).append(one)
        return list(groups.values())

    @property
    def refused_files(self) -> list[Unread]:
        return [one for one in self.unread if one.is_refused]

    def unaccepted(self, accepted: frozenset[str]) -> list[list[Found]]:
        """Names nobody has said of that they are not the child's or the family's."""
        return [group for group in self.names if group[0].finding.key not in accepted]


KINDS: dict[Literal["iin", "phone", "name", "school_class_diagnosis"], tuple] = {
    "iin": (
        _("An individual identification number"),
        _("Take the number out: nobody who reads the plan needs it."),
    ),
    "phone": (
        _("A telephone number"),
        _("Take the number out: people are reached through the school, not through the plan."),
    ),
    "name": (
        _("It looks like a name"),
        _("Write the code of the child or the role of the person (mother, teacher) instead."),
    ),
    "school_class_diagnosis": (
        _("A school, a class and a diagnosis together"),
        _(
            "Together they point at one child. Leave out the school and the class, and say what is hard instead."
        ),
    ),
}


def look_through(submission: Submission) -> Report:
    """Everything found in a work and its files, in order: title, text, form, files."""
    own = _names_of_authors(submission)
    report = Report()
    title, text = Place(str(_("Title"))), Place(str(_("Text")))
    report.found += _found([(title, submission.title)], own)
    report.found += _found([(text, submission.text)], own)
    report.found += _in_plan(submission.plan, own)
    for row in submission.files.all():
        _look_into(row, own, report)
    return report


def look_into(
    *, texts: Iterable[tuple[Place, str]], files: Iterable[Any] = (), own_names: Iterable[str] = ()
) -> Report:
    """Everything found in texts that belong together and in kept files: rows with `name`, `file` and `media_type`."""
    own = list(own_names)
    report = Report(found=_found(texts, own))
    for row in files:
        _look_into(row, own, report)
    return report


def _names_of_authors(submission: Submission) -> list[str]:
    sittings = [submission.sitting] if submission.sitting else []
    if submission.group is not None:
        rows = submission.group.memberships.filter(left_at__isnull=True).select_related("enrolment__user")
        return [row.enrolment.user.full_name for row in rows]
    return [sitting.enrolment.user.full_name for sitting in sittings]


def _in_plan(plan: support_plan.Plan | None, own: list[str]) -> list[Found]:
    """The form as one text, so that a school in one field and a diagnosis in the next are seen together."""
    parts: list[tuple[Place, str]] = []
    sources: list[tuple[Place, str]] = []
    for section, key, text in support_plan.texts(plan):
        label = f"{plan_words.SECTIONS[section][0]} – {plan_words.FIELDS[f'{section}.{key}'][0]}"
        side = sources if section == "literature" else parts
        side.append((Place(label, section=section), text))
    return _found(parts, own) + _found(sources, own, literature=True)


def _found(parts: Iterable[tuple[Place, str]], own: list[str], *, literature: bool = False) -> list[Found]:
    """Findings of texts that stand below one another, each with the place where it begins."""
    text, starts = "", []
    for place, words in parts:
        starts.append((len(text), place))
        text += unicodedata.normalize("NFC", words) + "\n\n"
    found = findings(text, own_names=own, literature=literature)
    masked = _masked(text, found)
    return [
        Found(
            one,
            [place for start, place in starts if start <= one.start][-1],
            _short(masked[max(0, one.start - AROUND) : one.start], at_end=True),
            _short(masked[one.end : one.end + AROUND]),
        )
        for one in found
    ]


def _masked(text: str, found: list[Finding]) -> str:
    """The text with the digits of every number that was found taken out, letter for letter."""
    for one in found:
        if one.kind in {Kind.IIN, Kind.PHONE}:
            text = text[: one.start] + re.sub(r"\d", "•", text[one.start : one.end]) + text[one.end :]
    return text


def _short(words: str, *, at_end: bool = False) -> str:
    """Some words around a finding, of its own paragraph alone."""
    lines = words.split("\n\n")
    return re.sub(r"\s+", " ", lines[-1] if at_end else lines[0])


def _look_into(row: Any, own: list[str], report: Report) -> None:
    place = Place(row.name, file_id=row.pk)
    stem = re.sub(r"[_\-+.]+", " ", row.name.rpartition(".")[0])
    report.found += _found([(Place(str(_("Name of the file")), file_id=row.pk), stem)], own)
    try:
        with row.file.open("rb") as stream:
            reading = text_of_files.read(stream.read(), row.media_type)
    except text_of_files.Unsafe:
        why = _("The file is built so that it cannot be opened safely. Save it anew, for instance as PDF.")
        report.unread.append(Unread(row, str(why), is_refused=True))
        return
    except OSError:
        logger.error("File of a submission is away: file=%s", row.pk)
        report.unread.append(Unread(row, str(_("The file could not be opened just now."))))
        return
    properties = [piece.text for piece in reading.pieces if piece.kind == "properties"]
    about = Place(str(_("%(file)s: properties")) % {"file": row.name}, file_id=row.pk)
    report.found += _found([(about, "\n".join(properties))], own)
    report.found += _found(list(_pages(row, reading, place)), own)
    report.unread += [Unread(row, why) for why in _why_unread(reading)]


def _pages(row: Any, reading: text_of_files.Reading, place: Place) -> Iterator[tuple[Place, str]]:
    for piece in reading.pieces:
        if piece.kind == "page":
            label = _("%(file)s, page %(number)s") % {"file": row.name, "number": piece.number}
            yield Place(label, file_id=row.pk), piece.text
        elif piece.kind == "text":
            yield place, piece.text


def _why_unread(reading: text_of_files.Reading) -> Iterator[str]:
    if not reading.has_text:
        yield str(_("A picture or a scan: a program cannot read it. Look through it yourself, page by page."))
        return
    if reading.unread:
        numbers = ", ".join(map(str, reading.unread[:20]))
        yield str(_("Pages without readable text: %(numbers)s. Look at them yourself.")) % {
            "numbers": numbers
        }
    if not reading.is_whole:
        yield str(_("The file is too long or partly broken, so its end was not read. Look at it yourself."))
    if reading.has_pictures:
        yield str(_("There are pictures in the file. See that no face, name or document is on them."))
