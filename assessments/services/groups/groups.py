"""Project groups: who is in which; forming, adding, leaving and dissolving by the coordinator."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assignment, GroupMembership, ProjectGroup, Sitting, Submission, SubmissionMember
from ...rules import groups as rules
from ...rules import moves
from ..scheme import sittings


def group_of(enrolment: Enrolment, assignment: Assignment) -> ProjectGroup | None:
    """The standing project group a person is in now; an invitation is not a group yet."""
    return ProjectGroup.objects.filter(
        memberships__enrolment=enrolment,
        memberships__left_at__isnull=True,
        assignment=assignment,
        status=ProjectGroup.Status.STANDING,
    ).first()


def is_done_in_group(sitting: Sitting, assignment: Assignment) -> bool:
    """Whether this person does the work in a group. In a reassessment a group's work is done alone: the others have passed
    or are another cohort's.
    """
    return assignment.is_group and sitting.number == 1


def bounds(cohort: Cohort) -> dict[str, int]:
    """The sizes a group may have: {"least", "most"}, parameters of the edition."""
    return {
        "least": int(cohort.edition.parameter("group_min")),
        "most": int(cohort.edition.parameter("group_max")),
    }


def may_run(actor: User) -> None:
    """Refuse whoever does not run cohorts."""
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()


def locked_cohort(cohort_id: int) -> Cohort:
    """The cohort of the groups: everything that puts people into groups takes this lock first."""
    return Cohort.objects.select_for_update(of=("self",)).select_related("edition").get(pk=cohort_id)


def locked_group(group_id: int) -> ProjectGroup:
    """The group with its cohort, both locked, the cohort first."""
    cohort_id = ProjectGroup.objects.values_list("cohort_id", flat=True).get(pk=group_id)
    locked_cohort(cohort_id)
    return (
        ProjectGroup.objects.select_for_update(of=("self",))
        .select_related("cohort__edition", "assignment")
        .get(pk=group_id)
    )


def group_work(cohort: Cohort, assignment_key: str) -> Assignment:
    """The assignment of that key; refuses work that everybody does alone."""
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key=assignment_key)
    if not assignment.is_group:
        raise Refusal(_("Everybody does this work alone: it has no groups."), code="no_group_work")
    return assignment


def students(cohort: Cohort, enrolment_ids: Iterable[int]) -> list[Enrolment]:
    """Those people, locked, in the order of their rows; refuses whoever does not study here now."""
    wanted = set(enrolment_ids)
    found = list(
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk__in=wanted, cohort=cohort, status=Enrolment.Status.STUDYING)
        .order_by("pk")
    )
    if len(found) != len(wanted):
        raise Refusal(_("A group is formed of people who study in this cohort now."), code="not_studying")
    return found


def check_free(people: Sequence[Enrolment], assignment: Assignment) -> None:
    """Refuse those who are in a group or invited to one."""
    taken = GroupMembership.objects.filter(
        enrolment__in=people, assignment=assignment, left_at__isnull=True
    ).select_related("enrolment__user")
    if names := ", ".join(row.enrolment.user.initials_name for row in taken):
        raise Refusal(_("Already in a group: %(names)s.") % {"names": names}, code="in_a_group")


def next_number(cohort: Cohort, assignment: Assignment) -> int:
    rows = ProjectGroup.objects.filter(cohort=cohort, assignment=assignment)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_size(people: int, cohort: Cohort, *, reason: str) -> None:
    sizes = bounds(cohort)
    if rules.size_verdict(people, **sizes) != rules.FITS and not reason.strip():
        raise Refusal(
            _("A group has %(least)s to %(most)s people. For another size write the reason.") % sizes,
            code="size",
        )


@transaction.atomic
def form_group(
    *,
    cohort_id: int,
    assignment_key: str,
    enrolment_ids: list[int],
    at: datetime,
    actor: User,
    size_reason: str = "",
) -> ProjectGroup:
    """A standing project group of people of one cohort; another size than the edition's needs a reason.

    Source: programme A, section 8 (groups of 4-5). Refuses people who are in a group already or do not study here.
    """
    may_run(actor)
    cohort = locked_cohort(cohort_id)
    assignment = group_work(cohort, assignment_key)
    members = students(cohort, enrolment_ids)
    if not members:
        raise Refusal(_("Nobody is ticked. Tick people in the list first."), code="nobody")
    _check_size(len(members), cohort, reason=size_reason)
    check_free(members, assignment)
    group = ProjectGroup.objects.create(
        cohort=cohort,
        assignment=assignment,
        number=next_number(cohort, assignment),
        size_reason=size_reason.strip(),
        formed_at=at,
        formed_by=actor,
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=group, assignment=assignment, enrolment=member, joined_at=at, confirmed_at=at)
        for member in members
    )
    return group


@transaction.atomic
def form_groups(
    *,
    cohort_id: int,
    assignment_key: str,
    division: Sequence[Sequence[int]],
    at: datetime,
    actor: User,
) -> list[ProjectGroup]:
    """Several groups at once, as a division was shown: all of them or, where one is refused, none."""
    return [
        form_group(
            cohort_id=cohort_id, assignment_key=assignment_key, enrolment_ids=list(ids), at=at, actor=actor
        )
        for ids in division
    ]


def settle(group: ProjectGroup, *, at: datetime, actor: User) -> None:
    """Let a proposed group stand once all have agreed and its size fits; dissolve one that nobody is left in."""
    if not group.is_proposed:
        return
    answers = list(group.memberships.filter(left_at__isnull=True).values_list("confirmed_at", flat=True))
    if not answers:
        reason = str(_("Nobody is left in the group."))
        _move(group, to=ProjectGroup.Status.DISSOLVED, at=at, actor=actor, reason=reason)
    elif rules.stands(
        present=len(answers),
        confirmed=sum(answer is not None for answer in answers),
        **bounds(group.cohort),
    ):
        _move(group, to=ProjectGroup.Status.STANDING, at=at, actor=actor)


def _move(group: ProjectGroup, *, to: str, at: datetime, actor: User, reason: str = "") -> None:
    transitions.move(group, to=to, table=moves.GROUP, at=at, actor=actor, reason=reason)


def _handed_in(group: ProjectGroup) -> list[Submission]:
    """The group's works that wait for marks or have them, locked."""
    return list(
        Submission.objects.select_for_update(of=("self",))
        .filter(group=group)
        .exclude(status__in=[Submission.Status.DRAFT, Submission.Status.RETURNED])
        .order_by("number")
    )


