"""What the page of one's rights shows: courses with their rights, the first thing to do, the history."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Result
from courses.models import Enrolment
from people.models import User

from . import right_words as words
from .models import Reassessment
from .rules.entitlements import REASSESS, WITH_COHORT, Right
from .services.rights.booking_plan import Doing, plan_booked
from .services.rights.facts import rights_of
from .services.rights.rows import RELATED

ASKED_FOR = {"transfer", "resume", "interrupt", "withdraw"}  # by a request


@dataclass(frozen=True)
class ShownRight:
    """One right in words. `url`, `action`: what to do now, where there is something."""

    kind: str
    title: str
    is_open: bool
    sentence: str
    needs: list[str]
    url: str = ""
    action: str = ""


@dataclass
class Course:
    """An enrolment with its rights. `open_ones` first, those that are closed behind."""

    enrolment: Enrolment
    result: Result | None
    rights: list[ShownRight]

    @property
    def open_ones(self) -> list[ShownRight]:
        return [one for one in self.rights if one.is_open]

    @property
    def closed_ones(self) -> list[ShownRight]:
        return [one for one in self.rights if not one.is_open]


@dataclass(frozen=True)
class Past:
    """A right of before, or the one under way, with every step it took."""

    row: Reassessment
    state: str
    tone: str
    steps: list[tuple[datetime, str, str]] = field(default_factory=list)


def failure_of(row: Reassessment) -> tuple[str, str]:
    return words.failure(row.based_on.decision_reason)


def shown_right(right: Right, enrolment: Enrolment, row: Reassessment | None) -> ShownRight:
    url, action = "", ""
    if right.is_open and right.kind in {REASSESS, WITH_COHORT} and row is not None:
        url, action = reverse("right_book", args=[row.pk]), _("Book")
    elif right.is_open and right.kind in ASKED_FOR:
        url, action = reverse("request_new", args=[enrolment.pk, right.kind]), _("Write an application")
    return ShownRight(
        kind=right.kind,
        title=words.title(right),
        is_open=right.is_open,
        sentence=words.sentence(right),
        needs=words.needs(right),
        url=url,
        action=action,
    )


def ways_of(row: Reassessment, *, at: datetime) -> dict[str, ShownRight]:
    """The two ways of booking, each open or with the reason why not."""
    return {
        one.kind: shown_right(one, row.enrolment, row)
        for one in rights_of(row.enrolment, at)
        if one.kind in {REASSESS, WITH_COHORT}
    }


def booked_words(row: Reassessment) -> str:
    day = date_format(row.planned_on, "DATE_FORMAT")
    if row.kind == Reassessment.Kind.COHORT and row.cohort is not None:
        return _("Booked with cohort %(cohort)s for %(day)s.") % {"cohort": row.cohort.code, "day": day}
    return _("Booked for %(day)s.") % {"day": day}


def doings_with_links(row: Reassessment) -> list[tuple[Doing, str]]:
    """What a booked reassessment asks for, each with the page where it is done."""
    if row.sitting is None:
        return []
    found = []
    for doing in plan_booked(row).due:
        name = "attempt_intro" if doing.kind == "quiz" else "work"
        found.append((doing, reverse(name, args=[row.sitting.pk, doing.key]) if doing.key else ""))
    return found


def history(rows: Iterable[Reassessment]) -> list[Past]:
    """Rows with their transitions at hand."""
    labels = dict(Reassessment.Status.choices)
    return [
        Past(
            row=row,
            state=words.state(row),
            tone=words.tone(row),
            steps=[
                (one.at, str(labels.get(one.to_status, one.to_status)), words.reason(one.reason))
                for one in row.transitions.all()
            ],
        )
        for row in rows
    ]


def page_of(user: User, *, at: datetime) -> dict:
    """The context of the page: a few queries for each course the person is or was in."""
    enrolments = list(
        Enrolment.objects.of(user)
        .exclude(status="rejected")
        .select_related("cohort__edition", "user")
        .order_by("-applied_at", "-pk")
    )
    rows = list(
        Reassessment.objects.of(user)
        .select_related(*RELATED)
        .prefetch_related("transitions")
        .order_by("-opened_at", "-pk")
    )
    under_way = {row.enrolment_id: row for row in reversed(rows) if row.is_under_way}
    results = {
        one.sitting.enrolment_id: one
        for one in Result.objects.current()
        .filter(sitting__enrolment__in=enrolments)
        .select_related("sitting")
        .order_by("sitting__number")
    }
    courses = [
        Course(
            enrolment=one,
            result=results.get(one.pk),
            rights=[shown_right(right, one, under_way.get(one.pk)) for right in rights_of(one, at)],
        )
        for one in enrolments
    ]
    first = next((row for row in rows if row.is_under_way), None)
    return {
        "courses": courses,
        "first": first,
        "failure": failure_of(first) if first else None,
        "doings": doings_with_links(first) if first and first.status != Reassessment.Status.OPEN else [],
        "may_cancel": first is not None
        and first.status == Reassessment.Status.BOOKED
        and first.planned_on is not None
        and first.planned_on > timezone.localdate(at),
        "booked_words": booked_words(first) if first and first.planned_on else "",
        "past": history(rows),
    }
