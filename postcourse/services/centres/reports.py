"""A centre's half-year's and year's report: figures from what happened, words by the coordinator, frozen at hand-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.rules.privacy import findings
from people.errors import Refusal
from people.models import User

from ...models import CentreReport, ResourceCentre
from ...rules import centres as rules
from . import figures as centre_figures
from .centres import locked_centre

LONGEST = 20_000
FIRST_YEAR = 2020


class StaleReport(Refusal):
    """Somebody saved since this reader's revision; `report` is what stands now."""

    def __init__(self, report: CentreReport) -> None:
        super().__init__(
            _(
                "The report was saved elsewhere in the meantime. Below is what stands now beside what you typed: "
                "put the two together and save once more."
            ),
            code="stale",
        )
        self.report = report


@dataclass(frozen=True)
class Due:
    """The report to write next. `days`: until it is expected, negative where that day has passed."""

    year: int
    half: int
    on: date
    days: int

    @property
    def is_over(self) -> bool:
        return self.days < 0

    @property
    def is_near(self) -> bool:
        return 0 <= self.days <= 14


def check_period(year: int, half: int, *, today: date) -> bool:
    """Whether there can be a report of this period: it has begun."""
    return half in rules.HALVES and year >= FIRST_YEAR and rules.period(year, half)[0] <= today


def due(centre: ResourceCentre, *, today: date) -> Due:
    """Which report comes next and until when."""
    handed_in = frozenset(centre.reports.filter(handed_in_at__isnull=False).values_list("year", "half"))
    year, half = rules.next_report(today=today, handed_in=handed_in, opened_on=centre.opened_on)
    on = rules.due_on(year, half)
    return Due(year, half, on, (on - today).days)


def content_of(centre: ResourceCentre, *, year: int, half: int) -> dict[str, Any]:
    """The figures of a period as a report keeps them: lines, by_function {key: [times, people]}, totals, and who reports."""
    first, last = rules.period(year, half)
    found = centre_figures.happened(centre, first=first, last=last)
    host = centre.organisation
    return {
        "centre": {"kk": host.name_kk, "ru": host.name_ru},
        "coordinator": centre.coordinator.full_name if centre.coordinator else "",
        "first": first.isoformat(),
        "last": last.isoformat(),
        "lines": [line.kept() for line in found.lines],
        "by_function": {key: list(found.of(key)) for key in rules.FUNCTIONS},
        "totals": found.totals,
    }


def suggested(content: Mapping[str, Any], *, language: str) -> str:
    """A text to begin with, made of the figures, in Kazakh or Russian."""
    totals = content["totals"]
    if language == "ru":
        return (
            f"За отчётный период проведено дел: {totals['all']}, охвачено человек: {totals['people']}.\n\n"
            f"Обучающих мероприятий: {totals['trainings']}, участников: {totals['trained']}. "
            f"Консультаций и помощи педагогам: {totals['consultations']}. "
            f"Обобщено и опубликовано практик: {totals['practices']}.\n\n"
            "Что получилось:\n\nЧто не получилось и почему:\n\nПлан на следующий период:"
        )
    return (
        f"Есепті кезеңде атқарылған іс саны – {totals['all']}, қамтылған адам саны – {totals['people']}.\n\n"
        f"Оқыту іс-шаралары – {totals['trainings']}, қатысушылар – {totals['trained']}. "
        f"Кеңестер мен педагогтерге көмек – {totals['consultations']}. "
        f"Жинақталып, жарияланған тәжірибелер – {totals['practices']}.\n\n"
        "Не нәтиже берді:\n\nНе болмай қалды және неге:\n\nКелесі кезеңге жоспар:"
    )


@transaction.atomic
def save_texts(
    *,
    centre_id: int,
    year: int,
    half: int,
    texts: Mapping[str, str],
    revision: int,
    at: datetime,
    actor: User,
) -> CentreReport:
    """Keep the report's words as a draft. `texts`: {"kk": …, "ru": …}.

    Refuses a stale revision (StaleReport), a report that is handed in, and words that tell who a child is.
    """
    centre = locked_centre(centre_id, actor)
    if not check_period(year, half, today=timezone.localdate(at)):
        raise Refusal(_("There is no report of this period."), code="period")
    report = CentreReport.objects.filter(centre=centre, year=year, half=half).first()
    if report is None:
        report = CentreReport(centre=centre, year=year, half=half, made_at=at, made_by=actor)
    _check_open(report)
    cleaned = {language: _clean(texts.get(language, "")) for language in ("kk", "ru")}
    if report.pk and (report.text_kk, report.text_ru) == (cleaned["kk"], cleaned["ru"]):
        return report
    if report.revision != revision:
        raise StaleReport(report)
    report.text_kk, report.text_ru = cleaned["kk"], cleaned["ru"]
    report.made_at, report.made_by, report.revision = at, actor, report.revision + 1
    report.save()
    return report


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise Refusal(
            _("The text is longer than %(most)s letters. Shorten it.") % {"most": LONGEST}, code="too_long"
        )
    if any(one.kind == "iin" or one.kind == "school_class_diagnosis" for one in findings(text)):
        raise Refusal(
            _(
                "The text tells who a child is. Take out numbers of people, and a school, class and diagnosis together."
            ),
            code="identifies",
        )
    return text


def _check_open(report: CentreReport) -> None:
    if report.handed_in_at is not None:
        raise Refusal(_("This report is handed in and stays as it is."), code="handed_in")


@transaction.atomic
def hand_in(
    *, centre_id: int, year: int, half: int, revision: int, at: datetime, actor: User
) -> CentreReport:
    """Freeze the report with the figures of this moment; what it covers cannot be changed any more.

    Refuses a period that has not ended, a text that is missing in a language, a stale revision and a second hand-in.
    """
    centre = locked_centre(centre_id, actor)
    report = (
        CentreReport.objects.select_for_update(of=("self",))
        .filter(centre=centre, year=year, half=half)
        .first()
    )
    if report is None or not (report.text_kk and report.text_ru):
        raise Refusal(
            _("Write the text in Kazakh and in Russian and save it, then hand the report in."), code="no_text"
        )
    _check_open(report)
    if report.revision != revision:
        raise StaleReport(report)
    if rules.period(year, half)[1] >= timezone.localdate(at):
        raise Refusal(
            _("The period has not ended. The report can be handed in from %(day)s.")
            % {"day": (rules.period(year, half)[1] + timedelta(days=1)).strftime("%d.%m.%Y")},
            code="early",
        )
    report.content = content_of(centre, year=year, half=half)
    report.handed_in_at = report.made_at = at
    report.made_by = actor
    report.save(update_fields=["content", "handed_in_at", "made_at", "made_by"])
    return report


def standing(centre: ResourceCentre, *, year: int, half: int) -> tuple[CentreReport | None, dict[str, Any]]:
    """The report of a period if one is begun, and its figures: frozen ones, else those of this moment."""
    report = centre.reports.filter(year=year, half=half).select_related("made_by").first()
    if report is not None and report.handed_in_at is not None:
        return report, report.content
    return report, content_of(centre, year=year, half=half)
