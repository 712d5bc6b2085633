"""What a lesson must have, and how it must be written: each fault a sentence with its place.

Source: the parts both programmes ask of a lecture, a practical class and self-study work (A section 7, B section 7);
universal design for learning is asked of both by the ministry's guidelines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from xml.etree import ElementTree

from defusedxml.ElementTree import parse as parse_xml

from .lessons import Lesson, Programme, sentences, words

CONTROL_QUESTIONS = range(4, 7)
THESES_OF_A_LECTURE, THESES_OF_PRACTICE = (
    480,
    150,
)  # words; Kazakh says with four words what Russian says with five
SENTENCE_MEAN, SENTENCE_LONGEST = 17.0, 45  # words
DESCRIPTION = 20  # words of a figure's long description
UNIVERSAL_DESIGN = "universal-design-for-learning"
MIXED = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[а-яёәғқңөұүһіА-ЯЁӘҒҚҢӨҰҮҺІ])[^\W\d_]+\b")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)")
# Spellings the sources waver between, and the one of the glossary.
WAVERING = {
    "kk": {
        r"қол жетімд": "қолжетімді",
        r"педагогтар": "педагогтер",
        r"\bЕБҚ\b": "ЕББҚ",
        r"тьютор": "педагог-ассистент",
    },
    "ru": {r"\bООП\b детей-": "особые образовательные потребности", r"дети-инвалиды": "дети с инвалидностью"},
}
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Finding:
    """`place`: topic and language, or the programme."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def findings(programme: Programme) -> list[Finding]:
    """All that is missing or badly written; empty where the programme is whole."""
    found = [Finding(lesson.name, said) for lesson in programme.lessons for said in _of_lesson(lesson)]
    return found + [Finding(programme.code, said) for said in _of_programme(programme)]


def _of_lesson(lesson: Lesson) -> Iterator[str]:
    yield from parts(lesson)
    yield from style(lesson)
    yield from headings(lesson)
    for figure in lesson.figures:
        yield from _figure(figure)


def parts(lesson: Lesson) -> Iterator[str]:
    """Completeness: what a topic of these hours must have."""
    topic = lesson.topic
    if len(topic.outcomes) < 2:
        yield "name at least two outcomes"
    if not topic.terms:
        yield "name the key terms"
    if not topic.literature:
        yield "name the literature"
    for kind, wanted in (
        ("figure", "a figure"),
        ("case", "a case from school"),
        ("selfstudy", "a self-study task"),
    ):
        if not lesson.count(kind):
            yield f"{wanted} is missing"
    if lesson.hours["practice"] and not lesson.count("task"):
        yield "practice hours need a task"
    if (found := lesson.count("check")) not in CONTROL_QUESTIONS:
        yield f"{found} control questions; four to six are wanted"
    least = THESES_OF_A_LECTURE if lesson.hours["lecture"] or lesson.hours["final"] else THESES_OF_PRACTICE
    if lesson.theses_words < least:
        yield f"the theses have {lesson.theses_words} words; at least {least} are wanted"
    for kind, title, text in lesson.blocks:
        if kind == "task" and len(re.findall(r"(?m)^\s*(?:\d+\.|-) ", text)) < 3:
            yield f"the task “{title}” has no steps or checklist"
        if kind == "selfstudy" and len(re.findall(r"(?m)^\s*(?:\d+\.|-) ", text)) < 3:
            yield f"the self-study task “{title}” has no criteria"


def style(lesson: Lesson) -> Iterator[str]:
    """How it is written: length of sentences, letters of two alphabets in a word, terms, links."""
    lengths = [len(words(one)) for one in sentences(lesson.theses)]
    if lengths and mean(lengths) > SENTENCE_MEAN:
        yield f"sentences have {mean(lengths):.1f} words on the average; {SENTENCE_MEAN:g} is the most"
    for one in sentences(lesson.text):
        if len(words(one)) > SENTENCE_LONGEST:
            yield f"a sentence of {len(words(one))} words: “{one[:60]}…”"
    for match in MIXED.finditer(lesson.text):
        yield f"letters of two alphabets in “{match[0]}”"
    for pattern, right in WAVERING[lesson.topic.language].items():
        if match := re.search(pattern, lesson.text, re.IGNORECASE):
            yield f"“{match[0]}”: the glossary says “{right}”"
    for match in LINK.finditer(lesson.text):
        yield f"a link to {match[1]}: name the source among the literature instead"


def headings(lesson: Lesson) -> Iterator[str]:
    """A lesson's headings begin at the second level and skip none; no two read alike."""
    level, seen = 1, set()
    for own, title in lesson.headings:
        if own < 2 or own > level + 1:
            yield f"the heading “{title}” is of level {own} after level {level}"
        if title in seen:
            yield f"the heading “{title}” stands twice"
        level = own
        seen.add(title)


def _figure(figure) -> Iterator[str]:
    name = figure.file.name
    if len(words(figure.alt)) < 4:
        yield f"{name}: the alternative text says too little"
    if len(words(re.sub(r"<[^>]+>", " ", figure.description))) < DESCRIPTION:
        yield f"{name}: the long description has fewer than {DESCRIPTION} words"
    try:
        root = parse_xml(figure.file).getroot()
    except ElementTree.ParseError as error:
        yield f"{name}: not a drawing ({error})"
        return
    if not root.get("viewBox") or root.get("role") != "img":
        yield f"{name}: viewBox or role=img is missing"
    for part in ("title", "desc"):
        if not (root.findtext(f"{SVG}{part}") or "").strip():
            yield f"{name}: <{part}> is empty"


def _of_programme(programme: Programme) -> Iterator[str]:
    by_key: dict[str, dict[str, Lesson]] = {}
    for lesson in programme.lessons:
        by_key.setdefault(lesson.topic.key, {})[lesson.topic.language] = lesson
    for key, both in by_key.items():
        kk, ru = both["kk"], both["ru"]
        for kind in ("figure", "case", "task", "selfstudy", "check"):
            if kk.count(kind) != ru.count(kind):
                yield f"{key}: {kk.count(kind)} × {kind} in Kazakh, {ru.count(kind)} in Russian"
        if (kk.topic.terms, kk.topic.literature) != (ru.topic.terms, ru.topic.literature):
            yield f"{key}: terms or literature differ between the languages"
        if not 0.75 <= kk.theses_words / max(ru.theses_words, 1) <= 1.1:
            yield f"{key}: {kk.theses_words} words in Kazakh, {ru.theses_words} in Russian"
    if sum(UNIVERSAL_DESIGN in both["kk"].topic.terms for both in by_key.values()) < 2:
        yield "universal design for learning is taught in fewer than two topics"
    used = {term for lesson in programme.lessons for term in lesson.topic.terms}
    for row in programme.parsed.glossary:
        if row["id"] not in used:
            yield f"no topic uses the term {row['id']}"
