"""Questions of a GIFT file: blocks of lines, titles, formats, and every form of answer Moodle documents.

Source of the rules: Moodle's page “GIFT format”. Between braces `=`, `~`, `#`, `->`, `%` and `>` tell the kind.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from . import extras, grading, moodle
from .rows import Body, Row, place_of_line
from .texts import from_format, tidy

# An escaped sign stands as a control sign until its piece is cut out; files hold none, `clean` takes them out.
_ESCAPED = dict(zip(":#={}~n\\", "\x01\x02\x03\x04\x05\x06\x07\x08", strict=True))
_REAL = str.maketrans({mark: "\n" if sign == "n" else sign for sign, mark in _ESCAPED.items()})
_ESCAPE = re.compile(r"\\([:#={}~n\\])")
_STYLE = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d+)?)%")
_IDENTIFIER = re.compile(r"\[id:((?:\\[\[\]]|[^\[\]]){1,255})\]")
_TAG = re.compile(r"\[tag:((?:\\[\[\]]|[^\[\]]){1,255})\]")
_BRACKET = re.compile(r"\\([\[\]])")
_OWN = re.compile(rf"//\s*{extras.MARK}:\s*(\{{.*)")


@dataclass
class Block:
    """Lines between empty ones. `text` has its escaped signs marked; `category`: where its questions belong."""

    line: int
    category: str
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def clean(text: str) -> str:
    return "\n".join(re.sub("[\x00-\x08\x0b-\x1f\x7f]", "", line).strip() for line in text.split("\n"))


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file, in order, each with the category that stands above it."""
    category = ""
    block = Block(1, "")
    for number, line in enumerate([*clean(text).split("\n"), ""], 1):
        if line.startswith("$CATEGORY:"):
            category = line.partition(":")[2].strip()
            block.category = category
        elif line.startswith("//"):
            block.comments.append(line)
        elif line:
            if not block.lines:
                block.line, block.category = number, category
            block.lines.append(_ESCAPE.sub(lambda found: _ESCAPED[found[1]], line))
        else:
            if block.lines:
                yield block
                # Comments with an empty line below them belong to no question.
            block = Block(number, category)


def real(text: str) -> str:
    return tidy(text.translate(_REAL))


