"""Until when a person or a group can hand in, and giving them more time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assignment, DateRule, Extension, ProjectGroup, Sitting, Submission
from ...rules import lateness
from .. import telling
from ..attempts import windows
from ..scheme import frozen


@dataclass(frozen=True)
class Deadline:
    """When a work is due for its authors and what follows. `due` None: never late. `extension`: why it is their own."""

    due: datetime | None
    policy: str = lateness.ACCEPTED
    days: int = 0
    extension: Extension | None = None

    @property
    def last_moment(self) -> datetime | None:
        return lateness.last_moment(self.policy, self.days, self.due)

    def standing(self, at: datetime) -> str:
        return lateness.standing(self.policy, self.days, self.due, at)

    def is_open(self, at: datetime) -> bool:
        return lateness.is_open(self.policy, self.days, self.due, at)

    def is_near(self, at: datetime) -> bool:
        return lateness.is_near(self.policy, self.days, self.due, at)


def policy_of(content: Mapping, assignment_key: str) -> tuple[str, int]:
    """The late policy a cohort froze and its days; an older copy without one accepts late work."""
    row = content.get("assignments", {}).get(assignment_key, {})
    return row.get("late", lateness.ACCEPTED), int(row.get("late_days", 0))


def usual_due(cohort_id: int, assignment_key: str) -> datetime | None:
    """The cohort's due moment of a work."""
    return (
        DateRule.objects.filter(cohort_id=cohort_id, kind=DateRule.Kind.ASSIGNMENT, key=assignment_key)
        .values_list("closes_at", flat=True)
        .first()
    )


def newest(rows: Iterable[Extension]) -> dict[tuple[int, int | None, int | None], Extension]:
    """The extension that counts by (assignment, sitting, group): the one granted last."""
    return {
        (row.assignment_id, row.sitting_id, row.group_id): row
        for row in sorted(rows, key=lambda row: (row.granted_at, row.pk))
    }


def deadline_for(
    *,
    cohort_id: int,
    assignment: Assignment,
    content: Mapping,
    sitting: Sitting | None = None,
    group: ProjectGroup | None = None,
) -> Deadline:
    """The deadline of a first hand-in by this person or group (two queries, three for a later sitting).

    A sitting with a date of its own has that one, and nothing is taken after it.
    """
    own = windows.own(sitting, DateRule.Kind.ASSIGNMENT).get(assignment.key)
    if own is not None:
        return Deadline(due=own.closes_at, policy=lateness.REFUSED)
    policy, days = policy_of(content, assignment.key)
    extension = Extension.objects.filter(assignment=assignment, sitting=sitting, group=group).last()
    due = lateness.later_of(extension.due_at if extension else None, usual_due(cohort_id, assignment.key))
    return Deadline(due=due, policy=policy, days=days, extension=extension)


def deadline_of(submission: Submission, content: Mapping | None = None) -> Deadline:
    """The deadline of a work, begun or handed in.

    A correction that a marker asked for is always accepted, and is late only where the hand-in before was, or where
    the extension granted for the correction has passed.
    """
    content = frozen.content_for(submission.cohort_id) if content is None else content
    first = deadline_for(
        cohort_id=submission.cohort_id,
        assignment=submission.assignment,
        content=content,
        sitting=submission.sitting,
        group=submission.group,
    )
    if submission.number == 1:
        return first
    before = Submission.objects.get(
        assignment=submission.assignment,
        sitting=submission.sitting,
        group=submission.group,
        number=submission.number - 1,
    )
    extension = first.extension
    if extension and before.submitted_at and extension.granted_at > before.submitted_at:
        return Deadline(due=extension.due_at, extension=extension)
    return Deadline(due=lateness.due_of_correction(before.due_at, before.submitted_at))


def due_for(submission: Submission) -> datetime | None:
    """When this work is due for its authors; None where nothing makes it late."""
    return deadline_of(submission).due


def check_open(submission: Submission, *, at: datetime) -> datetime | None:
    """Refuse a work past its last moment; the due moment to keep with it."""
    deadline = deadline_of(submission)
    if not deadline.is_open(at) and deadline.last_moment is not None:
        raise Refusal(
            _(
                "The last moment for handing in was %(at)s. Your draft is kept: write to the coordinator and "
                "ask for more time, then hand it in."
            )
            % {"at": date_format(timezone.localtime(deadline.last_moment), "DATETIME_FORMAT")},
            code="too_late",
        )
    return deadline.due


