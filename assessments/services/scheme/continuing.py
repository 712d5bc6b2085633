"""What goes along when a person moves to another cohort, and what has to be finished before.

Marks are carried and never moved (carrying.py); drafts are copied and stay readable where they were; a project
group is left with its reason. Locks: cohorts, drafts, enrolment, sitting, in this order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.models import User

from ...models import (
    Accommodation,
    Assignment,
    Attempt,
    DefenceSession,
    DefenceSlot,
    GroupMembership,
    Mark,
    Sitting,
    Submission,
)
from ..decisions import waiting
from ..defence import defence
from ..groups import groups
from ..work import versions
from . import carrying, frozen, sittings


@dataclass(frozen=True)
class Obstacle:
    """Something to finish first. `code`: "test_open", "test_ungraded", "work_waiting"; `sentence`: what, and what to do."""

    code: str
    sentence: str | Promise


def sitting_of(enrolment: Enrolment) -> Sitting | None:
    """The newest sitting of an enrolment, whose marks and work are meant; None before study began."""
    return enrolment.sittings.select_related("cohort__edition").order_by("-number").first()


def is_decided(sitting: Sitting | None) -> bool:
    return sitting is not None and sitting.results.exists()


def obstacles(sitting: Sitting | None) -> list[Obstacle]:
    """What of a sitting is under way and would be cut off by a move (three queries; none without a sitting)."""
    if sitting is None:
        return []
    found: list[Obstacle] = []
    told: str | Promise
    unfinished = list(waiting.tests([sitting.pk]).select_related("quiz"))
    for attempt in unfinished:
        if attempt.is_open and attempt.deadline_at is not None:
            moment = date_format(timezone.localtime(attempt.deadline_at), "DATETIME_FORMAT")
            told = _(
                "A test is being taken until %(moment)s. Wait for its end, or hand it in for the person on the "
                "exam's board."
            ) % {"moment": moment}
            found.append(Obstacle("test_open", told))
        elif attempt.is_open:
            told = _(
                "A test is being taken. Let the person hand it in, or do it for them on the exam's board."
            )
            found.append(Obstacle("test_open", told))
    if any(attempt.status in {Attempt.Status.SUBMITTED, Attempt.Status.EXPIRED} for attempt in unfinished):
        told = _("A test that was handed in still waits for its marks. Let the trainer mark it first.")
        found.append(Obstacle("test_ungraded", told))
    if works := _unmarked(sitting):
        told = _("Handed in and not marked yet: %(works)s. Let the trainer mark and release it first.") % {
            "works": ", ".join(f"“{work.assignment.title}”" for work in works)
        }
        found.append(Obstacle("work_waiting", told))
    return found


def _unmarked(sitting: Sitting) -> list[Submission]:
    """Works of this person, alone or in a group, that wait for marks or for their release."""
    works = Submission.objects.filter(
        status__in=[Submission.Status.SUBMITTED, Submission.Status.MARKED],
        members__sitting=sitting,
        members__excluded_at__isnull=True,
    )
    return list(works.select_related("assignment").order_by("pk"))


def standing_marks(sitting: Sitting | None) -> dict[str, Mark]:
    """The marks that stand, by component, with their markers (one query)."""
    if sitting is None:
        return {}
    return {mark.component: mark for mark in sitting.marks.current().select_related("marker")}


def due_of(sitting: Sitting | None, cohort_id: int) -> tuple[str, ...]:
    """Components of the cohort's scheme that have no mark yet, in its order."""
    there = standing_marks(sitting)
    content = frozen.content_for(cohort_id)
    return tuple(row["key"] for row in content["components"] if row["key"] not in there)


def own_drafts(sitting: Sitting | None) -> list[Submission]:
    """Work of one's own that was begun and not handed in, without what is still empty (two queries)."""
    if sitting is None:
        return []
    drafts = Submission.objects.filter(sitting=sitting, status=Submission.Status.DRAFT)
    rows = drafts.select_related("assignment").prefetch_related("files").order_by("pk")
    return [row for row in rows if row.text.strip() or row.title.strip() or row.plan or row.files.all()]


