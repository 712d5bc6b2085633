"""What GIFT and Moodle XML share: keys and tags, feedback that becomes the explanation, what cannot be written."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from .rows import KEY, SHAPES, TOPIC, Row, lacking, plain
from .texts import Plain, tidy

KEY_LENGTH = 40
ROOT = "$course$/top"
# The tag of questions for practice only; without it a file says nothing of the use.
PRACTICE = "practice"


def name_row(row: Row, *, identifier: str, title: str) -> None:
    """The key is the ID number, or a title that looks like a key of this bank."""
    title, identifier = tidy(title), tidy(identifier)
    row.key = identifier or (title if KEY.fullmatch(title) else "")
    if len(row.key) > KEY_LENGTH:
        row.fault(_("The ID number is longer than %(most)s characters.") % {"most": KEY_LENGTH})
    if title and title != row.key:
        row.place = _("%(place)s, “%(title)s”") % {"place": row.place, "title": title[:60]}


def take_tags(row: Row, tags: Iterable[str]) -> None:
    """topic:A.1.1, difficulty:2, outcome:A.1.r1 and practice are ours; others are named as left out."""
    foreign = []
    for tag in map(tidy, tags):
        name, _colon, value = tag.partition(":")
        if name == "topic" and value:
            row.topic = value
        elif name == "outcome" and value:
            row.outcome = value
        elif name == "difficulty" and value in ("1", "2", "3"):
            row.difficulty = int(value)
        elif tag.casefold() == PRACTICE:
            row.practice = True
        elif tag:
            foreign.append(tag)
    if foreign:
        row.note(_("These tags are not taken over: %(tags)s.") % {"tags": ", ".join(foreign)})


def tags_of(row: Row) -> list[str]:
    tags = {"topic": row.topic, "difficulty": str(row.difficulty or ""), "outcome": row.outcome}
    found = [f"{name}:{value}" for name, value in tags.items() if value]
    return [*found, PRACTICE] if row.practice else found


def take_category(row: Row, path: str) -> None:
    """The last folder that begins with a topic's key names the topic, unless a tag does."""
    if row.topic or path in ("", ROOT):
        return
    for name in reversed(path.split("/")):
        if found := TOPIC.match(name.strip()):
            row.topic = found[0]
            return
    row.note(_("The category “%(path)s” names no topic.") % {"path": tidy(path)[-80:]})


def category_of(row: Row) -> str:
    return f"{ROOT}/{row.topic}" if row.topic else ROOT


def take(row: Row, plain_text: Plain) -> str:
    """The text, with a note for what could not become text."""
    if plain_text.pictures:
        row.note(
            _("Add the pictures by hand, they are not taken over: %(pictures)s.")
            % {"pictures": ", ".join(plain_text.pictures[:5])}
        )
    if plain_text.has_media:
        row.note(_("Sound, video and formulas are not taken over."))
    return plain_text.text


def explain(row: Row, language: str, general: str, remarks: Sequence[tuple[str, str]]) -> None:
    """The general feedback and what is said about single answers, as the explanation."""
    said = [(text, remark) for text, remark in remarks if remark]
    if not general and len({remark for _text, remark in said}) == 1:
        lines = [said[0][1]]
    else:
        lines = list(dict.fromkeys(f"{text}: {remark}" if text else remark for text, remark in said))
    if said:
        row.note(_("What was said about single answers stands in the explanation."))
    row.body[language]["explanation"] = "\n".join([general, *lines] if general else lines)


def unfit(row: Row, language: str) -> bool:
    """The row cannot be written in that language."""
    return row.kind not in SHAPES or lacking(row.kind, row.body, language)


def left_out(row: Row, *, language: str) -> list[str]:
    """What a file of one language will not hold of a row, as sentences."""
    if unfit(row, language):
        return [
            _("The %(language)s text is not complete, so it is not in the file.") % {"language": language}
        ]
    found = []
    body = plain(row.kind, row.body)
    if row.kind == "case":
        found.append(_("Moodle shows only the story of a case; the parts come back here alone."))
    if body[language].get("image"):
        found.append(_("The picture is not in the file; it comes back on this site alone."))
    if row.kind == "multiple" and body["credit"] == "whole":
        found.append(_("Moodle gives points for a part of the right options; here only all of them count."))
    return found
