"""How alike the markers of a cohort mark: figures in words, small charts, each with its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.models import User

from ..models import Assignment
from ..presentation import text_in
from ..rules import calibration as rules
from ..services.marking import calibration

# A chart of severity is never narrower than this many points to each side: a small difference looks small.
LEAST_SCALE = Decimal(2)
ROW_HEIGHT = 44


def _rounded(value: Decimal, places: str = "0.1") -> Decimal:
    return value.quantize(Decimal(places), rounding=ROUND_HALF_UP)


def points(value: Decimal | None) -> str:
    return "–" if value is None else number_format(_rounded(value), decimal_pos=1)


def signed(value: Decimal | None) -> str:
    """A difference with its sign: +0.6, −0.6, 0."""
    if value is None:
        return "–"
    shown = _rounded(value)
    sign = "+" if shown > 0 else "−" if shown < 0 else ""
    return f"{sign}{number_format(abs(shown), decimal_pos=1)}" if shown else "0"


def percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{number_format(_rounded(value * 100, '1'), decimal_pos=0)} %"


def plain(value: Decimal | None) -> str:
    if value is None:
        return "–"
    text = number_format(abs(_rounded(value, "0.01")), decimal_pos=2)
    return f"−{text}" if _rounded(value, "0.01") < 0 else text


@dataclass(frozen=True)
class MarkerRow:
    """A marker's figures in words. `is_own`: it is who looks."""

    name: str
    is_own: bool
    works: int
    share: str
    severity: str
    sentence: str
    is_thin: bool
    spread: str
    spreads: list[str]


@dataclass(frozen=True)
class AgreementRow:
    title: str
    n: int
    exact: str
    near: str
    kappa: str
    is_thin: bool


@dataclass(frozen=True)
class Dot:
    """A marker on the chart of severity: `x` and `from_x`, `width` of the bar to it in percent, `y` in pixels."""

    label: str
    shown: str
    x: str
    bar_x: str
    bar_width: str
    y: int
    text_y: int
    is_thin: bool


def name_of(board: calibration.Board, marker: int, viewer: User) -> str:
    if board.sees_names or marker == viewer.pk:
        return board.people[marker].initials_name
    return _("Marker %(number)s") % {"number": board.numbers[marker]}


def severity_sentence(name: str, one: rules.Severity) -> str:
    """A marker's severity, calmly and with what it stands on."""
    values: dict[str, Any] = {"name": name, "n": one.n}
    if one.difference is None:
        return _("%(name)s: nobody else has finished marks here yet.") % values
    if one.is_thin:
        return _("%(name)s: too few works to tell (%(n)s).") % values
    shown = _rounded(one.difference)
    values["points"] = number_format(abs(shown), decimal_pos=1)
    if one.basis == "same_works":
        if not shown:
            words = _("%(name)s gives as many points as the others on the same works (works: %(n)s).")
        elif shown < 0:
            words = _(
                "%(name)s gives on average %(points)s points less than the others on the same works (works: %(n)s)."
            )
        else:
            words = _(
                "%(name)s gives on average %(points)s points more than the others on the same works (works: %(n)s)."
            )
    elif not shown:
        words = _("%(name)s gives as many points as the others give on their own works (works: %(n)s).")
    elif shown < 0:
        words = _(
            "%(name)s gives on average %(points)s points less than the others on other works (works: %(n)s). "
            "The works may differ too."
        )
    else:
        words = _(
            "%(name)s gives on average %(points)s points more than the others on other works (works: %(n)s). "
            "The works may differ too."
        )
    return words % values


def marker_rows(board: calibration.Board, viewer: User) -> list[MarkerRow]:
    keys = [row["key"] for row in board.content["criteria"]]
    found = []
    for one in board.report.markers:
        name = name_of(board, one.marker, viewer)
        found.append(
            MarkerRow(
                name=name,
                is_own=one.marker == viewer.pk,
                works=one.works,
                share=percent(one.share),
                severity=signed(one.severity.difference),
                sentence=severity_sentence(name, one.severity),
                is_thin=one.severity.is_thin,
                spread=points(one.spread),
                spreads=[points(one.spreads[key]) for key in keys],
            )
        )
    return found


