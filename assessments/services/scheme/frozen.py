"""What a cohort froze: the scheme and the settings of its quizzes, read from the copy and never from the live rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ...models import CohortScheme, Quiz, Sitting
from ...rules import blueprint, scoring
from ...rules import scheme as scheme_rules


def content_for(cohort_id: int) -> Mapping:
    return CohortScheme.objects.values_list("content", flat=True).get(cohort_id=cohort_id)


def scheme_for(cohort_id: int) -> scoring.Scheme:
    return scheme_rules.read(content_for(cohort_id))


def marks_of(sitting: Sitting) -> dict[str, Decimal]:
    """The marks that stand now, by component."""
    return dict(sitting.marks.current().values_list("component", "value"))


def component(content: Mapping, key: str) -> Mapping:
    """The component of that key; raises StopIteration where the scheme has none."""
    return next(row for row in content["components"] if row["key"] == key)


def component_of_assignment(content: Mapping, assignment_key: str) -> list[Mapping]:
    """The components an assignment fills: one, or one per criterion."""
    return [row for row in content["components"] if row.get("assignment") == assignment_key]


def component_of_quiz(content: Mapping, quiz_key: str) -> Mapping | None:
    return next((row for row in content["components"] if row.get("quiz") == quiz_key), None)


@dataclass(frozen=True)
class QuizTerms:
    """The settings of a quiz as the cohort froze them. `minutes` 0: no limit; `attempts` 0: as often as one likes."""

    key: str
    title: Mapping
    minutes: int
    attempts: int
    strata: tuple[blueprint.Stratum, ...]
    mode: str = Quiz.Mode.FINAL
    feedback: str = Quiz.Feedback.SCORE
    credit: str = Quiz.Credit.WHOLE
    per_page: int = 1
    log_focus: bool = False

    @property
    def questions(self) -> int:
        return sum(stratum.count for stratum in self.strata)

    @property
    def is_practice(self) -> bool:
        return self.mode == Quiz.Mode.PRACTICE

    def copy(self) -> dict[str, object]:
        """What an attempt keeps of them."""
        return {
            "mode": self.mode,
            "minutes": self.minutes,
            "feedback": self.feedback,
            "credit": self.credit,
            "per_page": self.per_page,
            "log_focus": self.log_focus,
        }


def quiz_terms(content: Mapping, quiz_key: str) -> QuizTerms | None:
    """The quiz's settings; None where the cohort has no such quiz. What an older copy does not say has its default."""
    row = content["quizzes"].get(quiz_key)
    if row is None:
        return None
    told = {
        name: row[name] for name in ("mode", "feedback", "credit", "per_page", "log_focus") if name in row
    }
    return QuizTerms(
        key=quiz_key,
        title=row["title"],
        minutes=int(row["minutes"]),
        attempts=int(row["attempts"]),
        strata=tuple(blueprint.read(row["blueprint"])),
        **told,
    )
