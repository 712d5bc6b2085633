"""The register of issued documents: what a reader finds by year and filters, how many, and whether numbers are missing.

A document stands in the register of the year its number names, which is the year it was entered: a correction of an older
document is entered anew, with its old dates. Names are those printed; only who keeps the register reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Max, Prefetch, Q
from django.db.models.functions import Cast, Right

from courses.models import Cohort
from people.addresses import FromAddress
from people.models import User

from ..models import Blank, Document, NumberSeries
from ..querysets import DocumentQuerySet
from ..rules import code as codes

ALL_YEARS = "all"
STATES = ("valid", "suspended", "expired", "replaced", "revoked", "erased")
SORTS = ("number", "-number")
DIGITS = 6  # of the running part of a number
MOST_NAMED = 10  # missing numbers named; of more, how many


@dataclass(frozen=True)
class Filters(FromAddress):
    """Empty means all, of `year` the newest one; `cohort`: its id; `q`: words of a name, a number, or a code."""

    year: str = ""
    programme: str = ""
    kind: str = ""
    state: str = ""
    cohort: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        """From an address's query; what is not known is left out."""
        told = cls.told(query)
        known = {
            "year": told["year"] == ALL_YEARS or _is_figure(told["year"], 4),
            "kind": told["kind"] in Document.Kind.values,
            "state": told["state"] in STATES,
            "cohort": _is_figure(told["cohort"], 9),
            "sort": told["sort"] in SORTS,
        }
        return cls(**{name: value if known.get(name, True) else "" for name, value in told.items()})

    @property
    def active(self) -> int:
        """How many narrow the list, year and order left aside."""
        return sum(1 for name in ("programme", "kind", "state", "cohort", "q") if getattr(self, name))


def _is_figure(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= length


def years() -> list[int]:
    """The years that have a register, the newest first."""
    return sorted(set(NumberSeries.objects.filter(last__gt=0).values_list("year", flat=True)), reverse=True)


def year_of(filters: Filters, there: list[int]) -> int | None:
    """The year that is read; None for all of them: where asked for, and where something is looked for without a year."""
    if filters.year == ALL_YEARS or (filters.q and not filters.year):
        return None
    return int(filters.year) if filters.year else (there[0] if there else None)


def narrowed(user: User, filters: Filters, *, year: int | None, today: date) -> DocumentQuerySet:
    """The documents this person may read that the filters leave, in the order of their numbers."""
    rows = Document.objects.visible_to(user)
    if year is not None:
        rows = rows.filter(number__startswith=f"{year}-")
    if filters.programme:
        rows = rows.filter(enrolment__cohort__edition__code=filters.programme)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.cohort:
        rows = rows.filter(enrolment__cohort=int(filters.cohort))
    if filters.state:
        rows = rows.filter(_in_state(filters.state, today=today))
    if filters.q:
        rows = rows.filter(_found(filters.q))
    return rows.order_by("-number" if filters.sort == "-number" else "number", "pk")


def _in_state(state: str, *, today: date) -> Q:
    if state == "erased":
        return Q(erased_at__isnull=False)
    if state == "expired":
        return Q(status="valid", valid_until__lt=today)
    if state == "valid":
        return Q(status="valid") & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))
    return Q(status=state)


def _found(typed: str) -> Q:
    if code := codes.normalise(typed):
        return Q(code=code)
    found = Q()
    for word in typed.split()[:5]:
        named = Q(number__icontains=word)
        for part in ("surname", "given_name", "patronymic"):
            named |= Q(**{f"facts__{part}__icontains": word})
        found &= named
    return found


def rows_of(documents: DocumentQuerySet) -> DocumentQuerySet:
    """With what a row shows, and without the long texts of the proof; two queries however many rows."""
    blanks = Prefetch(
        "blanks", queryset=Blank.objects.filter(status=Blank.Status.ISSUED), to_attr="issued_blanks"
    )
    return (
        documents.select_related("enrolment__cohort__edition")
        .defer("credential", "cose")
        .prefetch_related(blanks)
    )


def counts(documents: DocumentQuerySet, *, today: date) -> dict[str, int]:
    """How many documents there are, by kind and by state (one query); a document whose data are erased has its state too."""
    numbers = {state: Count("pk", filter=_in_state(state, today=today)) for state in STATES}
    kinds = {kind: Count("pk", filter=Q(kind=kind)) for kind in Document.Kind.values}
    return documents.order_by().aggregate(total=Count("pk"), **numbers, **kinds)


@dataclass(frozen=True)
class Series:
    """Numbers 1 to `last` of a programme's kind in a year; `missing`: those no document has, `lost` how many."""

    programme: str
    kind: str
    last: int
    missing: tuple[int, ...] = ()
    lost: int = 0

    @property
    def kind_words(self) -> str:
        return str(Document.Kind(self.kind).label)

    @property
    def is_whole(self) -> bool:
        return not self.lost


def series_of(year: int) -> list[Series]:
    """Every series of a year held against the documents it numbered (two queries, one more for a broken series)."""
    of_year = Document.objects.filter(number__startswith=f"{year}-").order_by()
    tail = Cast(Right("number", DIGITS), IntegerField())
    code = "enrolment__cohort__edition__code"
    found = {
        (row[code], row["kind"]): (row["n"], row["top"])
        for row in of_year.values(code, "kind").annotate(n=Count("pk"), top=Max(tail))
    }
    rows = []
    for one in NumberSeries.objects.filter(year=year, last__gt=0).order_by("programme_code", "kind"):
        number, top = found.get((one.programme_code, one.kind), (0, 0))
        missing: list[int] = []
        if (number, top) != (one.last, one.last):
            there = of_year.filter(**{code: one.programme_code}, kind=one.kind).annotate(tail=tail)
            missing = sorted(set(range(1, one.last + 1)) - set(there.values_list("tail", flat=True)))
        rows.append(Series(one.programme_code, one.kind, one.last, tuple(missing[:MOST_NAMED]), len(missing)))
    return rows


def cohorts_of(user: User, *, year: int | None) -> list[Cohort]:
    """The cohorts that have documents in the register of the year, the newest first."""
    documents = Document.objects.visible_to(user)
    if year is not None:
        documents = documents.filter(number__startswith=f"{year}-")
    there = documents.order_by().values("enrolment__cohort")
    return list(Cohort.objects.filter(pk__in=there).select_related("edition").order_by("-starts_on", "pk"))