def may_extend(actor: User, cohort: Cohort) -> bool:
    """Coordinators, and the trainers of the cohort."""
    if actor.has_perm("courses.run_cohort"):
        return True
    return actor.has_role("trainer") and cohort.staff.filter(user=actor, duty="trainer").exists()


@transaction.atomic
def grant(
    *,
    assignment_key: str,
    due_at: datetime,
    reason: str,
    at: datetime,
    actor: User,
    sitting_id: int | None = None,
    group_id: int | None = None,
) -> Extension:
    """Give a person (`sitting_id`) or a project group (`group_id`) more time for a work; the latest one counts.

    Refuses a moment that is past or not later than the cohort's own, a work that waits for marks or has them, a grant
    to oneself, and one without a reason.
    """
    sitting: Sitting | None = None
    group: ProjectGroup | None = None
    owner: Sitting | ProjectGroup
    if sitting_id is not None:
        owner = sitting = (
            Sitting.objects.select_for_update(of=("self",))
            .select_related("cohort", "enrolment__user")
            .get(pk=sitting_id)
        )
    elif group_id is not None:
        owner = group = (
            ProjectGroup.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=group_id)
        )
    else:
        raise TypeError("a sitting or a group is needed")
    cohort = owner.cohort
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key=assignment_key)
    _check_grant(assignment, cohort, sitting, group, actor)
    if not reason.strip():
        raise Refusal(_("Write why more time is given: the reason is kept with it."), code="reason_missing")
    if due_at <= at:
        raise Refusal(_("This moment has passed. Choose a later one."), code="past")
    usual = usual_due(cohort.pk, assignment_key)
    if usual and due_at <= usual:
        raise Refusal(
            _("The work is due for everybody on %(due)s. More time ends later than that.")
            % {"due": date_format(timezone.localtime(usual), "DATETIME_FORMAT")},
            code="not_later",
        )
    extension = Extension.objects.create(
        assignment=assignment,
        sitting=sitting,
        group=group,
        due_at=due_at,
        reason=reason.strip(),
        granted_at=at,
        granted_by=actor,
    )
    telling.extension_granted(extension, at=at)
    return extension


def _check_grant(
    assignment: Assignment,
    cohort: Cohort,
    sitting: Sitting | None,
    group: ProjectGroup | None,
    actor: User,
) -> None:
    if not may_extend(actor, cohort):
        raise NotAllowed()
    own = Q(enrolment__user=actor, left_at__isnull=True)
    if (sitting and sitting.enrolment.user_id == actor.pk) or (
        group and group.memberships.filter(own).exists()
    ):
        raise Refusal(_("You cannot give yourself more time. A coordinator does."), code="own_work")
    if not cohort.is_under_study:
        raise Refusal(_("The cohort is not running, so no more time can be given."), code="cohort_closed")
    if assignment.is_group and (group is None or group.assignment_id != assignment.pk):
        raise Refusal(_("This work is a group's: give the group more time."), code="group_work")
    if not assignment.is_group and sitting is None:
        raise Refusal(_("Everybody hands in this work alone: choose people."), code="own_work_only")
    newest_work = (
        Submission.objects.filter(assignment=assignment, sitting=sitting, group=group)
        .order_by("-number")
        .first()
    )
    if newest_work and newest_work.status not in {Submission.Status.DRAFT, Submission.Status.RETURNED}:
        whose = (
            sitting.enrolment.user.initials_name
            if sitting
            else _("Group %(number)s") % {"number": group.number if group else ""}
        )
        raise Refusal(
            _("%(who)s: the work is handed in already, so it needs no more time.") % {"who": whose},
            code="handed_in",
        )


@transaction.atomic
def grant_many(
    *,
    assignment_key: str,
    due_at: datetime,
    reason: str,
    at: datetime,
    actor: User,
    sitting_ids: Iterable[int] = (),
    group_ids: Iterable[int] = (),
) -> list[Extension]:
    """The same more time for several people or groups, for all of them or, where one is refused, for none."""
    people = [("sitting_id", pk) for pk in sorted(set(sitting_ids))]
    groups = [("group_id", pk) for pk in sorted(set(group_ids))]
    if not people and not groups:
        raise Refusal(_("Nobody is ticked. Tick those who get more time."), code="nobody")
    granted = []
    for name, pk in [*people, *groups]:
        owner: dict = {name: pk}
        granted.append(
            grant(assignment_key=assignment_key, due_at=due_at, reason=reason, at=at, actor=actor, **owner)
        )
    return granted
