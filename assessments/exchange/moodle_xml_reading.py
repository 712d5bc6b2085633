"""One question element of Moodle XML on its way to a row: every type Moodle documents, or a fault that names it."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from . import extras, grading, moodle
from .gift_reading import ordering_credit, take_pairs
from .rows import Body, Row
from .texts import Plain, from_format, tidy

# Moodle's names of formats, as words and as the numbers older files have.
_STYLES = {
    "html": "html",
    "1": "html",
    "moodle_auto_format": "moodle",
    "0": "moodle",
    "plain_text": "plain",
    "2": "plain",
    "markdown": "markdown",
    "4": "markdown",
}
_COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
KINDS = {
    "multichoice": "single",
    "truefalse": "true_false",
    "matching": "matching",
    "match": "matching",
    "ordering": "ordering",
    "shortanswer": "short_text",
    "numerical": "numeric",
    "essay": "open",
}


def category_in(element: Element) -> str:
    return tidy(element.findtext("category/text") or element.findtext("category") or "")


def spelled(text: str) -> str:
    """An accepted answer as a file holds it: “*” alone would stand for any letters."""
    return text.replace("*", "\\*")


class Question:
    """`number`: its place among the questions of the file; `category`: the path that stands above it."""

    def __init__(self, element: Element, number: int, category: str, language: str) -> None:
        self.element, self.category, self.language = element, category, language
        self.row = Row(place=_("Question %(number)s") % {"number": number}, body={language: {}})
        self.remarks: list[tuple[str, str]] = []
        self.extras: Body = extras.loaded(element.findtext(extras.MARK) or "")

    @property
    def own(self) -> Body:
        return self.row.body[self.language]

    def read(self) -> Row:
        row, kind = self.row, self.element.get("type", "")
        moodle.name_row(row, identifier=self.value("idnumber"), title=self.raw(self.element.find("name")))
        moodle.take_tags(row, (self.raw(tag) for tag in self.element.iterfind("tags/tag")))
        moodle.take_category(row, self.category)
        self.own["stem"] = self.text(self.element.find("questiontext"))
        general = self.text(self.element.find("generalfeedback"))
        if kind == "description" and self.extras.get("kind") == "case":
            row.kind = "case"
        elif kind == "description":
            row.fault(_("This is a description without an answer: only questions are taken in."))
        elif kind not in KINDS:
            row.fault(_("Questions of Moodle's type “%(kind)s” cannot be taken over.") % {"kind": kind[:40]})
        else:
            row.kind = KINDS[kind]
            _READERS[row.kind](self)
        moodle.explain(row, self.language, general, self.remarks)
        self._notes()
        extras.unpack(row, self.extras, self.language)
        if not self.own["stem"]:
            row.fault(_("The question has no text."))
        return row

    def value(self, name: str) -> str:
        return tidy(self.element.findtext(name) or "")

    def raw(self, element: Element | None) -> str:
        """The text of an element: in its `text`, or in itself as older files have it."""
        if element is None:
            return ""
        return tidy(element.findtext("text") or element.text or "")

    def text(self, element: Element | None) -> str:
        """The text of an element as plain text, by its format."""
        if element is None:
            return ""
        style = _STYLES.get(element.get("format", ""), "moodle" if element.tag == "answer" else "html")
        found = from_format(self.raw(element), style)
        if not found.pictures:
            names = [tidy(file.get("name", "")) for file in element.iterfind("file")]
            found = Plain(found.text, names, found.has_media)
        return moodle.take(self.row, found)

    def _notes(self) -> None:
        row = self.row
        if any(self.raw(self.element.find(name)) for name in _COMBINED):
            row.note(_("What Moodle says to every right or wrong answer is not taken over."))
        if any(self.raw(hint) for hint in self.element.iterfind("hint")):
            row.note(_("Hints are not taken over."))
        points = grading.exact(self.value("defaultgrade") or "1")
        if row.kind not in ("open", "case", "") and points != 1:
            row.note(_("Every question here counts one point; its own points are not taken over."))
        if self.element.find("image") is not None and self.value("image"):
            moodle.take(row, Plain("", [self.value("image")[-60:]]))

    def answers(self) -> list[tuple[Decimal, str, Element]]:
        """Weight, text and element of each answer; what is said about it is kept for the explanation."""
        found = []
        for answer in self.element.iterfind("answer"):
            gain = grading.weight(answer.get("fraction", "0"))
            if gain is None:
                self.row.fault(_("A weight lies between −100 and 100 percent."))
            text = self.text(answer)
            if remark := self.text(answer.find("feedback")):
                self.remarks.append((text, remark))
            found.append((gain or Decimal(0), text, answer))
        return found

    def is_on(self, name: str, *, otherwise: bool) -> bool:
        value = self.value(name).lower()
        return otherwise if not value else value in ("1", "true")


def _take(row: Row, faults: list[str], notes: list[str]) -> None:
    for fault in faults:
        row.fault(fault)
    for note in notes:
        row.note(note)


def _options(question: Question) -> None:
    answers, row = question.answers(), question.row
    one = question.is_on("single", otherwise=True)
    found = grading.graded([gain for gain, _text, _element in answers], one=one)
    row.kind = found.kind
    _take(row, found.faults, found.notes)
    names = extras.names_of(question.extras, "options", len(answers))
    question.own["options"] = {name: text for name, (_gain, text, _el) in zip(names, answers, strict=True)}
    row.body["correct"] = [names[place] for place in found.right]
    if found.credit:
        row.body["credit"] = found.credit
    _shuffle(question)


def _shuffle(question: Question) -> None:
    if question.element.find("shuffleanswers") is not None:
        question.row.body["shuffle"] = question.is_on("shuffleanswers", otherwise=True)


def _true_false(question: Question) -> None:
    answers = question.answers()
    right = [tidy(text).lower() for gain, text, _element in answers if gain == grading.FULL]
    if len(right) != 1 or right[0] not in ("true", "false"):
        question.row.fault(_("No right answer is named."))
    question.row.body["correct"] = [one for one in right if one in ("true", "false")]
    question.remarks = [("", remark) for _text, remark in question.remarks]


def _matching(question: Question) -> None:
    pairs = [
        (question.text(line), question.raw(line.find("answer")))
        for line in question.element.iterfind("subquestion")
    ]
    take_pairs(question.row, question.own, question.extras, pairs)
    _shuffle(question)


def _ordering(question: Question) -> None:
    answers = sorted(enumerate(question.element.iterfind("answer")), key=lambda one: (_place(one[1]), one[0]))
    steps = []
    for _number, answer in answers:
        steps.append(question.text(answer))
        if remark := question.text(answer.find("feedback")):
            question.remarks.append((steps[-1], remark))
    names = extras.names_of(question.extras, "steps", len(steps))
    question.own["steps"] = dict(zip(names, steps, strict=True))
    question.row.body["sequence"] = names
    credit, notes = ordering_credit(question.value("gradingtype"))
    if credit:
        question.row.body["credit"] = credit
    if question.value("selecttype").upper() not in ("", "ALL", "0"):
        notes = [*notes, _("All the steps are shown here, not some of them.")]
    _take(question.row, [], notes)


def _place(answer: Element) -> Decimal:
    return grading.exact(answer.get("fraction", "0")) or Decimal(0)


def _short_text(question: Question) -> None:
    answers = [(gain, question.raw(element)) for gain, _text, element in question.answers()]
    found, faults, notes = grading.accepted(answers)
    _take(question.row, faults, notes)
    question.own["accepted"] = extras.answers_of(question.extras, answers, found, spelled)
    if question.element.find("usecase") is not None:
        question.row.body["fold"] = not question.is_on("usecase", otherwise=False)


def _numeric(question: Question) -> None:
    answers = []
    for gain, text, element in question.answers():
        if text != "*":
            answers.append((gain, grading.around(text, tidy(element.findtext("tolerance") or "0"))))
    right, fault = grading.only_number(answers)
    if right is None:
        question.row.fault(fault)
    else:
        question.row.body |= {"value": right.value, "tolerance": right.tolerance}
    question.remarks = [("", remark) if text == "*" else (text, remark) for text, remark in question.remarks]
    units = [
        (tidy(unit.findtext("unit_name") or ""), grading.exact(unit.findtext("multiplier") or "1"))
        for unit in question.element.iterfind("units/unit")
    ]
    base = [name for name, factor in units if factor == 1 and name]
    if base:
        question.own["unit"] = base[0]
    if len(units) > len(base[:1]):
        question.row.note(_("One unit is taken over; answers in other units are not counted here."))


def _open(question: Question) -> None:
    question.own["guide"] = question.text(question.element.find("graderinfo"))
    points = grading.exact(question.value("defaultgrade") or "1")
    if points is not None and points == points.to_integral_value() and 1 <= points <= 20:
        question.row.body["points"] = int(points)
    else:
        question.row.note(_("Points are a whole number from 1 to 20: set them by hand."))
    if question.raw(question.element.find("responsetemplate")):
        question.row.note(_("The template of the answer is not taken over."))
    if question.value("attachments") not in ("", "0"):
        question.row.note(_("Files cannot be handed in with an answer here."))


_READERS = {
    "single": _options,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "numeric": _numeric,
    "open": _open,
}