@transaction.atomic
def approve_group(*, group_id: int, size_reason: str, at: datetime, actor: User) -> ProjectGroup:
    """Let a proposed group of an unusual size stand, with the reason. Refused while somebody has not answered."""
    may_run(actor)
    group = locked_group(group_id)
    waiting = group.memberships.filter(left_at__isnull=True, confirmed_at__isnull=True)
    if names := ", ".join(
        row.enrolment.user.initials_name for row in waiting.select_related("enrolment__user")
    ):
        raise Refusal(
            _("These people have not answered yet: %(names)s. Wait, or take them out of the group.")
            % {"names": names},
            code="unanswered",
        )
    if not size_reason.strip():
        raise Refusal(_("Write why the group may have this size."), code="reason_missing")
    group.size_reason = size_reason.strip()
    transitions.move(
        group,
        to=ProjectGroup.Status.STANDING,
        table=moves.GROUP,
        at=at,
        actor=actor,
        reason=group.size_reason,
        also=("size_reason",),
    )
    return group


@transaction.atomic
def dissolve_group(*, group_id: int, reason: str, at: datetime, actor: User) -> ProjectGroup:
    """End a group: its people are free for another one. Refused once work was handed in."""
    may_run(actor)
    group = locked_group(group_id)
    if not reason.strip():
        raise Refusal(_("Write why the group is dissolved."), code="reason_missing")
    if group.submissions.exclude(status=Submission.Status.DRAFT).exists():
        raise Refusal(
            _("This group has handed in work, so it stays. People can leave it, each with a decision."),
            code="handed_in",
        )
    _move(group, to=ProjectGroup.Status.DISSOLVED, at=at, actor=actor, reason=reason.strip())
    group.memberships.filter(left_at__isnull=True).update(left_at=at, reason=reason.strip())
    return group


