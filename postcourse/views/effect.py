"""What the support after the course comes to: who is supported, what is overdue, by region and by mentor."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.numbers import points
from people.papers.sheets import MEDIA_TYPE

from ..effect import figures, reading, words
from ..effect.figures import Supported
from ..effect.files import effect_xlsx
from ..effect.filters import Filters

A_PAGE = 30


def readers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For who follows the support of all and for mentors; anybody else finds nothing here."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not reading.may_read(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@readers_only
@require_safe
def support_effect(request: HttpRequest) -> HttpResponse:
    """The figures as the address narrows them, what is overdue first."""
    filters, at = Filters.read(request.GET), timezone.now()
    today, sees_all = timezone.localdate(at), reading.may_see_everybody(request.user)
    everybody = reading.supported(request.user, year=filters.year, at=at)
    rows = filters.narrow(everybody)
    # A mentor reads their graduates' answers anyway: one mean more tells nothing.
    total = figures.sums(rows, today=today, fewest=figures.FEWEST if sees_all else 1)
    late = figures.overdue_first(rows, today=today)
    page = Paginator(late, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "query": filters.query(),
        "choices": _choices(request, filters, everybody),
        "sees_all": sees_all,
        "total": total,
        "overdue": page,
        "overdue_rows": [(row, [words.late_words(one, today=today) for one in found]) for row, found in page],
        **_charts(total),
    }
    context |= _groups(rows, filters, today=today) if sees_all else _graduates(rows, today=today)
    return render(request, "postcourse/effect/effect.html", context)


@readers_only
@require_safe
def support_effect_xlsx(request: HttpRequest) -> HttpResponse:
    """The same graduates as the address leaves, as a spreadsheet."""
    filters, at = Filters.read(request.GET), timezone.now()
    today = timezone.localdate(at)
    rows = filters.narrow(reading.supported(request.user, year=filters.year, at=at))
    headers = {
        "Content-Disposition": f'attachment; filename="support-{today:%Y-%m-%d}.xlsx"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(effect_xlsx(rows, today=today), content_type=MEDIA_TYPE, headers=headers)


def _choices(request: HttpRequest, filters: Filters, rows: list[Supported]) -> list[dict[str, Any]]:
    """The four choices above the figures; what the address names is among them even where nobody is left."""
    programmes = sorted({row.programme for row in rows} | {filters.programme} - {""})
    regions = {row.region or "none": row.region_name or _("No place of work entered") for row in rows}
    mentors = {str(row.mentor_id or "none"): row.mentor or _("Without a mentor") for row in rows}
    years = [(str(year), str(year)) for year in reading.years()]
    found = [
        ("programme", _("Programme"), [(code, code) for code in programmes]),
        ("region", _("Region"), sorted(regions.items(), key=lambda pair: (pair[0] == "none", pair[0]))),
        ("year", _("Year of the certificate"), years),
    ]
    if reading.may_see_everybody(request.user):
        found.insert(2, ("mentor", _("Mentor"), sorted(mentors.items(), key=lambda pair: pair[1])))
    return [
        {"name": name, "label": label, "options": options, "value": getattr(filters, name)}
        for name, label, options in found
    ]


def _charts(total: figures.Sums) -> dict[str, Any]:
    """Rows of the charts that everybody sees: (label, value) or (label, value, words)."""
    states = words.states()
    change = total.change
    return {
        "state_bars": [(states[state], total.states.get(state, 0)) for state in figures.STATES],
        "state_head": [_("Support"), _("Graduates")],
        "indicator_bars": [
            (_("Improved"), total.better),
            (_("Unchanged"), total.same),
            (_("Worsened"), total.worse),
        ],
        "indicator_head": [_("What became of it"), _("Indicators")],
        "shared_bars": [
            (_("Practices shared"), total.shared),
            (_("Practices used"), total.used),
            (_("Events attended"), total.attended),
        ],
        "shared_head": [_("What"), _("How many")],
        "change_words": words.change_words(change),
        "change_bars": [
            (_("At the beginning"), change.before, points(change.before)),
            (_("At the end"), change.after, points(change.after)),
        ]
        if change.before is not None
        else [],
        "change_head": [_("When"), _("Mean, 1 to 5")],
    }


def _graduates(rows: list[Supported], *, today: date) -> dict[str, Any]:
    """A mentor's graduates with the meetings due by now and their support in words."""
    states = words.states()
    return {"rows": [(row, figures.due_of(row, today=today), states[row.state]) for row in rows]}


def _groups(rows: list[Supported], filters: Filters, *, today: date) -> dict[str, Any]:
    """Regions and mentors, each with a chart of meetings held and a table."""
    regions = figures.by_region(rows, today=today)
    mentors = figures.by_mentor(rows, today=today)
    nowhere, nobody = _("No place of work entered"), _("Without a mentor")
    return {
        "regions": [(one.name or nowhere, filters.query(region=one.key), one.sums) for one in regions],
        "region_bars": [(one.name or nowhere, one.sums.people) for one in regions],
        "region_head": [_("Region"), _("Graduates")],
        "mentors": [(one.name or nobody, filters.query(mentor=one.key), one.sums) for one in mentors],
        "mentor_bars": [
            (one.name, one.sums.held_percent, words.held_words(one.sums))
            for one in mentors
            if one.name and one.sums.held_percent is not None
        ],
        "mentor_head": [_("Mentor"), _("Held of due by now")],
    }
