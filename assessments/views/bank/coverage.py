"""Can the bank serve the tests, how alike are two papers, and where questions are wanting."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import ProgrammeEdition

from ...models import QuestionVersion, Quiz
from ...rules import blueprint, coverage
from ...services.attempts import attempts
from . import filters, places
from .frame import for_keepers, screen


@dataclass(frozen=True)
class PartRow:
    """A part of a blueprint in words and numbers."""

    label: str
    wanted: int
    ready: int
    is_served: bool
    missing: int
    common: str
    percent: Decimal | None

    @property
    def percent_words(self) -> str:
        return percent(self.percent)


@dataclass(frozen=True)
class QuizCoverage:
    title: str
    mode: str
    rows: list[PartRow]
    fault: str
    paper: str
    # (label, percent, words) for the chart.
    bars: list[tuple[str, float, str]]

    @property
    def is_served(self) -> bool:
        return not self.fault and all(row.is_served for row in self.rows)


def percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{number_format(round(value, 1), decimal_pos=1)} %"


def _label(stratum: blueprint.Stratum, titles: dict[str, str]) -> str:
    label = _("Module %(number)s") % {"number": stratum.module}
    if stratum.topic:
        label = f"{label}, {titles.get(stratum.topic, stratum.topic)}"
    if stratum.difficulty:
        label = f"{label}, {_('difficulty %(level)s') % {'level': stratum.difficulty}}"
    return label


def quiz_coverage(quiz: Quiz, titles: dict[str, str], bank: Iterable[blueprint.BankItem]) -> QuizCoverage:
    title, mode = quiz.title, quiz.get_mode_display()
    try:
        strata = blueprint.read(quiz.blueprint)
    except ValueError as fault:
        return QuizCoverage(title=title, mode=mode, rows=[], fault=str(fault), paper="", bars=[])
    covered = coverage.covered(strata, list(bank))
    rows = [
        PartRow(
            label=_label(row.stratum, titles),
            wanted=row.stratum.count,
            ready=row.ready,
            is_served=row.is_served,
            missing=row.missing,
            common="–" if row.common is None else number_format(round(row.common, 1), decimal_pos=1),
            percent=row.percent,
        )
        for row in covered
    ]
    return QuizCoverage(
        title=title,
        mode=mode,
        rows=rows,
        fault="",
        paper=percent(coverage.paper_percent(covered)),
        bars=[(row.label, float(row.percent), row.percent_words) for row in rows if row.percent is not None],
    )


def bank_of(quiz: Quiz, code: str) -> Sequence[blueprint.BankItem]:
    """What the papers of a test are drawn from: practice has a bank of its own."""
    return attempts.bank_for(code, practice=quiz.mode == Quiz.Mode.PRACTICE)


def unserved(programme_codes: Iterable[str]) -> list[str]:
    """Tests the bank cannot serve now, in words; for a warning after something was taken out."""
    found = []
    quizzes = Quiz.objects.filter(edition__code__in=set(programme_codes)).select_related("edition")
    for quiz in quizzes.order_by("edition__code", "-edition__number", "pk"):
        bank = bank_of(quiz, quiz.edition.code)
        try:
            short = blueprint.shortages(blueprint.read(quiz.blueprint), bank)
        except ValueError:
            continue
        if short:
            found.append(f"{quiz.edition.code}/{quiz.edition.number} «{quiz.title}»")
    return found


@dataclass(frozen=True)
class TopicCount:
    """A topic with its ready questions by difficulty, and drafts that could become ready."""

    module: int
    label: str
    by_difficulty: tuple[int, int, int]
    drafts: int

    @property
    def total(self) -> int:
        return sum(self.by_difficulty)


def topic_counts(programme_code: str, topics: list[places.Topic]) -> list[TopicCount]:
    """Two queries."""
    mine = {"question__programme_code": programme_code}
    ready = Counter(
        QuestionVersion.objects.filter(status="ready", **mine).values_list(
            "question__topic_key", "difficulty"
        )
    )
    drafts = Counter(
        filters.newest().filter(status="draft", **mine).values_list("question__topic_key", flat=True)
    )
    return [
        TopicCount(
            module=topic.module,
            label=topic.label,
            by_difficulty=(ready[topic.key, 1], ready[topic.key, 2], ready[topic.key, 3]),
            drafts=drafts[topic.key],
        )
        for topic in topics
        if topic.programme_code == programme_code
    ]


@for_keepers
@require_safe
def coverage_screen(request: HttpRequest) -> HttpResponse:
    """One edition at a time: its tests, then its topics."""
    editions = list(ProgrammeEdition.objects.all())
    asked = request.GET.get("edition", "")
    edition = next((one for one in editions if str(one.pk) == asked), editions[0] if editions else None)
    quizzes: list[QuizCoverage] = []
    counts: list[TopicCount] = []
    if edition is not None:
        topics = places.topics()
        titles = {topic.key: topic.label for topic in topics}
        quizzes = [
            quiz_coverage(quiz, titles, bank_of(quiz, edition.code))
            for quiz in edition.quizzes.order_by("pk")
        ]
        counts = topic_counts(edition.code, topics)
    return screen(
        request,
        "coverage",
        tab="coverage",
        title=_("Coverage"),
        edition=edition,
        editions=editions,
        quizzes=quizzes,
        counts=counts,
        chart_head=(_("Part of the paper"), _("Shared by two papers")),
    )
