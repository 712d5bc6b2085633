"""Groups of a cohort as lists show them, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from courses.models import Cohort, Enrolment
from people.sorting import kazakh_key

from ...models import Assignment, GroupMembership, ProjectGroup, Submission
from ...rules import groups as rules
from .groups import bounds

HANDED_IN = {Submission.Status.SUBMITTED, Submission.Status.MARKED, Submission.Status.RELEASED}


@dataclass(frozen=True)
class Event:
    """A line of a group's history."""

    at: datetime
    words: str
    who: str = ""
    reason: str = ""


@dataclass(frozen=True)
class GroupCard:
    """A group with who is in it now, by name; `work` is its newest submission."""

    group: ProjectGroup
    members: tuple[GroupMembership, ...]
    verdict: str
    work: Submission | None
    was_handed_in: bool
    history: tuple[Event, ...]

    @property
    def key(self) -> str:
        return str(self.group.pk)

    @property
    def waits_for(self) -> list[str]:
        """Those who have not answered."""
        return [row.enrolment.user.initials_name for row in self.members if row.confirmed_at is None]

    @property
    def may_be_approved(self) -> bool:
        return self.group.is_proposed and bool(self.members) and not self.waits_for

    @property
    def work_is_open_to_decision(self) -> bool:
        """Work that waits for marks: whose it is can still be decided."""
        return self.work is not None and self.work.status in {
            Submission.Status.SUBMITTED,
            Submission.Status.MARKED,
        }

    @property
    def is_small(self) -> bool:
        return self.verdict == rules.SMALL

    @property
    def is_large(self) -> bool:
        return self.verdict == rules.LARGE


def cards_for(cohort: Cohort, assignment: Assignment) -> list[GroupCard]:
    """The cohort's groups of this work by number, dissolved ones last (four queries)."""
    groups = list(
        ProjectGroup.objects.filter(cohort=cohort, assignment=assignment)
        .select_related("formed_by")
        .prefetch_related("memberships__enrolment__user", "transitions__actor", "submissions")
        .order_by("number")
    )
    sizes = bounds(cohort)
    cards = [_card(group, sizes) for group in groups]
    return sorted(cards, key=lambda card: card.group.status == ProjectGroup.Status.DISSOLVED)


def _card(group: ProjectGroup, sizes: dict[str, int]) -> GroupCard:
    rows = list(group.memberships.all())
    present = sorted(
        (row for row in rows if row.left_at is None), key=lambda row: kazakh_key(row.enrolment.user.full_name)
    )
    works = sorted(group.submissions.all(), key=lambda work: work.number)
    return GroupCard(
        group=group,
        members=tuple(present),
        verdict=rules.size_verdict(len(present), **sizes),
        work=works[-1] if works else None,
        was_handed_in=any(work.status != Submission.Status.DRAFT for work in works),
        history=tuple(_history(group, rows)),
    )


def _history(group: ProjectGroup, rows: list[GroupMembership]) -> list[Event]:
    """What happened to a group, the oldest first."""
    events = []
    if group.formed_at:
        who = group.formed_by.initials_name if group.formed_by else ""
        events.append(Event(group.formed_at, _("Formed"), who))
    for row in rows:
        name = row.enrolment.user.initials_name
        if row.join_reason:
            events.append(Event(row.joined_at, _("%(name)s joined") % {"name": name}, "", row.join_reason))
        if row.left_at and not _ended_with(group, row):
            events.append(Event(row.left_at, _("%(name)s left") % {"name": name}, "", row.reason))
    labels = dict(ProjectGroup.Status.choices)
    for move in group.transitions.all():
        who = move.actor.initials_name if move.actor else ""
        events.append(Event(move.at, str(labels.get(move.to_status, "")), who, move.reason))
    return sorted(events, key=lambda event: event.at)


def _ended_with(group: ProjectGroup, row: GroupMembership) -> bool:
    """The membership ended because the group was dissolved."""
    return any(
        move.to_status == ProjectGroup.Status.DISSOLVED and move.at == row.left_at
        for move in group.transitions.all()
    )


def without_group(cohort: Cohort, assignment: Assignment) -> list[Enrolment]:
    """Who studies in the cohort and is neither in a group nor invited, by name (one query)."""
    taken = GroupMembership.objects.filter(assignment=assignment, left_at__isnull=True)
    rows = (
        Enrolment.objects.filter(cohort=cohort, status=Enrolment.Status.STUDYING)
        .exclude(pk__in=taken.values("enrolment"))
        .select_related("user")
    )
    return sorted(rows, key=lambda row: kazakh_key(row.user.full_name))
