"""Reading the library of shared practices: narrowed, sorted, with the figures a list shows in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.models import Region, User

from ...models import Practice, PracticeThanks, PracticeUse
from ...rules import search, tags

NEWEST, MOST_USED = "new", "used"


@dataclass(frozen=True)
class Filters:
    """What the address asks for; values that do not exist are as if they were not there."""

    q: str = ""
    kind: str = ""
    tag: str = ""
    topic: str = ""
    region: str = ""
    language: str = ""
    sort: str = NEWEST

    @classmethod
    def read(cls, typed: Mapping[str, str]) -> "Filters":
        def one(name: str, known: object) -> str:
            value = typed.get(name, "")
            return value if value in known else ""  # type: ignore[operator]

        return cls(
            q=typed.get("q", "").strip()[:200],
            kind=one("kind", Practice.Kind.values),
            tag=one("tag", tags.BY_KEY),
            topic=typed.get("topic", "")[:20],
            region=one("region", {f"{number:02d}" for number in range(100)}),
            language=one("language", ("kk", "ru")),
            sort=one("sort", (NEWEST, MOST_USED)) or NEWEST,
        )

    @property
    def is_narrowed(self) -> bool:
        """Something besides words is asked for."""
        return any((self.kind, self.tag, self.topic, self.region, self.language))

    @property
    def active(self) -> bool:
        return bool(self.q) or self.is_narrowed

    def query(self, **changed: str) -> str:
        """The address's query with these changes, without what is empty: "q=…&kind=…"."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__} | changed
        if values["sort"] == NEWEST:
            values["sort"] = ""
        return urlencode({name: value for name, value in values.items() if value})


def narrowed(filters: Filters) -> "QuerySet[Practice]":
    """Published practices the filters leave; `topic` is a lesson's key or a programme's code."""
    found = Practice.objects.published()
    for piece in search.wanted(filters.q):
        found = found.filter(search__contains=piece)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.tag:
        found = found.filter(search__contains=search.tagged(filters.tag))
    if filters.topic:
        field = "topic_key" if "." in filters.topic else "programme_code"
        found = found.filter(**{field: filters.topic})
    if filters.region:
        found = found.filter(region__code=filters.region)
    if filters.language:
        found = found.exclude(**{f"text_{filters.language}": ""})
    return found


def with_figures(practices: "QuerySet[Practice]") -> "QuerySet[Practice]":
    """Each with `thanked`, `used` and `adapted`: how often; and with its author and region, in the same query."""

    def count(rows: QuerySet, field: str = "practice") -> Coalesce:
        counted = rows.filter(**{field: OuterRef("pk")}).order_by().values(field).annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), Value(0))

    return practices.select_related("author", "region").annotate(
        thanked=count(PracticeThanks.objects.all()),
        used=count(PracticeUse.objects.all()),
        adapted=count(Practice.objects.published(), "based_on"),
    )


def in_order(practices: Any, sort: str) -> "QuerySet[Practice]":
    """Newest first, or the most used and thanked first."""
    if sort == MOST_USED:
        return practices.order_by("-used", "-thanked", "-published_at", "-pk")
    return practices.order_by("-published_at", "-pk")


def library(filters: Filters) -> "QuerySet[Practice]":
    """The published practices as the filters narrow and sort them."""
    return in_order(with_figures(narrowed(filters)), filters.sort)


def regions() -> list[Region]:
    """Regions somebody shared from."""
    return list(Region.objects.filter(practices__status=Practice.Status.PUBLISHED).distinct())


def chain(practice: Practice, *, most: int = 8) -> list[Practice]:
    """What a practice was made from, and what that was made from, the nearest first."""
    found: list[Practice] = []
    while practice.based_on_id and len(found) < most:
        parent = Practice.objects.select_related("author").get(pk=practice.based_on_id)
        if parent in found:
            break
        found.append(parent)
        practice = parent
    return found


def own(user: User) -> "QuerySet[Practice]":
    """Everything the person writes or shared, the newest saved first."""
    return with_figures(Practice.objects.filter(author=user)).order_by("-saved_at", "-pk")