def agreement_row(title: str, one: rules.Agreement) -> AgreementRow:
    return AgreementRow(title, one.n, percent(one.exact), percent(one.near), plain(one.kappa), one.is_thin)


def dots(board: calibration.Board, rows: Sequence[MarkerRow]) -> list[Dot]:
    """Where each marker stands to the left or right of the others' mean."""
    known = [
        (one.severity, row)
        for one, row in zip(board.report.markers, rows, strict=True)
        if one.severity.difference is not None
    ]
    scale = max([abs(severity.difference or Decimal(0)) for severity, _row in known] + [LEAST_SCALE])
    found = []
    for index, (severity, row) in enumerate(known):
        x = 50 + 46 * (severity.difference or Decimal(0)) / scale
        found.append(
            Dot(
                label=row.name,
                shown=row.severity,
                x=f"{x:.2f}%",
                bar_x=f"{min(x, Decimal(50)):.2f}%",
                bar_width=f"{abs(x - 50):.2f}%",
                y=index * ROW_HEIGHT + 28,
                text_y=index * ROW_HEIGHT + 14,
                is_thin=severity.is_thin,
            )
        )
    return found


@login_required
@require_safe
def calibration_page(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """One kind of work at a time (`?work=`), the first one by default."""
    cohort = get_object_or_404(calibration.cohorts_for(request.user).select_related("edition"), pk=cohort_id)
    frozen, assignments = calibration.assignments_of(cohort)
    asked = request.GET.get("work", "")
    chosen = next((one for one in assignments if one.key == asked), assignments[0] if assignments else None)
    context: dict[str, Any] = {
        "cohort": cohort,
        "may_open_cohort": request.user.has_role("trainer", "coordinator", "administrator"),
        "chips": [
            {"label": one.title, "url": f"?work={one.key}", "current": one == chosen} for one in assignments
        ],
        "least": rules.LEAST,
    }
    if chosen is not None:
        board = calibration.board(
            cohort=cohort, assignment=chosen, version_id=frozen[chosen.key], viewer=request.user
        )
        context |= _shown(board, chosen, request.user)
    return render(request, "assessments/calibration/calibration.html", context)


def _shown(board: calibration.Board, assignment: Assignment, viewer: User) -> dict[str, Any]:
    rows = marker_rows(board, viewer)
    criteria = [
        (text_in(row["title"]), board.report.criteria[row["key"]]) for row in board.content["criteria"]
    ]
    drawn = dots(board, rows)
    return {
        "assignment": assignment,
        "report": board.report,
        "rows": rows,
        "spreads": [
            {"title": title, "cells": [row.spreads[place] for row in rows]}
            for place, (title, _one) in enumerate(criteria)
        ],
        "agreements": [agreement_row(title, one) for title, one in criteria],
        "total": agreement_row(_("The whole work"), board.report.total),
        "maximum": points(board.maximum) if board.maximum % 1 else str(int(board.maximum)),
        "tolerance": points(board.tolerance) if board.tolerance % 1 else str(int(board.tolerance)),
        "sees_names": board.sees_names,
        "dots": drawn,
        "dots_height": len(drawn) * ROW_HEIGHT + 4,
        "shares": [
            (row.name, round((one.share or Decimal(0)) * 100), row.share)
            for row, one in zip(rows, board.report.markers, strict=True)
        ],
        "shares_head": [_("Marker"), _("Mean part of the maximum")],
        "exacts": [
            (title, round((one.exact or Decimal(0)) * 100), percent(one.exact)) for title, one in criteria
        ],
        "exacts_head": [_("Criterion"), _("Same points")],
    }
