"""What a cohort froze: the scheme and the settings of its quizzes, read from the copy and never from the live rows."""

from collections.abc import Mapping
from decimal import Decimal

from ..models import CohortScheme, Sitting
from ..rules import scheme as scheme_rules
from ..rules import scoring


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
