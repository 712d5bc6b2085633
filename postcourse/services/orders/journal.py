"""The journal of orders: a year's rows, newest first, as the address narrows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from people.addresses import FromAddress
from people.models import User
from people.papers.sheets import sheet

from ...models import EnrolmentOrder
from ...models.orders import Cause, Move
from ...querysets.orders import OrderQuerySet


@dataclass(frozen=True)
class Filters(FromAddress):
    """Empty means all, of `year` the newest one; `q`: a surname or a number."""

    year: str = ""
    kind: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        """From an address's query; what is not known is left out."""
        told = cls.told(query)
        if not (told["year"].isascii() and told["year"].isdigit() and len(told["year"]) == 4):
            told["year"] = ""
        if told["kind"] not in Move.values:
            told["kind"] = ""
        return cls(**told)

    @property
    def is_active(self) -> bool:
        return bool(self.kind or self.q)


def years(user: User) -> list[int]:
    """Years that have orders, the newest first (one query)."""
    rows = EnrolmentOrder.objects.visible_to(user).order_by()
    found = rows.annotate(year=ExtractYear("dated_on")).values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)


def narrowed(user: User, filters: Filters, *, year: int | None) -> OrderQuerySet:
    """Orders this person may see, of that year, as the filters say."""
    rows = EnrolmentOrder.objects.visible_to(user).select_related("enrolment__user", "request")
    if year is not None:
        rows = rows.filter(dated_on__year=year)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    for word in filters.q.split():
        rows = rows.filter(Q(enrolment__user__surname__istartswith=word) | Q(number__icontains=word))
    return rows


def journal_xlsx(rows: OrderQuerySet, *, title: str) -> bytes:
    """The journal as a sheet, by day and number. No mark is in it."""
    head = [
        _("Number"),
        _("Date"),
        _("Kind"),
        _("Surname, given name, patronymic"),
        _("Programme"),
        _("From cohort"),
        _("To cohort"),
        _("Valid reason"),
        _("Reason"),
        _("Decision of the commission"),
        _("Employer told on"),
        _("Made by"),
    ]
    found = rows.select_related("made_by").order_by("dated_on", "pk")
    return sheet(title=title, name=_("Orders"), head=head, rows=map(_cells, found), frozen="B2")


def _cells(order: EnrolmentOrder) -> list[Any]:
    person, left, joined = (order.content.get(name) for name in ("person", "from", "to"))
    return [
        order.number,
        order.dated_on,
        str(Move(order.kind).label),
        printed_name(person),
        left["code"].split("-")[0],
        left["code"],
        joined["code"] if joined else None,
        str(Cause(order.cause).label) if order.cause else None,
        order.reason,
        order.commission or None,
        order.employer_told_at.date() if order.employer_told_at else None,
        order.made_by.initials_name,
    ]


def printed_name(person: Mapping[str, str]) -> str:
    """The name an order froze."""
    return " ".join(part for part in (person["surname"], person["given_name"], person["patronymic"]) if part)