def group_places(enrolment: Enrolment) -> list[GroupMembership]:
    """The project groups the person is in now, or is asked into."""
    rows = GroupMembership.objects.filter(enrolment=enrolment, left_at__isnull=True)
    return list(rows.select_related("group", "assignment").order_by("group_id"))


def hold_drafts(enrolment_id: int) -> None:
    """Lock the open drafts of an enrolment's own work: who saves one now comes first or is told that it is closed."""
    drafts = Submission.objects.filter(
        sitting__enrolment_id=enrolment_id, status=Submission.Status.DRAFT
    ).order_by("pk")
    list(drafts.select_for_update(of=("self",)).values_list("pk", flat=True))


def hold_sittings(enrolment_id: int) -> None:
    """Lock the sittings of an enrolment: no test begins and no mark comes while it is decided what goes along."""
    rows = Sitting.objects.filter(enrolment_id=enrolment_id).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


@transaction.atomic
def leave_behind(*, enrolment: Enrolment, reason: str, at: datetime, actor: User) -> None:
    """End what a person who leaves a cohort holds there: places in project groups, turns in defences not held yet.

    Marks and work handed in stay, those of the group too.
    """
    for place in group_places(enrolment):
        groups.leave_group(
            group_id=place.group_id, enrolment_id=enrolment.pk, reason=reason, at=at, actor=actor
        )
    turns = DefenceSlot.objects.filter(
        sitting__enrolment=enrolment,
        session__status=DefenceSession.Status.PLANNED,
        began_at__isnull=True,
        is_absent=False,
        questions__isnull=True,
    )
    for slot_id in list(turns.order_by("session_id", "pk").values_list("pk", flat=True)):
        defence.remove_slot(slot_id=slot_id, at=at, actor=actor)


@transaction.atomic
def take_along(
    *, enrolment: Enrolment, following: Enrolment, reason: str, at: datetime, actor: User
) -> Sitting:
    """Open the sitting of the enrolment that continues another and bring along what was earned there.

    Marks that fit the new cohort's scheme are carried with their dates and markers; the conditions for examinations stand
    as they were agreed; drafts of one's own are copied unless their mark was carried. Groups are formed anew there.
    """
    target = sittings.open_continued(enrolment_id=following.pk, at=at)
    _copy_conditions(enrolment, following)
    source = sitting_of(enrolment)
    if source is None:
        return target
    hold_sittings(enrolment.pk)
    carrying.carry_marks(source=source, target=target, reason=reason)
    _copy_drafts(source, target, at=at)
    return target


def _copy_conditions(enrolment: Enrolment, following: Enrolment) -> None:
    agreed = Accommodation.objects.filter(enrolment=enrolment, is_current=True).first()
    if agreed is None or Accommodation.objects.filter(enrolment=following).exists():
        return
    agreed.pk, agreed.enrolment = None, following
    agreed._state.adding = True
    agreed.save()


def _copy_drafts(source: Sitting, target: Sitting, *, at: datetime) -> Sequence[Submission]:
    """Begin the same work anew with the same text, plan and files; the draft it was copied from stays as it is."""
    marked = standing_marks(target)
    content = frozen.content_for(target.cohort_id)
    author = source.enrolment.user
    known = {
        row.key: row for row in Assignment.objects.filter(edition_id=target.cohort.edition_id, is_group=False)
    }
    copied = []
    for draft in own_drafts(source):
        assignment = known.get(draft.assignment.key)
        if assignment is None or assignment.kind != draft.assignment.kind:
            continue
        components = frozen.component_of_assignment(content, assignment.key)
        if components and all(row["key"] in marked for row in components):
            continue
        copy = Submission.objects.create(
            assignment=assignment,
            cohort_id=target.cohort_id,
            sitting=target,
            title=draft.title,
            text=draft.text,
            plan=draft.plan,
            created_at=at,
            saved_at=draft.saved_at or at,
        )
        versions.keep(copy, at=at, actor=author)
        for row in draft.files.all():
            row.pk, row.submission = None, copy
            row._state.adding = True
            row.save()
        copied.append(copy)
    return copied
