"""A lesson's text as HTML with its parts and questions, rendered once per published revision and kept in the cache."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from wagtail.blocks.stream_block import StreamValue

from .models import GlossaryTerm, Reference
from .pages import TopicPage

KEEP_SECONDS = 60 * 60 * 24
WORDS_A_MINUTE = 160
OPEN, BANK = "open", "bank"
QUESTIONS = {"control_question": OPEN, "bank_question": BANK}
_HEADING = re.compile(r"<h[23][^>]*>(.*?)</h[23]>", re.DOTALL)
# What names a part that has no heading of its own, the first that stands.
_NAMES = ("title", "caption", "question", "key")


@dataclass(frozen=True)
class Part:
    """A top-level block of a lesson; `id` is the block's own and stands in the page as `#p-ID`. `heading` may be empty."""

    id: str
    words: int
    heading: str


@dataclass(frozen=True)
class Question:
    """A control question: `kind` open or bank; `key` of the bank's question, else empty.

    `text` and `answer` (HTML): an open question and its explained answer, as the lesson has them.
    """

    id: str
    kind: str
    key: str
    text: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        return self.kind == OPEN


@dataclass(frozen=True)
class Lesson:
    """What a reader shows of a topic page. `minutes`: reading time at 160 words a minute.

    `html` is whole as it stands, questions with their answers in words; `courses.reading.fill` puts live ones in their
    places. `parts`: every top-level block in order, questions among them.
    """

    title: str
    aim: str
    outcomes: list[str]
    html: str
    minutes: int
    is_full: bool
    parts: tuple[Part, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def read_parts(self) -> tuple[Part, ...]:
        """The parts that are read; questions are answered instead."""
        asked = {question.id for question in self.questions}
        return tuple(part for part in self.parts if part.id not in asked)


@dataclass(frozen=True)
class ShownPart:
    """A part on its way into the page. `opens_checks`: the first of a run of questions, which gets their heading."""

    part: Part
    html: SafeString
    question: Question | None
    opens_checks: bool


def words_in(html: str) -> int:
    """The number of words a piece of HTML shows."""
    return len(unescape(strip_tags(html.replace("<", " <"))).split())


def _heading(html: str, value: Any) -> str:
    """The first heading of a part, else the name it has, else nothing."""
    if found := _HEADING.search(html):
        return " ".join(unescape(strip_tags(found[1])).split())
    if hasattr(value, "get"):
        for name in _NAMES:
            if words := value.get(name):
                return str(words).strip()
    return ""


def _question(identity: str, block: Any) -> Question | None:
    kind = QUESTIONS.get(block.block_type)
    if kind is None:
        return None
    if kind == BANK:
        return Question(id=identity, kind=kind, key=str(block.value.get("key") or ""))
    return Question(
        id=identity, kind=kind, key="", text=block.value["question"], answer=str(block.value["answer"])
    )


def shown_parts(body: StreamValue, context: dict[str, Any]) -> list[ShownPart]:
    """The blocks of a stream, rendered one by one. `context`: page and language, as blocks' templates use them."""
    found: list[ShownPart] = []
    for number, block in enumerate(body, start=1):
        html = block.render_as_block(context)
        identity = str(block.id or f"n{number}")
        part = Part(id=identity, words=words_in(html), heading=_heading(html, block.value))
        question = _question(identity, block)
        opens = question is not None and (not found or found[-1].question is None)
        found.append(ShownPart(part=part, html=html, question=question, opens_checks=opens))
    return found


def lesson_html(page: TopicPage, parts: list[ShownPart] | None = None) -> str:
    """The lesson's parts, its key terms and literature, rendered."""
    code = page.key.split(".")[0]
    language = page.locale.language_code
    terms = list(GlossaryTerm.objects.filter(programme_code=code, key__in=page.terms)) if page.terms else []
    works = (
        list(Reference.objects.filter(programme_code=code, key__in=page.literature))
        if page.literature
        else []
    )
    if parts is None:
        parts = shown_parts(page.body, {"page": page, "language": language})
    return render_to_string(
        "courses/lesson.html",
        {
            "page": page,
            "language": language,
            "parts": parts,
            "terms": [(getattr(term, language), getattr(term, f"definition_{language}")) for term in terms],
            "works": [getattr(work, language) for work in works],
        },
    )


def lesson_of(page: TopicPage) -> Lesson:
    """A page as a lesson, in the page's language, whatever the interface's: rendered now."""
    language = page.locale.language_code
    # The interface language decides headings such as “Key terms” inside the lesson: the lesson's language does.
    with translation.override(language):
        parts = shown_parts(page.body, {"page": page, "language": language})
        html = lesson_html(page, parts)
    return Lesson(
        title=page.title,
        aim=page.aim,
        outcomes=page.outcomes,
        html=html,
        minutes=max(1, round(words_in(html) / WORDS_A_MINUTE)),
        is_full=any(block.block_type != "text" for block in page.body),
        parts=tuple(one.part for one in parts),
        questions=tuple(one.question for one in parts if one.question is not None),
    )


def cache_name(page_id: int, revision_id: int | None) -> str:
    """Under which name the lesson of a page is kept: whoever changes what it shows besides its text forgets it."""
    return f"lesson:parts:{page_id}:{revision_id}"


def lesson_for(key: str, *, language: str) -> Lesson | None:
    """The published lesson of a topic; None where it is not published. One query where the text is in the cache."""
    stamp = (
        TopicPage.objects.filter(key=key, locale__language_code=language, live=True)
        .values_list("pk", "live_revision_id")
        .first()
    )
    if stamp is None:
        return None
    name = cache_name(*stamp)
    lesson = cache.get(name)
    if lesson is None:
        lesson = lesson_of(TopicPage.objects.select_related("locale").get(pk=stamp[0]))
        cache.set(name, lesson, KEEP_SECONDS)
    return lesson