@transaction.atomic
def add_member(
    *,
    group_id: int,
    enrolment_id: int,
    join_reason: str,
    shares_work: bool,
    at: datetime,
    actor: User,
    size_reason: str = "",
) -> GroupMembership:
    """A late joiner of a standing group.

    `shares_work` decides on work that was handed in already: its marks are this person's too, or not; without such
    work it changes nothing. Refused for marks that are released: those are given by an individual decision.
    """
    may_run(actor)
    group = locked_group(group_id)
    if not group.is_standing:
        raise Refusal(_("Only a standing group takes people in."), code="not_standing")
    works = _handed_in(group) if shares_work else []  # before the people: handing in locks in this order
    (enrolment,) = students(group.cohort, [enrolment_id])
    check_free([enrolment], group.assignment)
    if not join_reason.strip():
        raise Refusal(_("Write why the person joins this group now."), code="reason_missing")
    present = group.memberships.filter(left_at__isnull=True).count()
    _check_size(present + 1, group.cohort, reason=size_reason or group.size_reason)
    if size_reason.strip():
        group.size_reason = size_reason.strip()
        group.save(update_fields=["size_reason"])
    for work in works:
        if work.is_released:
            raise Refusal(
                _(
                    "The marks of this work are released. Add the person without the work, "
                    "and give them a mark by an individual decision."
                ),
                code="released",
            )
        sitting = sittings.open_sitting(enrolment_id=enrolment.pk, at=at)
        SubmissionMember.objects.update_or_create(
            submission=work,
            sitting=sitting,
            defaults={"excluded_at": None, "decided_by": actor, "reason": join_reason.strip()},
        )
    return GroupMembership.objects.create(
        group=group,
        assignment=group.assignment,
        enrolment=enrolment,
        joined_at=at,
        confirmed_at=at,
        join_reason=join_reason.strip(),
    )


@transaction.atomic
def leave_group(
    *,
    group_id: int,
    enrolment_id: int,
    reason: str,
    at: datetime,
    actor: User,
    keeps_mark: bool = True,
) -> GroupMembership:
    """End a membership from a day on.

    Work that was handed in before keeps the person, and gives them its marks, unless `keeps_mark` is False; that is
    refused for marks that are released.
    """
    may_run(actor)
    group = locked_group(group_id)
    if not reason.strip():
        raise Refusal(_("Write why the person leaves the group."), code="reason_missing")
    membership = (
        GroupMembership.objects.select_for_update(of=("self",))
        .filter(group=group, enrolment_id=enrolment_id, left_at__isnull=True)
        .first()
    )
    if membership is None:
        raise Refusal(
            _("This person is not in the group any more. Reload the page and look again."),
            code="not_in_group",
        )
    for work in [] if keeps_mark else _handed_in(group):
        if work.is_released:
            raise Refusal(
                _(
                    "The marks of this work are released, so the person keeps them. "
                    "Another mark is an individual decision."
                ),
                code="released",
            )
        work.members.filter(sitting__enrolment_id=enrolment_id).update(
            excluded_at=at, decided_by=actor, reason=reason.strip()
        )
    membership.left_at, membership.reason = at, reason.strip()
    membership.save(update_fields=["left_at", "reason"])
    settle(group, at=at, actor=actor)
    return membership
