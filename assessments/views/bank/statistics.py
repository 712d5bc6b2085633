"""How questions worked: a list sorted by trouble, one question's page, and the same as a workbook."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from courses.models import Cohort

from ... import items
from ...models import QuestionVersion
from ...presentation import text_in
from ...rules import statistics as rules
from ...services.attempts import statistics
from ...services.decisions import regrade
from . import places
from .frame import for_keepers, screen

FLAGS = {
    "too_easy": (
        gettext_lazy("Too easy"),
        gettext_lazy(
            "Almost everybody is right: it tells nobody apart. Make the wrong options more plausible."
        ),
    ),
    "too_hard": (
        gettext_lazy("Too hard"),
        gettext_lazy("Hardly anybody is right. Check the key first, then whether the lesson teaches it."),
    ),
    "negative": (
        gettext_lazy("Turned round"),
        gettext_lazy(
            "The strong miss it more often than the weak: most often the key is wrong. Decide about it."
        ),
    ),
    "weak": (
        gettext_lazy("Tells little apart"),
        gettext_lazy("Strong and weak answer it alike. Look for a second right option or a vague wording."),
    ),
    "idle_option": (
        gettext_lazy("An option nobody takes"),
        gettext_lazy("An option was never chosen: replace it by a mistake people really make."),
    ),
    "luring_option": (
        gettext_lazy("A luring option"),
        gettext_lazy("The strong prefer a wrong option to the right one: it may be right too."),
    ),
    "language_gap": (
        gettext_lazy("Kazakh and Russian differ"),
        gettext_lazy("One language is much easier: compare the two wordings."),
    ),
}


class StatisticsFilter(forms.Form):
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    cohort = forms.ModelChoiceField(
        label=gettext_lazy("Cohort"),
        queryset=Cohort.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    module = forms.TypedChoiceField(
        label=gettext_lazy("Module"), coerce=int, required=False, empty_value=None
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    flag = forms.ChoiceField(label=gettext_lazy("What to look at"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="stat-%s")
        topics = places.topics()
        codes = sorted({topic.programme_code for topic in topics})
        self.fields["programme"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
        modules = sorted({topic.module for topic in topics})
        self.fields["module"].choices = [("", _("Any")), *((one, one) for one in modules)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *((name, kind.title) for name, kind in items.KINDS.items()),
        ]
        self.fields["flag"].choices = [  # type: ignore[attr-defined]
            ("", _("Any")),
            *((code, words) for code, (words, _advice) in FLAGS.items()),
        ]
        self.fields["cohort"].queryset = Cohort.objects.select_related("edition").order_by("-starts_on")  # type: ignore[attr-defined]
        self.fields["cohort"].label_from_instance = lambda cohort: cohort.code  # type: ignore[attr-defined]
        self.is_valid()
        self.code = self.cleaned_data.get("programme") or (codes[0] if codes else "A")

    @property
    def cohort_id(self) -> int | None:
        cohort = self.cleaned_data.get("cohort")
        return cohort.pk if cohort else None


def share(value: float | None) -> str:
    """A part of a whole in percent; a dash where too few answered."""
    return "–" if value is None else f"{number_format(round(value * 100), decimal_pos=0)} %"


def plain(value: float | None) -> str:
    return "–" if value is None else number_format(round(value, 2), decimal_pos=2)


def seconds(value: float | None) -> str:
    return "–" if value is None else _("%(seconds)s s") % {"seconds": round(value)}


@dataclass(frozen=True)
class ItemRow:
    """A question's figures in words and numbers."""

    url: str
    key: str
    stem: str
    kind: str
    n: int
    facility: float | None
    facility_words: str
    discrimination: str
    gap: str
    time: str
    flags: list[str]


