"""Everybody who is owed something after a decision or an interruption: what, by when, and where it stands (a reading)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from courses.models import Enrolment, ProgrammeEdition
from people.addresses import FromAddress
from people.models import Employment, Region, User

from . import right_words
from .models import Reassessment, ReassessmentTransition, RightOverride
from .rules.entitlements import last_day

REASSESSMENT, COMPLETION = "reassessment", "completion"
ABSENT, INTERRUPTED, OVERDUE = "absent", "interrupted", "overdue"
STATUSES = ("open", "booked", "taken", ABSENT, INTERRUPTED, OVERDUE)
RELATED = ("user", "enrolment__cohort__edition", "cohort__edition", "based_on", "sitting")


@dataclass(frozen=True)
class Filters(FromAddress):
    """`kind`: reassessment or completion; `status`: one of STATUSES; `region`: its key; empty means all."""

    q: str = ""
    programme: str = ""
    kind: str = ""
    region: str = ""
    status: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        told = cls.told(query)
        if told["kind"] not in {REASSESSMENT, COMPLETION}:
            told["kind"] = ""
        if told["status"] not in STATUSES:
            told["status"] = ""
        if not (told["region"].isascii() and told["region"].isdigit() and len(told["region"]) < 10):
            told["region"] = ""
        return cls(**told)

    @property
    def active(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class Key:
    """A line of the board before it is read in full."""

    deadline: date
    kind: str
    pk: int
    status: str
    is_overdue: bool


@dataclass
class Line:
    """A line of the board. `row`: the right, of a reassessment; `organisation`, `region`: where the person works now."""

    key: Key
    person: User
    enrolment: Enrolment
    row: Reassessment | None
    organisation: str = ""
    region: str = ""

    @property
    def what(self) -> str:
        if self.row is None:
            return _("To finish an interrupted course")
        if self.row.kind:
            return str(self.row.get_kind_display())
        return _("Reassessment")

    @property
    def state(self) -> str:
        if self.row is None:
            return _("Interrupted")
        return _("Absent: to settle") if self.key.status == ABSENT else right_words.state(self.row)

    @property
    def tone(self) -> str:
        if self.key.is_overdue:
            return "bad"
        return "neutral" if self.row is None else right_words.tone(self.row)


def _working_in(region: str) -> Q:
    return Q(
        Exists(
            Employment.objects.filter(
                user=OuterRef("user"), ended_on__isnull=True, organisation__region_id=int(region)
            )
        )
    )


def _named(q: str) -> Q:
    found = Q()
    for word in q.split():
        found &= Q(user__surname__icontains=word) | Q(user__given_name__icontains=word)
    return found


def _rights(user: User, filters: Filters) -> QuerySet[Reassessment]:
    """Rights under way, and absences that nobody has settled."""
    settled = ReassessmentTransition.objects.filter(
        reassessment=OuterRef("pk"), from_status="lapsed", to_status="lapsed"
    )
    rows = Reassessment.objects.visible_to(user).filter(
        Q(status__in=["open", "booked", "taken"]) | (Q(lapse="no_show") & ~Exists(settled))
    )
    if filters.programme:
        rows = rows.filter(programme_code=filters.programme)
    if filters.status in {"open", "booked", "taken"}:
        rows = rows.filter(status=filters.status)
    elif filters.status == ABSENT:
        rows = rows.filter(status="lapsed")
    return _narrowed(rows, filters)


def _interrupted(user: User, filters: Filters) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.visible_to(user).filter(status=Enrolment.Status.INTERRUPTED)
    if filters.programme:
        rows = rows.filter(cohort__edition__code=filters.programme)
    return _narrowed(rows, filters)


def _narrowed(rows: QuerySet, filters: Filters) -> QuerySet:
    if filters.region:
        rows = rows.filter(_working_in(filters.region))
    return rows.filter(_named(filters.q)) if filters.q else rows


def keys(user: User, filters: Filters, *, today: date) -> list[Key]:
    """Every line the filters leave: overdue ones first, then by deadline (two queries)."""
    found: list[Key] = []
    if filters.kind in {"", REASSESSMENT} and filters.status != INTERRUPTED:
        deadline = Case(When(status="open", then=F("until")), default=F("planned_on"))
        rows = _rights(user, filters).annotate(deadline=deadline).order_by()
        for pk, status, day in rows.values_list("pk", "status", "deadline"):
            is_absent = status == "lapsed"
            found.append(Key(day, REASSESSMENT, pk, ABSENT if is_absent else status, day < today))
    if filters.kind in {"", COMPLETION} and filters.status in {"", INTERRUPTED, OVERDUE}:
        granted = RightOverride.objects.filter(enrolment=OuterRef("pk"), kind__in=["transfer", "resume"])
        rows = _interrupted(user, filters).annotate(
            granted=Subquery(granted.order_by("-year").values("year")[:1])
        )
        for pk, ends_on, year in rows.order_by().values_list("pk", "cohort__ends_on", "granted"):
            day = last_day(max(ends_on.year, year or 0))
            found.append(Key(day, COMPLETION, pk, INTERRUPTED, day < today))
    if filters.status == OVERDUE:
        found = [one for one in found if one.is_overdue]
    return sorted(found, key=lambda one: (not one.is_overdue, one.deadline, one.kind, one.pk))


def lines(page: Sequence[Key]) -> list[Line]:
    """The lines in full, in the same order (three queries however many)."""
    rights = Reassessment.objects.select_related(*RELATED).in_bulk(
        [one.pk for one in page if one.kind == REASSESSMENT]
    )
    courses = Enrolment.objects.select_related("user", "cohort__edition").in_bulk(
        [one.pk for one in page if one.kind == COMPLETION]
    )
    found = []
    for key in page:
        row = rights.get(key.pk) if key.kind == REASSESSMENT else None
        enrolment = row.enrolment if row else courses[key.pk]
        found.append(Line(key, row.user if row else enrolment.user, enrolment, row))
    places = _places({line.person.pk for line in found})
    for line in found:
        if place := places.get(line.person.pk):
            line.organisation, line.region = place.organisation.name, place.organisation.region.name
    return found


def _places(people: set[int]) -> dict[int, Employment]:
    """Where people work now, the post taken up last."""
    posts = Employment.objects.filter(user__in=people, ended_on__isnull=True).select_related(
        "organisation__region"
    )
    return {post.user_id: post for post in posts.order_by("started_on", "pk")}


def choices() -> dict[str, list[tuple[str, str]]]:
    """What the filters offer (two queries)."""
    codes = ProgrammeEdition.objects.order_by("code").values_list("code", flat=True).distinct()
    return {
        "programme": [(code, code) for code in codes],
        "kind": [(REASSESSMENT, _("Reassessment")), (COMPLETION, _("To finish an interrupted course"))],
        "region": [(str(one.pk), one.name) for one in Region.objects.all()],
        "status": [
            ("open", _("Not booked yet")),
            ("booked", _("Booked")),
            ("taken", _("Taken, not decided yet")),
            (ABSENT, _("Absent: to settle")),
            (INTERRUPTED, _("Interrupted")),
            (OVERDUE, _("Overdue")),
        ],
    }