class Question:
    """One block on its way to a row. Every method that finds something our kinds cannot hold writes a fault."""

    def __init__(self, block: Block, language: str) -> None:
        self.block, self.language = block, language
        self.row = Row(place=place_of_line(block.line), body={language: {}})
        self.style = "moodle"
        self.remarks: list[tuple[str, str]] = []
        self.extras: Body = {}

    @property
    def own(self) -> Body:
        return self.row.body[self.language]

    def read(self) -> Row:
        text = self._title(self.block.text)
        for comment in self.block.comments:
            if found := _OWN.match(comment):
                self.extras = extras.loaded(found[1])
        before = len(self.row.faults)
        stem, answers = self._braces(text)
        is_broken = len(self.row.faults) > before
        if answers is not None:
            answers, separator, general = answers.rpartition("####")
            if not separator:
                answers, general = general, ""
        else:
            general = ""
        if found := _STYLE.match(stem):
            self.style = found[1]
        self.own["stem"] = self.piece(stem)
        if not is_broken:
            self._answers(answers.strip() if answers is not None else None)
        moodle.explain(self.row, self.language, self.piece(general), self.remarks)
        extras.unpack(self.row, self.extras, self.language)
        moodle.take_category(self.row, self.block.category)
        if not self.own["stem"]:
            self.row.fault(_("The question has no text."))
        return self.row

    def piece(self, text: str, style: str = "") -> str:
        """A piece in its own format or the question's, as plain text."""
        text = text.strip()
        if found := _STYLE.match(text):
            style, text = found[1], text[found.end() :]
        return moodle.take(self.row, from_format(text.translate(_REAL), style or self.style))

    def _title(self, text: str) -> str:
        identifier = title = ""
        tags: list[str] = []
        for comment in self.block.comments:
            if _OWN.match(comment):
                continue
            if not identifier and (found := _IDENTIFIER.search(comment)):
                identifier = _BRACKET.sub(r"\1", found[1])
            tags += [_BRACKET.sub(r"\1", tag) for tag in _TAG.findall(comment)]
        if text.startswith("::") and "::" in text[2:]:
            title, _colons, text = text[2:].partition("::")
        moodle.name_row(self.row, identifier=identifier, title=real(title))
        moodle.take_tags(self.row, tags)
        return text.strip()

    def _braces(self, text: str) -> tuple[str, str | None]:
        """The question's text, with a blank where the answers stood inside it, and the answers."""
        start, end = text.find("{"), text.find("}")
        if start < 0 and end < 0:
            return text, None
        if start < 0 or end < start:
            self.row.fault(
                _(
                    "A brace is missing, or an empty line parts the question. Write braces of the text as \\{ and \\}."
                )
            )
            return text, None
        before, answers, after = text[:start], text[start + 1 : end], text[end + 1 :]
        if "{" in after or "}" in after or "{" in answers:
            self.row.fault(_("There are more braces than one pair. Write those of the text as \\{ and \\}."))
        return (f"{before}_____{after}" if after.strip() else before), answers

    def _answers(self, text: str | None) -> None:
        if text is None:
            if self.extras.get("kind") == "case":
                self.row.kind = "case"
            else:
                self.row.fault(_("This is a description without an answer: only questions are taken in."))
        elif text.startswith(">") and (lines := self._steps(text)) is not None:
            self._ordering(lines)
        elif not text:
            self.row.kind = "open"
        elif text.startswith("#"):
            self._numeric(text[1:])
        elif "~" in text:
            self._options(text)
        elif "=" in text and "->" in text:
            self._matching(text)
        elif text.partition("#")[0].strip().upper() in ("T", "TRUE", "F", "FALSE"):
            self._true_false(text)
        else:
            self._short_text(text)

    def _options(self, text: str) -> None:
        one = "=" in text
        weights, texts = [], []
        for answer in _cut(text.replace("=", "~="), "~"):
            gain = Decimal(0)
            if answer.startswith("="):
                gain, answer = grading.FULL, answer[1:].lstrip()
            if found := _WEIGHT.match(answer):
                gain, answer = self._gain(found[1]), answer[found.end() :]
            weights.append(gain)
            texts.append(self._remarked(answer))
        made = grading.graded(weights, one=one)
        self.row.kind = made.kind
        self._take(made.faults, made.notes)
        names = extras.names_of(self.extras, "options", len(texts))
        self.own["options"] = dict(zip(names, texts, strict=True))
        self.row.body["correct"] = [names[place] for place in made.right]
        if made.credit:
            self.row.body["credit"] = made.credit

    def _gain(self, text: str) -> Decimal:
        found = grading.weight(text)
        if found is None:
            self.row.fault(_("A weight lies between −100 and 100 percent."))
        return found or Decimal(0)

    def _remarked(self, answer: str, style: str = "") -> str:
        """The answer without the remark behind `#`, which is kept for the explanation."""
        text, _sign, remark = answer.partition("#")
        plain = self.piece(text, style)
        if remark.strip():
            self.remarks.append((plain, self.piece(remark)))
        return plain

    def _true_false(self, text: str) -> None:
        value, wrong, right, *_rest = [*text.split("#", 2), "", ""]
        self.row.kind = "true_false"
        self.row.body["correct"] = ["true" if value.strip().upper()[:1] == "T" else "false"]
        self.remarks += [("", self.piece(remark)) for remark in (right, wrong)]

    def _short_text(self, text: str) -> None:
        answers = []
        for answer in _cut(text, "="):
            gain = grading.FULL
            if found := _WEIGHT.match(answer):
                gain, answer = self._gain(found[1]), answer[found.end() :]
            answers.append((gain, self._remarked(answer)))
        self.row.kind = "short_text"
        kept, faults, notes = grading.accepted(answers)
        self._take(faults, notes)
        self.own["accepted"] = extras.answers_of(self.extras, answers, kept, spelled)

    def _numeric(self, text: str) -> None:
        text, _sign, otherwise = text.partition("~")
        if remark := otherwise.partition("#")[2]:
            self.remarks.append(("", self.piece(remark)))
        answers = []
        for answer in _cut(text, "="):
            gain = grading.FULL
            if found := _WEIGHT.match(answer):
                gain, answer = self._gain(found[1]), answer[found.end() :]
            number, _sign, remark = answer.partition("#")
            if remark.strip():
                self.remarks.append((real(number) if gain < grading.FULL else "", self.piece(remark)))
            answers.append((gain, _number(real(number))))
        self.row.kind = "numeric"
        right, fault = grading.only_number(answers)
        if right is None:
            self.row.fault(fault)
        else:
            self.row.body |= {"value": right.value, "tolerance": right.tolerance}

    def _matching(self, text: str) -> None:
        self.row.kind = "matching"
        pairs: list[tuple[str, str]] = []
        for answer in _cut(text, "="):
            left, arrow, right = answer.partition("->")
            if not arrow:
                self.row.fault(
                    _("A line of the matching has no “->”: %(line)s") % {"line": real(answer)[:60]}
                )
            pairs.append((self.piece(left), real(right)))
        take_pairs(self.row, self.own, self.extras, pairs)

    def _steps(self, text: str) -> list[str] | None:
        """The lines to be ordered, or None where the text is no ordering."""
        first, _break, rest = text[1:].partition("\n")
        words = first.split()
        if not words or not words[0].isdecimal():
            return None
        settings, begun = words[1:], []
        for place, word in enumerate(settings):
            if word.upper() not in _SETTINGS:
                settings, begun = settings[:place], [" ".join(settings[place:])]
                break
        lines = [line for line in (*begun, *rest.split("\n")) if line.strip()]
        credit, notes = ordering_credit(next((one for one in settings if one.upper() in _CREDITS), ""))
        if any(one.upper() in ("RANDOM", "REL", "CONTIGUOUS", "CONTIG") for one in settings):
            notes = [*notes, _("All the steps are shown here, not some of them.")]
        self._take([], notes)
        if credit:
            self.row.body["credit"] = credit
        return lines

    def _ordering(self, lines: list[str]) -> None:
        self.row.kind = "ordering"
        steps = [real(line.strip().removeprefix("[plain]")) for line in lines]
        names = extras.names_of(self.extras, "steps", len(steps))
        self.own["steps"] = dict(zip(names, steps, strict=True))
        self.row.body["sequence"] = names

    def _take(self, faults: list[str], notes: list[str]) -> None:
        for fault in faults:
            self.row.fault(fault)
        for note in notes:
            self.row.note(note)


