"""A protocol's people as the commission sees them: marks, score, what is proposed, what still waits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.models import User
from people.sorting import by_name

from .models import CohortScheme, CommissionProtocol, Mark, ProtocolRow, Result, Sitting
from .presentation import text_in
from .rules import scheme as scheme_rules
from .rules import scoring
from .services.decisions import waiting

EXAMINED = [Enrolment.Status.STUDYING, Enrolment.Status.COMPLETED]


@dataclass(frozen=True)
class Part:
    """A component of the scheme, as a column: `title` in the reader's language."""

    key: str
    title: str
    maximum: str
    is_required: bool


@dataclass(frozen=True)
class Case:
    """One person of a protocol. `outcome`: what the marks say now, or what was decided once `result` stands."""

    sitting_id: int
    person: User
    marks: Mapping[str, Decimal]
    outcome: scoring.Outcome
    band: str
    result: Result | None = None
    works_waiting: int = 0
    is_test_waiting: bool = False
    cells: list[Decimal | None] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Somebody else has not finished: a work without open marks, a test not graded."""
        return bool(self.works_waiting or self.is_test_waiting)

    @property
    def is_incomplete(self) -> bool:
        """A required mark is missing; only a decision that says so can decide: not passed."""
        return self.result is None and bool(self.outcome.missing)

    @property
    def is_passed(self) -> bool:
        return self.outcome.decision == "passed"

    @property
    def decision_words(self) -> str:
        return str(Result.Decision.PASSED.label if self.is_passed else Result.Decision.NOT_PASSED.label)

    @property
    def reason(self) -> str:
        """Why not passed, as a sentence; empty for who passed."""
        if self.is_passed:
            return ""
        if self.missing:
            return _("Missing: %(components)s.") % {"components": "; ".join(self.missing)}
        reason = self.outcome.reason
        return str(Result.Reason(reason).label) if reason else ""


@dataclass(frozen=True)
class Cases:
    parts: list[Part]
    rows: list[Case]

    @property
    def passed(self) -> int:
        return sum(1 for row in self.rows if row.is_passed)

    @property
    def not_passed(self) -> int:
        return len(self.rows) - self.passed

    @property
    def incomplete(self) -> list[Case]:
        return [row for row in self.rows if row.is_incomplete]

    @property
    def waiting(self) -> list[Case]:
        return [row for row in self.rows if row.waits]


def cases_of(protocol: CommissionProtocol) -> Cases:
    """The people of a protocol in the order of the Kazakh alphabet; a fixed number of queries."""
    rows = list(
        ProtocolRow.objects.filter(protocol=protocol)
        .select_related("sitting__enrolment__user", "result")
        .order_by(*by_name("sitting__enrolment__user__surname", "sitting__enrolment__user__given_name"), "pk")
    )
    content = CohortScheme.objects.values_list("content", flat=True).get(cohort_id=protocol.cohort_id)
    scheme = scheme_rules.read(content)
    sittings = [row.sitting_id for row in rows]
    marks: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for sitting, component, value in (
        Mark.objects.current()
        .filter(sitting__protocol_rows__protocol=protocol)
        .values_list("sitting", "component", "value")
    ):
        marks[sitting][component] = value
    works = {} if protocol.is_approved else waiting.works(sittings, content)
    tests = set() if protocol.is_approved else set(waiting.tests(sittings).values_list("sitting", flat=True))
    parts = [
        Part(row["key"], text_in(row["title"]), row["maximum"], row.get("required", True))
        for row in content["components"]
    ]
    bands = {row["key"]: text_in(row["title"]) for row in content["bands"]}
    titles = {part.key: part.title for part in parts}
    cases = []
    for row in rows:
        outcome = _decided(row.result) if row.result else scoring.decide(scheme, marks[row.sitting_id])
        lacking = [part.key for part in parts if part.is_required and part.key not in outcome.components]
        cases.append(
            Case(
                sitting_id=row.sitting_id,
                person=row.sitting.enrolment.user,
                marks=outcome.components,
                outcome=outcome,
                band=bands.get(outcome.band, outcome.band),
                result=row.result,
                works_waiting=len(works.get(row.sitting_id, ())),
                is_test_waiting=row.sitting_id in tests,
                cells=[outcome.components.get(part.key) for part in parts],
                missing=[titles[key] for key in lacking],
            )
        )
    return Cases(parts=parts, rows=cases)


def _decided(result: Result) -> scoring.Outcome:
    """A stored decision in the shape of a computed one; it stays what the protocol decided, amended since or not."""
    return scoring.Outcome(
        score=result.score,
        band=result.band,
        decision=result.decision,
        reason=result.decision_reason,
        components={key: Decimal(value) for key, value in result.components.items()},
    )


def undecided(cohort_id: int):
    """Sittings of the cohort's exam without a decision, of people who are still examined; of reassessments those that
    were begun.
    """
    return (
        Sitting.objects.filter(cohort_id=cohort_id, enrolment__status__in=EXAMINED, results__isnull=True)
        .to_decide()
        .order_by("pk")
    )


def to_list(cohort_id: int):
    """Those of `undecided` that stand in no draft, by name: whom a protocol can still take in."""
    drafted = ProtocolRow.objects.filter(
        protocol__cohort_id=cohort_id, protocol__status=CommissionProtocol.Status.DRAFT
    ).values("sitting")
    return (
        undecided(cohort_id)
        .exclude(pk__in=drafted)
        .select_related("enrolment__user")
        .order_by(*by_name("enrolment__user__surname", "enrolment__user__given_name"), "pk")
    )
