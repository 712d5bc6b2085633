"""A lesson's file as the checks read it: counts, sentences, headings, figures."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..loader.lesson import ParsedTopic
from ..loader.programme import ParsedProgramme, parse

_BLOCK = re.compile(r"^:::(\w+)[ \t]*(.*?)\n(.*?)^:::[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+)$", re.MULTILINE)
_MARKS = re.compile(r"[*_`#>|]+")
_SENTENCE = re.compile(r"(?<=[.!?…])[»”)]?\s+(?=[«“(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """The words of a text, hyphenated ones as one."""
    return _WORD.findall(text)


def sentences(markdown: str) -> list[str]:
    """Sentences of running text; headings, rows of tables and points of a list end by themselves."""
    plain = _MARKS.sub("", re.sub(r"(?m)^\s*(?:[-*]|\d+[.)])\s+", "", markdown))
    return [one.strip() for one in _SENTENCE.split(plain) if words(one)]


@dataclass(frozen=True)
class Lesson:
    """A topic in one language. `hours`: {lecture, practice, self_study, final} of the edition's table."""

    topic: ParsedTopic
    hours: dict[str, int]
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.topic.key} {self.topic.language}"

    @cached_property
    def blocks(self) -> list[tuple[str, str, str]]:
        """Kind, title and text of each `:::` block."""
        return [(match[1], match[2].strip(), match[3]) for match in _BLOCK.finditer(self.text)]

    @cached_property
    def theses(self) -> str:
        """The running text between the blocks."""
        return _BLOCK.sub("", self.text).strip()

    def count(self, kind: str) -> int:
        return sum(1 for block in self.blocks if block[0] == kind)

    @property
    def theses_words(self) -> int:
        return len(words(self.theses))

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and words of each heading of the running text."""
        return [(len(match[1]), match[2].strip()) for match in _HEADING.finditer(self.theses)]

    @property
    def figures(self) -> list:
        return [value for kind, value in self.topic.blocks if kind == "figure"]


@dataclass(frozen=True)
class Programme:
    """A programme's folder with a lesson for each topic and language."""

    parsed: ParsedProgramme
    lessons: tuple[Lesson, ...]

    @property
    def code(self) -> str:
        return self.parsed.code


def read(folder: Path) -> Programme:
    """Read a programme's folder; raises LoadErrors, file and line, where it could not be loaded."""
    parsed = parse(folder)
    lessons = []
    for module in parsed.edition["modules"]:
        for row in module["topics"]:
            hours = {kind: row.get(kind, 0) for kind in ("lecture", "practice", "self_study", "final")}
            for language in ("kk", "ru"):
                topic = parsed.topics[row["key"], language]
                body = topic.path.read_text(encoding="utf-8").split("\n---", 1)[1]
                lessons.append(Lesson(topic=topic, hours=hours, text=body.removeprefix("\n")))
    return Programme(parsed=parsed, lessons=tuple(lessons))
