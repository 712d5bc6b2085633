"""What a booking would bring: marks carried, what is done anew and when; alone or with a cohort. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

from assessments.models import Assignment, CohortScheme, DateRule, Mark, Result
from assessments.rules import carrying as carrying_rule
from assessments.rules import lateness, scoring
from assessments.rules import scheme as scheme_rules
from assessments.services.attempts import windows
from assessments.services.scheme import frozen
from assessments.services.work import extensions
from courses.models import Cohort, Enrolment

from ...models import Reassessment
from ...rules import entitlements as rules
from . import facts as right_facts

Kind = Reassessment.Kind
JOINABLE = [Cohort.Status.OPEN, Cohort.Status.RUNNING, Cohort.Status.ASSESSING]


@dataclass(frozen=True)
class Doing:
    """Something to do anew: a test (key of the quiz) or a work, and between when."""

    kind: str
    key: str
    title: str
    components: tuple[str, ...]
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Plan:
    """What a booking would do. `carried`: title, mark; `due`: what is done anew; `year`: whose right it uses."""

    kind: str
    cohort: Cohort
    planned_on: date
    year: int
    again: frozenset[str]
    carried: tuple[tuple[str, Mark], ...]
    due: tuple[Doing, ...]

    @property
    def is_alone(self) -> bool:
        return self.kind == Kind.ALONE


def _text(texts: Mapping) -> str:
    return texts.get(get_language() or "kk") or texts.get("kk", "")


def assessed_anew(result: Result, content: Mapping) -> frozenset[str]:
    """The components that are assessed anew after this result, by its scheme's content and its edition's parameter."""
    scheme = scheme_rules.read(content)
    marks = {key: Decimal(value) for key, value in result.components.items()}
    outcome = scoring.decide(scheme, marks, at_conclusion=True)
    return rules.assessed_anew(
        content,
        told=result.sitting.enrolment.cohort.edition.parameters.get("reassessed"),
        reason=result.decision_reason,
        score_is_enough=result.score >= scheme.pass_mark,
        below=outcome.below_minimum,
    )


@dataclass
class _Source:
    """What a booking starts from, read once for however many cohorts: the failed result's marks and what is done anew."""

    row: Reassessment
    marks: Mapping[str, Mark]
    again: frozenset[str]


def _source(row: Reassessment) -> _Source:
    result = row.based_on
    marks = {mark.component: mark for mark in result.sitting.marks.current().select_related("marker")}
    content = frozen.content_for(result.sitting.cohort_id)
    return _Source(row=row, marks=marks, again=assessed_anew(result, content))


def _doings(
    source: _Source,
    content: Mapping,
    dates: Mapping[tuple[str, str], tuple[datetime, datetime]],
    titles: Mapping,
) -> tuple[tuple[tuple[str, Mark], ...], tuple[Doing, ...]]:
    found = carrying_rule.plan(
        earned={key: mark.maximum for key, mark in source.marks.items()},
        wanted={row["key"]: Decimal(row["maximum"]) for row in content["components"]},
        again=source.again,
    )
    names = {row["key"]: _text(row["title"]) for row in content["components"]}
    together: dict[tuple[str, str], list[str]] = {}
    for row in content["components"]:
        if row["key"] in found.due:
            is_test = bool(row.get("quiz"))
            item = ("quiz", row["quiz"]) if is_test else ("assignment", row.get("assignment", ""))
            together.setdefault(item, []).append(row["key"])
    due = []
    for (kind, key), components in together.items():
        opens_at, closes_at = dates.get((kind, key), (None, None))
        title = _text(content["quizzes"][key]["title"]) if kind == "quiz" else titles.get(key, "")
        title = title or ", ".join(names[one] for one in components)
        due.append(Doing(kind, key, title, tuple(names[one] for one in components), opens_at, closes_at))
    return tuple((names[key], source.marks[key]) for key in found.carried), tuple(due)


def _titles(edition_ids: set[int]) -> dict[int, dict[str, str]]:
    """Titles of works in the reader's language, by edition and key (one query)."""
    found: dict[int, dict[str, str]] = {}
    for work in Assignment.objects.filter(edition_id__in=edition_ids):
        found.setdefault(work.edition_id, {})[work.key] = work.title
    return found


