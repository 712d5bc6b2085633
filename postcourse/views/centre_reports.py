"""A centre's report: figures beside the words, saved as a draft, handed in, taken as a file."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal
from people.papers import MEDIA_TYPES, docx, pdf

from ..models import CentreReport, ResourceCentre
from ..papers.centre_report import TOTALS, WORDS, period_words, report_paper, report_sheet
from ..rules import centres as rules
from ..services.centres import reports as centre_reports
from .centre_forms import ReportForm
from .centres import run_centre
from .practice_forms import content_language


def _asked(request: HttpRequest, centre_id: int, year: int, half: int) -> ResourceCentre:
    if not centre_reports.check_period(year, half, today=timezone.localdate()):
        raise Http404
    return run_centre(request, centre_id)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def centre_report(request: HttpRequest, centre_id: int, year: int, half: int) -> HttpResponse:
    """The report of a period. A POST keeps the words, and hands the report in where that was pressed."""
    centre = _asked(request, centre_id, year, half)
    report, content = centre_reports.standing(centre, year=year, half=half)
    if request.method != "POST":
        return _page(request, centre, report, content, year, half, _texts(report, content))
    typed = {"kk": request.POST.get("kk", ""), "ru": request.POST.get("ru", "")}
    revision = request.POST.get("revision", "")
    try:
        report = centre_reports.save_texts(
            centre_id=centre.pk,
            year=year,
            half=half,
            texts=typed,
            revision=int(revision) if revision.isdigit() else 0,
            at=timezone.now(),
            actor=request.user,
        )
        if request.POST.get("action") == "hand_in":
            centre_reports.hand_in(
                centre_id=centre.pk,
                year=year,
                half=half,
                revision=report.revision,
                at=timezone.now(),
                actor=request.user,
            )
    except centre_reports.StaleReport as stale:
        messages.warning(request, str(stale))
        return _page(request, centre, stale.report, content, year, half, typed, stale=True, status=409)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, centre, report, content, year, half, typed, status=422)
    done = report.handed_in_at or request.POST.get("action") == "hand_in"
    messages.success(request, _("The report is handed in and stays as it is.") if done else _("Saved."))
    return redirect("centre_report", centre_id=centre.pk, year=year, half=half)


def _texts(report: CentreReport | None, content: dict[str, Any]) -> dict[str, str]:
    if report is not None:
        return {"kk": report.text_kk, "ru": report.text_ru}
    return {code: centre_reports.suggested(content, language=code) for code in ("kk", "ru")}


def _page(
    request: HttpRequest,
    centre: ResourceCentre,
    report: CentreReport | None,
    content: dict[str, Any],
    year: int,
    half: int,
    texts: dict[str, str],
    *,
    stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    language = content_language()
    words = WORDS[language]
    context = {
        "centre": centre,
        "report": report,
        "is_frozen": report is not None and report.handed_in_at is not None,
        "form": ReportForm(initial=texts),
        "texts": texts,
        "stale": report if stale else None,
        "year": year,
        "half": half,
        "period": period_words(year, half, language),
        "totals": [(words[name], content["totals"][name]) for name in TOTALS],
        "by_function": [
            (key, rules.FUNCTIONS[key].name(language), *content["by_function"].get(key, (0, 0)))
            for key in rules.FUNCTIONS
        ],
        "can_hand_in": rules.period(year, half)[1] < timezone.localdate(),
        "due_on": rules.due_on(year, half),
        "forms": [(kind, code) for kind in ("pdf", "docx", "xlsx") for code in ("kk", "ru")],
        "content_language": language,
    }
    return render(request, "postcourse/centres/report.html", context, status=status)


@login_required
@never_cache
@require_safe
def centre_report_file(
    request: HttpRequest, centre_id: int, year: int, half: int, language: str, form: str
) -> HttpResponse:
    """The report as pdf, docx or xlsx in Kazakh or Russian; one that is not handed in says so."""
    if language not in WORDS or form not in {"pdf", "docx", "xlsx"}:
        raise Http404
    centre = _asked(request, centre_id, year, half)
    report, content = centre_reports.standing(centre, year=year, half=half)
    if form == "xlsx":
        body = report_sheet(content, year=year, half=half, language=language)
    else:
        paper = report_paper(
            content,
            year=year,
            half=half,
            text=_texts(report, content)[language] if report else "",
            language=language,
            handed_in=timezone.localdate(report.handed_in_at) if report and report.handed_in_at else None,
        )
        body = pdf(paper) if form == "pdf" else docx(paper)
    name = f"centre-{centre.pk}-{year}-{half}-{language}.{form}"
    headers = {
        "Content-Disposition": content_disposition_header(form != "pdf", name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(body, content_type=MEDIA_TYPES[form], headers=headers)
