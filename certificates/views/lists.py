"""Lists of codes: pasted or sent as a file, checked in the page or by a worker, taken home as CSV or XLSX."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from people.papers.sheets import MEDIA_TYPE

from .. import limits
from ..forms_verification import ListForm
from ..lists import words, writing
from ..lists.judging import IN_ORDER, Report
from ..lists.reading import Sheet
from ..services import checks
from .verification import public

A_PAGE = 200
FILES = {"csv": (writing.to_csv, "text/csv; charset=utf-8"), "xlsx": (writing.to_xlsx, MEDIA_TYPE)}


@csrf_exempt  # no session and no cookie: a forged form could only look up what is public
@require_http_methods(["GET", "HEAD", "POST"])
def check_list(request: HttpRequest) -> HttpResponse:
    """Up to 500 rows are checked at once and nothing is kept; a longer list goes to a worker."""
    if request.method != "POST":
        return public(render(request, "certificates/check_list.html", {"form": ListForm()}))
    form, at, caller = ListForm(request.POST, request.FILES), timezone.now(), limits.caller_of(request)
    if not form.is_valid():
        return public(render(request, "certificates/check_list.html", {"form": form}, status=422))
    sheet: Sheet = form.cleaned_data["sheet"]
    if len(sheet.rows) > checks.AT_ONCE:
        return _long(request, form, sheet, caller)
    report = checks.check_sheet(sheet, at=at, caller=caller)
    if request.POST.get("as") in FILES:
        return _file(report, request.POST["as"])
    context = _shown(report) | {"rows": _rows(report), "again": sheet.to_text()}
    return public(render(request, "certificates/check_result.html", context))


def _long(request: HttpRequest, form: ListForm, sheet: Sheet, caller: str) -> HttpResponse:
    at = timezone.now()
    if limits.long_list(caller, at=at):
        form.add_error(None, _("Too many long lists came from your address. Try again in ten minutes."))
        response = public(render(request, "certificates/check_list.html", {"form": form}, status=429))
        response.headers["Retry-After"] = str(limits.seconds_left(at))
        return response
    started = checks.start_check(sheet=sheet, language=get_language() or "kk", at=at, caller=caller)
    response = HttpResponseRedirect(reverse("check_result", args=[started.token]))
    response.status_code = 303
    return public(response)


@require_safe
def check_result(request: HttpRequest, token: UUID) -> HttpResponse:
    """A long list under way or done. Its address is its only key; it is deleted after a day."""
    found = checks.standing_check(token, at=timezone.now())
    if found is None:
        raise Http404
    is_polling = request.headers.get("HX-Request") == "true"
    if not found.finished_at:
        template = "check_progress.html" if is_polling else "check_running.html"
        return public(render(request, f"certificates/{template}", {"check": found}))
    if is_polling:
        return public(HttpResponse(status=204, headers={"HX-Refresh": "true"}))
    if found.fault:
        return public(render(request, "certificates/check_running.html", {"check": found}))
    report = checks.report_of(found)
    if request.GET.get("as") in FILES:
        return _file(report, request.GET["as"])
    page = Paginator(report.problems_first, A_PAGE).get_page(request.GET.get("page"))
    query = f"lang={request.GET['lang']}" if request.GET.get("lang") in {"kk", "ru", "en"} else ""
    context = _shown(report) | {
        "rows": _rows(report, page.object_list),
        "page": page,
        "check": found,
        "query": query,
    }
    return public(render(request, "certificates/check_result.html", context))


def _shown(report: Report) -> dict[str, Any]:
    problems = sum(row.has_problem for row in report.rows)
    return {
        "total": len(report.rows),
        "problems": problems,
        "summary": words.summary(report.counts),
        "checked_at": timezone.localtime(parse_datetime(report.checked_at)),
    }


def _rows(report: Report, rows: Any = None) -> list[Mapping[str, Any]]:
    """Rows for the table, problems first."""
    return [
        {
            "row": row,
            "typed": row.code or row.cells[report.code_at],
            "tone": "warn" if row.listed_name and row.state in IN_ORDER else words.tone(row.state),
            "state": words.state_words(row.state),
            "note": words.note(row),
            "valid_until": writing.day(row.valid_until),
        }
        for row in (report.problems_first if rows is None else rows)
    ]


def _file(report: Report, kind: str) -> HttpResponse:
    write, media_type = FILES[kind]
    response = public(HttpResponse(write(report), content_type=media_type))
    response.headers["Content-Disposition"] = f'attachment; filename="checked-documents.{kind}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
