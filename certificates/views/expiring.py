"""Whose certificate runs out within a year: by month, by organisation, person by person."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.models import Organisation
from people.papers.sheets import sheet

from .. import expiry
from ..models import Document
from ..rules.validity import add_years
from .keepers import download, keepers_only

PAGE = 50
SHOWN = 12  # organisations in the chart; all of them stand in the choice above the list
NOWHERE = "none"  # the value of the filter for holders without a place of work


@dataclass(frozen=True)
class Filters:
    month: str = ""  # YYYY-MM
    organisation: str = ""

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in vars(self).items() if value})


def _filters(request: HttpRequest) -> Filters:
    month, organisation = request.GET.get("month", ""), request.GET.get("organisation", "")
    try:
        date.fromisoformat(f"{month}-01")
    except ValueError:
        month = ""
    is_number = organisation.isascii() and organisation.isdigit() and len(organisation) < 10
    return Filters(month, organisation if is_number or organisation == NOWHERE else "")


def _all(today: date) -> QuerySet[Document]:
    return expiry.with_organisation(expiry.running_out(first=today, last=add_years(today, 1)))


def _narrowed(documents: QuerySet[Document], filters: Filters) -> QuerySet[Document]:
    if filters.month:
        first = date.fromisoformat(f"{filters.month}-01")
        documents = documents.filter(valid_until__year=first.year, valid_until__month=first.month)
    if filters.organisation == NOWHERE:
        documents = documents.filter(organisation_id__isnull=True)
    elif filters.organisation:
        documents = documents.filter(organisation_id=int(filters.organisation))
    return documents.select_related("holder", "enrolment__cohort__edition").defer("credential", "cose")


def _months(counts: Counter[str], today: date) -> list[dict[str, Any]]:
    """Thirteen months from this one on, empty ones too."""
    found = []
    for step in range(13):
        year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
        first = date(year, month + 1, 1)
        key = f"{first:%Y-%m}"
        found.append({"key": key, "label": date_format(first, "F Y"), "count": counts[key]})
    return found


@keepers_only
@require_safe
def expiring_list(request: HttpRequest) -> HttpResponse:
    """The next twelve months: how many in which month and from where, and who."""
    today, filters = timezone.localdate(), _filters(request)
    pairs = list(_all(today).values_list("valid_until", "organisation_id"))
    months = _months(Counter(f"{last:%Y-%m}" for last, _place in pairs), today)
    places = Counter(place for _last, place in pairs)
    organisations = Organisation.objects.in_bulk([place for place in places if place])
    by_place = [
        (NOWHERE if pk is None else str(pk), _place(organisations, pk), count)
        for pk, count in places.most_common()
    ]
    page = Paginator(_narrowed(_all(today), filters), PAGE).get_page(request.GET.get("page"))
    context = {
        "total": len(pairs),
        "months": months,
        "month_bars": [(row["label"], row["count"]) for row in months],
        "month_head": [_("Month"), _("Certificates")],
        "places": by_place,
        "place_bars": [(name, count) for _pk, name, count in by_place[:SHOWN]],
        "place_head": [_("Organisation"), _("Certificates")],
        "page": page,
        "rows": [(row, _place(organisations, row.organisation_id)) for row in page],
        "filters": filters,
    }
    return render(request, "certificates/expiring/list.html", context)


def _place(organisations: dict[int, Organisation], pk: int | None) -> str:
    place = organisations.get(pk) if pk else None
    return place.name if place else _("No place of work entered")


@keepers_only
@require_safe
def expiring_xlsx(request: HttpRequest) -> HttpResponse:
    """The same people as the filters leave, as a spreadsheet."""
    today, filters = timezone.localdate(), _filters(request)
    documents = list(_narrowed(_all(today), filters))
    organisations = Organisation.objects.in_bulk({row.organisation_id for row in documents} - {None})
    content = sheet(
        title=_("Certificates that run out"),
        head=[
            _("Surname, given name, patronymic"),
            _("Organisation"),
            _("Programme"),
            _("Number"),
            _("Issued"),
            _("Valid until"),
            _("Days left"),
            _("E-mail"),
        ],
        rows=(
            (
                row.holder.full_name,
                _place(organisations, row.organisation_id),
                row.enrolment.cohort.edition.title,
                row.number,
                row.issued_on,
                row.valid_until,
                (row.valid_until - today).days,
                row.holder.email,
            )
            for row in documents
        ),
    )
    return download(content, name=f"expiring-{today:%Y-%m-%d}.xlsx")
