"""How complete a lesson is (pure functions). The table of cases stands in docs/rules/completeness.yaml.

Source: the parts both programmes ask of a lecture, a practical class and self-study work (A section 7, B section 7), and
words of theses as the shortest finished lessons of both languages have them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.rules.page_parts import PartText, parts_of

OUTCOMES, QUESTIONS = 2, 4
# Of running text alone; Kazakh says with four words what Russian says with five.
WORDS_OF_A_LECTURE, WORDS_OF_PRACTICE = 420, 120
ALTERNATIVE = 4  # words that say what a picture shows
# Parts in the order in which an author would mend them.
PARTS = (
    "text",
    "outcomes",
    "figure",
    "alternative",
    "case",
    "task",
    "self_study",
    "questions",
    "terms",
    "translation",
)
RUNNING_TEXT = frozenset({"text", "key_term"})


@dataclass(frozen=True)
class LessonFacts:
    """What a lesson holds, counted. `is_translated`: has the same parts as the other language, none waiting for it."""

    words: int = 0
    outcomes: int = 0
    figures: int = 0
    figures_without_words: int = 0
    cases: int = 0
    tasks: int = 0
    self_study: int = 0
    questions: int = 0
    terms: int = 0
    is_translated: bool = True


@dataclass(frozen=True)
class Completeness:
    """Parts a lesson of these hours has, of those it should have; `missing` in the order in which to mend them."""

    done: int
    wanted: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Rounded down: 100 only where nothing is missing."""
        return 100 * self.done // self.wanted if self.wanted else 0

    @property
    def is_whole(self) -> bool:
        return not self.missing


def facts_of(fields: Mapping[str, Any], *, is_translated: bool = True) -> LessonFacts:
    """Counts of a topic page from its fields as stored (courses.agreeing.fields_of)."""
    parts = parts_of({"body": fields.get("body") or []})
    figures = [
        block.get("value") or {} for block in fields.get("body") or [] if block.get("type") == "figure"
    ]
    return LessonFacts(
        words=sum(len(part.text.split()) for part in parts if part.kind in RUNNING_TEXT),
        outcomes=len(fields.get("outcomes") or []),
        figures=len(figures),
        figures_without_words=sum(
            1 for one in figures if len(str(one.get("alt") or "").split()) < ALTERNATIVE
        ),
        cases=_count(parts, "case"),
        tasks=_count(parts, "task"),
        self_study=_count(parts, "self_study"),
        questions=_count(parts, "control_question") + _count(parts, "bank_question", empty=True),
        terms=len(fields.get("terms") or []) + _count(parts, "key_term", empty=True),
        is_translated=is_translated,
    )


def _count(parts: Sequence[PartText], kind: str, *, empty: bool = False) -> int:
    return sum(1 for part in parts if part.kind == kind and (part.text or empty))


def completeness(facts: LessonFacts, *, lecture: int, practice: int, final: int = 0) -> Completeness:
    """What a lesson of these academic hours has. Practice hours need a task; lecture and final ones the longer text."""
    least = WORDS_OF_A_LECTURE if lecture or final else WORDS_OF_PRACTICE
    has = {
        "text": facts.words >= least,
        "outcomes": facts.outcomes >= OUTCOMES,
        "figure": facts.figures > 0,
        "alternative": facts.figures > 0 and not facts.figures_without_words,
        "case": facts.cases > 0,
        "self_study": facts.self_study > 0,
        "questions": facts.questions >= QUESTIONS,
        "terms": facts.terms > 0,
        "translation": facts.is_translated,
    }
    if practice:
        has["task"] = facts.tasks > 0
    missing = tuple(part for part in PARTS if not has.get(part, True))
    # Words of a picture are asked for where there is a picture: without one a single thing is missing.
    if not facts.figures:
        missing = tuple(part for part in missing if part != "alternative")
        has.pop("alternative")
    return Completeness(done=len(has) - len(missing), wanted=len(has), missing=missing)


def same_structure(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two languages of a lesson are made of the same kinds of parts in the same order."""

    def shape(fields: Mapping[str, Any]) -> tuple[object, ...]:
        kinds = [str(block.get("type")) for block in fields.get("body") or []]
        return (kinds, len(fields.get("outcomes") or []), sorted(fields.get("terms") or []))

    return shape(one) == shape(other)


# Where a text stands


def state(*, is_live: bool, has_draft: bool, review: str, is_agreed: bool) -> str:
    """One word for a page. `review`: the role that reads now, "given_back", or empty.

    given_back | at_methodologist | at_expert | draft (never published) | draft_changes | agreed | published
    """
    if review == "given_back":
        return "given_back"
    if review:
        return f"at_{review}"
    if not is_live:
        return "draft"
    if has_draft:
        return "draft_changes"
    return "agreed" if is_agreed else "published"