_CREDITS = {
    "ALL_OR_NOTHING",
    "ABSOLUTE_POSITION",
    "ABSOLUTE",
    "ABS",
    "RELATIVE_NEXT_EXCLUDE_LAST",
    "RELATIVE_NEXT_INCLUDE_LAST",
    "RELATIVE_ONE_PREVIOUS_AND_NEXT",
    "RELATIVE_ALL_PREVIOUS_AND_NEXT",
    "RELATIVE_TO_CORRECT",
    "RELATIVE",
    "LONGEST_ORDERED_SUBSET",
    "LONGEST_CONTIGUOUS_SUBSET",
}
_SETTINGS = _CREDITS | {
    *("ALL", "EXACT", "RANDOM", "REL", "CONTIGUOUS", "CONTIG"),
    *("HORIZONTAL", "HORI", "H", "VERTICAL", "VERT", "V", "1", "0"),
    *("SHOW", "TRUE", "YES", "HIDE", "FALSE", "NO"),
    *("NONE", "123", "ABC", "ABCD", "III", "IIII"),
}


def ordering_credit(rule: str) -> tuple[str, list[str]]:
    """Credit for Moodle's rule of marking an order; "" where the file does not say one."""
    rule = rule.upper()
    if rule == "ALL_OR_NOTHING":
        return "whole", []
    if not rule:
        return "", []
    if rule == "RELATIVE_NEXT_EXCLUDE_LAST":
        return "partial", []
    return "partial", [_("Points for a part of the order are counted by neighbouring steps here.")]


def take_pairs(row: Row, own: Body, known: Body, pairs: list[tuple[str, str]]) -> None:
    """Lines of a matching into the row; a line without its left side is one more right side."""
    rights = list(dict.fromkeys(right for _left, right in pairs))
    lefts = [left for left, _right in pairs if left]
    left_names = extras.names_of(known, "left", len(lefts))
    right_names = dict(zip(rights, extras.names_of(known, "right", len(rights)), strict=True))
    own["left"] = dict(zip(left_names, lefts, strict=True))
    own["right"] = {right_names[right]: right for right in rights}
    targets = [right_names[right] for left, right in pairs if left]
    row.body["pairs"] = dict(zip(left_names, targets, strict=True))
    if not lefts or any(not right for right in rights):
        row.fault(_("Every line of a matching needs a text on the right, and at least one on the left."))


def spelled(text: str) -> str:
    """An accepted answer as a file holds it: no “*” for any letters, no arrow that would make it a matching."""
    return text.replace("*", "\\*").replace("->", "→")


def _number(text: str) -> grading.Number | None:
    if ".." in text:
        low, _dots, high = text.partition("..")
        return grading.spread(low, high)
    value, _colon, tolerance = text.partition(":")
    return grading.around(value, tolerance)


def _cut(text: str, sign: str) -> list[str]:
    pieces = [piece.strip() for piece in text.split(sign)]
    return pieces if pieces[0] else pieces[1:]