def _own_windows(
    day: date, at: datetime, content: Mapping
) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    """A test is open on the day itself, local time; a work from now until that day is over."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(day, time.min, tzinfo=zone)
    ends = datetime.combine(day, time(23, 59), tzinfo=zone)
    tests = {("quiz", key): (begins, ends) for key in content["quizzes"]}
    return tests | {("assignment", key): (min(at, begins), ends) for key in content["rubrics"]}


def plan_alone(row: Reassessment, *, planned_on: date, at: datetime) -> Plan:
    """What a day of one's own would bring (four queries). Whether the day is allowed is asked by `check_day`."""
    cohort = row.enrolment.cohort
    content = frozen.content_for(cohort.pk)
    source = _source(row)
    titles = _titles({cohort.edition_id}).get(cohort.edition_id, {})
    carried, due = _doings(source, content, _own_windows(planned_on, at, content), titles)
    return Plan(Kind.ALONE, cohort, planned_on, planned_on.year, source.again, carried, due)


def plan_booked(row: Reassessment) -> Plan:
    """What a booked row asks for, by its own sitting: marks that were carried, what is due, its own dates or the cohort's
    (five queries). The row needs its cohort, sitting and day.
    """
    sitting, cohort, day = row.sitting, row.cohort, row.planned_on
    if sitting is None or cohort is None or day is None:
        raise ValueError("nothing is booked")
    content = frozen.content_for(cohort.pk)
    marks = {mark.component: mark for mark in sitting.marks.current().select_related("marker")}
    carried = {key for key, mark in marks.items() if mark.source == Mark.Source.CARRIED}
    dates = {
        (str(kind), key): (window.opens_at, window.closes_at)
        for kind in (DateRule.Kind.QUIZ, DateRule.Kind.ASSIGNMENT)
        for key, window in windows.of_sitting(sitting, kind).items()
    }
    again = frozenset(item["key"] for item in content["components"] if item["key"] not in carried)
    titles = _titles({cohort.edition_id}).get(cohort.edition_id, {})
    source = _Source(row=row, marks=marks, again=again)
    shown, due = _doings(source, content, dates, titles)
    return Plan(str(row.kind), cohort, day, row.year, again, shown, due)


def plans_with_cohorts(row: Reassessment, *, at: datetime) -> list[Plan]:
    """Cohorts that can be joined, those of the person's language first, then by their end; what each would bring.

    Of the programme, open or under way, not one's own nor one the person is in, ending in a year whose right is free,
    with every test that is due still ahead (eight queries however many).
    """
    facts = right_facts.facts_of(row.enrolment, at)
    own = Enrolment.objects.filter(user_id=row.user_id).exclude(status="rejected").values("cohort")
    cohorts = list(
        Cohort.objects.filter(
            edition__code=row.programme_code, status__in=JOINABLE, ends_on__gte=timezone.localdate(at)
        )
        .exclude(pk__in=own)
        .exclude(pk=row.enrolment.cohort_id)
        .select_related("edition")
        .order_by("ends_on", "pk")
    )
    if not cohorts:
        return []
    contents = dict(CohortScheme.objects.filter(cohort__in=cohorts).values_list("cohort_id", "content"))
    dates: dict[int, dict[tuple[str, str], tuple[datetime, datetime]]] = {}
    for rule in DateRule.objects.filter(cohort__in=cohorts):
        dates.setdefault(rule.cohort_id, {})[rule.kind, rule.key] = (rule.opens_at, rule.closes_at)
    source, titles = _source(row), _titles({cohort.edition_id for cohort in cohorts})
    plans = []
    for cohort in cohorts:
        content, year = contents[cohort.pk], cohort.ends_on.year
        if year != row.year and facts.free_slot(year) is None:
            continue
        carried, due = _doings(source, content, dates.get(cohort.pk, {}), titles.get(cohort.edition_id, {}))
        if due and all(_is_ahead(one, content, at) for one in due):
            day = _day_of_exam(due, cohort, at)
            plans.append(Plan(Kind.COHORT, cohort, day, year, source.again, carried, due))
    language = row.enrolment.cohort.language
    return sorted(plans, key=lambda plan: plan.cohort.language != language)


def _is_ahead(doing: Doing, content: Mapping, at: datetime) -> bool:
    if doing.closes_at is None:
        return True
    if doing.kind == "quiz":
        return at < doing.closes_at
    return lateness.is_open(*extensions.policy_of(content, doing.key), doing.closes_at, at)


def _day_of_exam(due: tuple[Doing, ...], cohort: Cohort, at: datetime) -> date:
    """The day on which the first test that is due opens; once it is open, or without tests, the cohort's last day."""
    opens = [timezone.localdate(one.opens_at) for one in due if one.kind == "quiz" and one.opens_at]
    first = min(opens, default=cohort.ends_on)
    is_usual = timezone.localdate(at) <= first <= cohort.ends_on and first.year == cohort.ends_on.year
    return first if is_usual else cohort.ends_on