def _row(one: rules.ItemStatistics, version: QuestionVersion, cohort_id: int | None) -> ItemRow:
    return ItemRow(
        url=reverse("bank:statistics_item", args=[version.pk])
        + (f"?cohort={cohort_id}" if cohort_id else ""),
        key=version.question.key,
        stem=text_in({code: version.body[code]["stem"] for code in ("kk", "ru")}),
        kind=str(items.kind(version.kind).title),
        n=one.both.n,
        facility=None if one.both.facility is None else round(one.both.facility * 100),
        facility_words=share(one.both.facility),
        discrimination=plain(one.both.discrimination),
        gap="–" if one.gap is None else share(one.gap.value),
        time=seconds(one.both.seconds),
        flags=[str(FLAGS[code][0]) for code in one.flags],
    )


def _rows(
    form: StatisticsFilter, report: statistics.Report
) -> list[tuple[rules.ItemStatistics, QuestionVersion]]:
    versions = statistics.versions_of(report)
    module, kind, flag = (form.cleaned_data.get(name) for name in ("module", "kind", "flag"))
    return [
        (one, versions[one.version_id])
        for one in report.items
        if (not module or versions[one.version_id].question.module == module)
        and (not kind or versions[one.version_id].kind == kind)
        and (not flag or flag in one.flags)
    ]


@for_keepers
@require_safe
def statistics_screen(request: HttpRequest) -> HttpResponse:
    """Questions with the most trouble first, and how the papers came out."""
    form = StatisticsFilter(request.GET)
    report = statistics.report(programme_code=form.code, cohort_id=form.cohort_id)
    rows = _rows(form, report)
    papers = report.papers
    tenths = [
        (f"{place * 10}–{place * 10 + (10 if place == 9 else 9)}", count)
        for place, count in enumerate(papers.tenths)
    ]
    return screen(
        request,
        "statistics",
        title=_("Statistics"),
        tab="statistics",
        form=form,
        rows=[_row(*pair, form.cohort_id) for pair in rows],
        papers=papers,
        mean=None if papers.mean is None else f"{number_format(round(papers.mean, 1), decimal_pos=1)} %",
        spread=None if papers.spread is None else number_format(round(papers.spread, 1), decimal_pos=1),
        tenths=tenths,
        tenths_most=max(papers.tenths, default=0),
        reliability=None if papers.reliability is None else plain(papers.reliability),
        error=None if papers.error is None else number_format(round(papers.error, 1), decimal_pos=1),
        chart_head=[_("Percent"), _("Papers")],
        query=request.GET.urlencode(),
        least=rules.LEAST,
    )


@dataclass(frozen=True)
class ChoiceRow:
    text_kk: str
    text_ru: str
    is_right: bool
    both: str
    kk: str
    ru: str
    upper: str
    lower: str


def _choices(one: rules.ItemStatistics, version: QuestionVersion) -> list[ChoiceRow]:
    kind = items.kind(version.kind)
    now = regrade.treatment_of(version, regrade.standing_decisions(version))
    words = {
        code: {choice.key: choice for choice in statistics.choices(kind, now, code)} for code in ("kk", "ru")
    }
    by_language = {
        code: {chosen.key: chosen for chosen in figures.chosen} for code, figures in one.languages.items()
    }

    def text(code: str, key: str) -> str:
        return words[code][key].text if key in words[code] else key

    return [
        ChoiceRow(
            text_kk=text("kk", chosen.key),
            text_ru=text("ru", chosen.key),
            is_right=chosen.key in words["kk"] and words["kk"][chosen.key].is_right,
            both=share(chosen.share),
            kk=share(by_language["kk"][chosen.key].share if chosen.key in by_language["kk"] else None),
            ru=share(by_language["ru"][chosen.key].share if chosen.key in by_language["ru"] else None),
            upper=share(chosen.upper),
            lower=share(chosen.lower),
        )
        for chosen in one.both.chosen
    ]


def _cohort(request: HttpRequest, programme_code: str) -> Cohort | None:
    """The cohort the address names, None where it names none; 404 where it is none of the programme."""
    asked = request.GET.get("cohort", "")
    if not asked:
        return None
    if not asked.isdecimal():
        raise Http404
    return get_object_or_404(Cohort, pk=asked, edition__code=programme_code)


