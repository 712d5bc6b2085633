"""What a graduate's final work came to, part by part, as the first draft of a mentoring plan reads it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from assessments.models import Assessment, Attempt, Mark, Result
from assessments.rules import rubric
from assessments.services.scheme import frozen
from courses.models import Enrolment

from ...rules.plan_draft import Weak, own_words


def passed_result(enrolment: Enrolment) -> Result | None:
    """The result that stands and is passed, the newest sitting's (one query)."""
    return (
        Result.objects.current()
        .filter(sitting__enrolment=enrolment, decision=Result.Decision.PASSED)
        .select_related("sitting")
        .order_by("-sitting__number")
        .first()
    )


def outcomes(enrolment: Enrolment, language: str) -> list[str]:
    """The programme's outcomes: results of its modules in their order, then what its scheme assesses."""
    found = [
        str(result.get(language, ""))
        for module in enrolment.cohort.edition.modules.all()
        for result in module.results
    ]
    scheme = frozen.content_for(enrolment.cohort_id)
    found += [_title(row, language) for row in scheme["components"]]
    return list(dict.fromkeys(filter(None, found)))


def parts(result: Result, enrolment: Enrolment, *, language: str) -> list[Weak]:
    """Modules of the test, criteria of the works and components of the scheme with their shares, in the scheme's order.

    `result`: with its sitting. A mark that was carried over is read where it was earned.
    """
    scheme = frozen.content_for(result.sitting.cohort_id)
    marks = {
        mark.component: mark
        for mark in result.sitting.marks.current().select_related(
            "attempt",
            "assessment__rubric_version",
            "carried_from__attempt",
            "carried_from__assessment__rubric_version",
        )
    }
    found: list[Weak] = []
    for row in scheme["components"]:
        if (mark := marks.get(row["key"])) is not None:
            found += _of_component(row, mark, enrolment, language)
    return found


def _of_component(row: Mapping[str, Any], mark: Mark, enrolment: Enrolment, language: str) -> list[Weak]:
    origin = mark.carried_from or mark
    title = _title(row, language)
    if origin.attempt is not None and (of_test := list(_modules(origin.attempt, enrolment, language))):
        return of_test
    if origin.assessment is not None and not row.get("criterion"):
        return list(_criteria(origin.assessment, title, language))
    return [Weak(own_words(row["key"]), title, _share(mark.value, mark.maximum), title)]


def _modules(attempt: Attempt, enrolment: Enrolment, language: str) -> Iterable[Weak]:
    """Each module with its part of right answers; a question left out afterwards has no score and counts nowhere."""
    scores: dict[int, list[Decimal]] = {}
    items = attempt.items.filter(score__isnull=False).order_by()
    for number, score in items.values_list("version__question__module", "score"):
        scores.setdefault(number, []).append(score or Decimal(0))
    for module in enrolment.cohort.edition.modules.all():
        if own := scores.get(module.number):
            first: Mapping[str, str] = next(iter(module.results), {})
            outcome = str(first.get(language, ""))
            yield Weak("module", module.title_in(language), sum(own, Decimal(0)) / len(own), outcome)


def _criteria(assessment: Assessment, outcome: str, language: str) -> Iterable[Weak]:
    for row in assessment.rubric_version.content["criteria"]:
        value = rubric.read_points((assessment.points.get(row["key"]) or {}).get("value"))
        if value is not None:
            yield Weak(
                "criterion", _title(row, language), _share(value, Decimal(str(row["maximum"]))), outcome
            )


def _title(row: Mapping[str, Any], language: str) -> str:
    titles = row["title"]
    return str(titles.get(language) or titles.get("kk") or "")


def _share(value: Decimal, maximum: Decimal) -> Decimal:
    return value / maximum if maximum else Decimal(1)
