"""Moodle XML: questions of one language. What Moodle has no field for stands in an element of ours beside it."""

from collections.abc import Sequence
from xml.etree import ElementTree as plain_tree

from defusedxml import ElementTree as safe_tree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from . import extras, grading, moodle
from .moodle_xml_reading import Question, category_in, spelled
from .rows import Body, Row, guard_count, guard_empty, guard_size, plain
from .texts import Unreadable, decode, to_html

SUFFIX, MEDIA_TYPE = ".xml", "application/xml"

left_out = moodle.left_out
Element = plain_tree.Element


def read(data: bytes, *, language: str) -> list[Row]:
    """The questions of a file, those with faults too; raises Unreadable where the file is none of ours at all."""
    guard_size(data)
    quiz = _tree(decode(data))
    found = [quiz] if quiz.tag == "question" else quiz.findall("question")
    if quiz.tag not in ("quiz", "question"):
        raise Unreadable(_("This XML file holds no Moodle questions."), code="not_moodle")
    guard_count([one for one in found if one.get("type") != "category"])
    rows: list[Row] = []
    category = ""
    for element in found:
        if element.get("type") == "category":
            category = category_in(element)
        else:
            rows.append(Question(element, len(rows) + 1, category, language).read())
    guard_empty(rows)
    return rows


def _tree(text: str) -> Element:
    """The root element; a file that declares entities or a document type of its own is refused."""
    start = text.find("?>") if text.lstrip().startswith("<?xml") else -1
    try:
        return safe_tree.fromstring(text[start + 2 if start >= 0 else 0 :].strip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable(
            _("The file declares entities of its own: take them out."), code="entities"
        ) from error
    except (plain_tree.ParseError, ValueError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise Unreadable(_("This is no XML: see line %(line)s.") % {"line": line}, code="not_xml") from error


def write(rows: Sequence[Row], *, language: str) -> bytes:
    """A file of the rows whose text in that language is complete (`left_out` names the others)."""
    guard_count(rows)
    quiz, topic = Element("quiz"), ""
    for row in rows:
        if moodle.unfit(row, language):
            continue
        if row.topic != topic:
            category = _child(_child(quiz, "question", type="category"), "category")
            _child(category, "text").text = moodle.category_of(row)
            topic = row.topic
        quiz.append(_question(row, language))
    plain_tree.indent(quiz)
    return plain_tree.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n"


def _child(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    found = plain_tree.SubElement(parent, name, attributes)
    found.text = text
    return found


def _text(parent: Element, name: str, text: str, *, style: str = "plain_text", **attributes: str) -> Element:
    """An element with its format and its text inside."""
    found = _child(parent, name, **attributes, **({"format": style} if style else {}))
    _child(found, "text", text)
    return found


TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "matching": "matching",
    "ordering": "ordering",
    "short_text": "shortanswer",
    "numeric": "numerical",
    "case": "description",
    "open": "essay",
}


def _question(row: Row, language: str) -> Element:
    body = plain(row.kind, row.body)
    own = body[language]
    found = Element("question", type=TYPES[row.kind])
    _text(found, "name", row.key or own["stem"][:60], style="")
    _text(found, "questiontext", own["stem"])
    _text(found, "generalfeedback", own["explanation"])
    points = {"open": str(body.get("points", "")), "case": "0"}.get(row.kind, "1")
    _child(found, "defaultgrade", points)
    _child(found, "hidden", "0")
    _child(found, "idnumber", row.key)
    known = _ANSWERS[row.kind](found, body, language)
    native = {
        "single": ("shuffle",),
        "multiple": ("shuffle", "credit"),
        "matching": ("shuffle",),
        "ordering": ("credit",),
        "short_text": ("fold",),
        "numeric": ("unit",),
        "open": ("guide", "points"),
        "case": ("explanation",),
    }.get(row.kind, ())
    names = known.pop("names", {})
    known |= extras.pack(row.kind, body, language, native=native, names=names)
    if known:
        _child(found, extras.MARK, extras.written(known))
    if tags := moodle.tags_of(row):
        holder = _child(found, "tags")
        for tag in tags:
            _text(holder, "tag", tag, style="")
    return found


def _answer(parent: Element, text: str, gain: str, *, style: str = "plain_text") -> Element:
    found = _text(parent, "answer", text, style=style, fraction=gain)
    _text(found, "feedback", "")
    return found


def _options(found: Element, body: Body, language: str) -> Body:
    options = body[language]["options"]
    names = list(options)
    right = [place for place, name in enumerate(names) if name in body["correct"]]
    weights = (
        grading.weights_for(len(names), right, credit=body["credit"])
        if "credit" in body
        else ["100" if place in right else "0" for place in range(len(names))]
    )
    _child(found, "single", "false" if "credit" in body else "true")
    _child(found, "shuffleanswers", "true" if body["shuffle"] else "false")
    _child(found, "answernumbering", "abc")
    for name, gain in zip(names, weights, strict=True):
        _answer(found, options[name], gain)
    return {"names": {"options": names}}


def _true_false(found: Element, body: Body, language: str) -> Body:
    for value in ("true", "false"):
        _answer(found, value, "100" if value in body["correct"] else "0", style="moodle_auto_format")
    return {}


def _matching(found: Element, body: Body, language: str) -> Body:
    own, pairs = body[language], body["pairs"]
    _child(found, "shuffleanswers", "true" if body["shuffle"] else "false")
    ordered = list(dict.fromkeys(pairs[name] for name in own["left"]))
    rest = [name for name in own["right"] if name not in ordered]
    lines = [(text, pairs[name]) for name, text in own["left"].items()] + [("", name) for name in rest]
    for text, right in lines:
        line = _text(found, "subquestion", to_html(text), style="html")
        _text(line, "answer", own["right"][right], style="")
    return {"names": {"left": list(own["left"]), "right": [*ordered, *rest]}}


def _ordering(found: Element, body: Body, language: str) -> Body:
    rule = "RELATIVE_NEXT_EXCLUDE_LAST" if body["credit"] == "partial" else "ALL_OR_NOTHING"
    settings = {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": str(len(body["sequence"]))}
    settings |= {"gradingtype": rule, "showgrading": "SHOW", "numberingstyle": "none"}
    for name, value in settings.items():
        _child(found, name, value)
    for place, name in enumerate(body["sequence"], 1):
        _answer(found, body[language]["steps"][name], str(place))
    return {"names": {"steps": body["sequence"]}}


def _short_text(found: Element, body: Body, language: str) -> Body:
    _child(found, "usecase", "0" if body["fold"] else "1")
    accepted = body[language]["accepted"]
    for text in accepted:
        _answer(found, spelled(text), "100")
    odd = extras.odd_answers(accepted, spelled)
    return {"accepted": odd} if odd else {}


def _numeric(found: Element, body: Body, language: str) -> Body:
    _child(_answer(found, body["value"], "100", style="moodle_auto_format"), "tolerance", body["tolerance"])
    unit = body[language].get("unit", "")
    if unit:
        holder = _child(_child(found, "units"), "unit")
        _child(holder, "multiplier", "1")
        _child(holder, "unit_name", unit)
    _child(found, "unitgradingtype", "0")
    _child(found, "showunits", "0" if unit else "3")
    return {}


def _open(found: Element, body: Body, language: str) -> Body:
    _child(found, "responseformat", "plain")
    _text(found, "graderinfo", body[language]["guide"])
    return {}


def _case(found: Element, body: Body, language: str) -> Body:
    return {}


_ANSWERS = {
    "single": _options,
    "multiple": _options,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "numeric": _numeric,
    "case": _case,
    "open": _open,
}