@for_keepers
@require_safe
def statistics_item(request: HttpRequest, version_id: int) -> HttpResponse:
    """One wording: its figures in each language, what was chosen by whom, and what to do about it.

    `?cohort=`: of that cohort alone, as the list was narrowed.
    """
    version = get_object_or_404(QuestionVersion.objects.select_related("question"), pk=version_id)
    code = version.question.programme_code
    cohort = _cohort(request, code)
    report = statistics.report(programme_code=code, cohort_id=cohort.pk if cohort else None)
    one = report.of(version.pk)
    if one is None:
        raise Http404
    columns = [(_("Both"), one.both), (_("Kazakh"), one.languages["kk"]), (_("Russian"), one.languages["ru"])]
    figures = [
        (_("Answers"), [str(figure.n) for _label, figure in columns]),
        (_("Facility"), [share(figure.facility) for _label, figure in columns]),
        (_("Discrimination"), [plain(figure.discrimination) for _label, figure in columns]),
        (_("Strong minus weak"), [share(figure.index) for _label, figure in columns]),
        (_("Left empty"), [share(figure.blank) for _label, figure in columns]),
        (_("Median time"), [seconds(figure.seconds) for _label, figure in columns]),
    ]
    choices = _choices(one, version)
    narrowed = {"programme": code} | ({"cohort": cohort.pk} if cohort else {})
    return screen(
        request,
        "statistics_item",
        title=_("%(key)s, version %(number)s") % {"key": version.question.key, "number": version.number},
        tab="statistics",
        trail=[(_("Statistics"), f"{reverse('bank:statistics')}?{urlencode(narrowed)}")],
        version=version,
        cohort=cohort,
        wordings=[(_("Kazakh"), "kk", version.body["kk"]), (_("Russian"), "ru", version.body["ru"])],
        head=[label for label, _figure in columns],
        figures=figures,
        choices=choices,
        bars=[
            (row.text_kk, round(chosen.share * 100), row.both)
            for row, chosen in zip(choices, one.both.chosen, strict=True)
        ],
        is_withheld=any(figure.is_withheld for figure in one.languages.values()),
        groups_from=rules.ENOUGH_FOR_GROUPS,
        chart_head=[_("Answer"), _("Chosen by")],
        flags=[FLAGS[code] for code in one.flags],
        gap=one.gap,
        gap_words=share(one.gap.value) if one.gap else "",
        decide=reverse("regrade_question", args=[version.pk]),
    )


def _text(sheet: Any, text: str) -> WriteOnlyCell:
    """A cell that holds text whatever it begins with: never a formula."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


@for_keepers
@require_safe
def statistics_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, with every figure, as a workbook."""
    form = StatisticsFilter(request.GET)
    report = statistics.report(programme_code=form.code, cohort_id=form.cohort_id)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Statistics"))
    sheet.freeze_panes = "A2"
    names = [_("Key"), _("Version"), _("Kind"), _("Question")]
    names += [
        f"{figure}, {language}"
        for language in (_("both"), _("Kazakh"), _("Russian"))
        for figure in (_("answers"), _("facility"), _("discrimination"), _("median time, s"))
    ]
    sheet.append([*names, _("Kazakh minus Russian"), _("What to look at")])
    for one, version in _rows(form, report):
        stem = text_in({code: version.body[code]["stem"] for code in ("kk", "ru")})
        cells: list[Any] = [_text(sheet, version.question.key), version.number]
        cells += [_text(sheet, str(items.kind(version.kind).title)), _text(sheet, stem)]
        for figures in (one.both, one.languages["kk"], one.languages["ru"]):
            cells += [figures.n, figures.facility, figures.discrimination, figures.seconds]
        cells += [one.gap.value if one.gap else None, "; ".join(str(FLAGS[code][0]) for code in one.flags)]
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    answer = HttpResponse(
        out.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="statistics-{form.code}.xlsx"'
    return answer


urls = [
    path("statistics/", statistics_screen, name="statistics"),
    path("statistics/<int:version_id>/", statistics_item, name="statistics_item"),
    path("statistics/export/", statistics_export, name="statistics_export"),
]
