"""The report: a row for each topic and language, what exists and what is missing."""

from collections.abc import Sequence

from .checks import Finding
from .lessons import Programme

HEAD = (
    "topic",
    "",
    "hours",
    "words",
    "outcomes",
    "figure",
    "case",
    "task",
    "self-study",
    "questions",
    "terms",
    "state",
)


def table(programme: Programme, found: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Rows of HEAD's columns; `state` is "ok" or how many faults the place has."""
    faults: dict[str, int] = {}
    for one in found:
        faults[one.place] = faults.get(one.place, 0) + 1
    rows = []
    for lesson in programme.lessons:
        count = faults.get(lesson.name, 0)
        rows.append(
            (
                lesson.topic.key,
                lesson.topic.language,
                str(sum(lesson.hours.values())),
                str(lesson.theses_words),
                str(len(lesson.topic.outcomes)),
                *(str(lesson.count(kind)) for kind in ("figure", "case", "task", "selfstudy", "check")),
                str(len(lesson.topic.terms)),
                "ok" if not count else f"{count} to mend",
            )
        )
    return rows
