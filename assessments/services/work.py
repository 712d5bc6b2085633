"""Handing in work: drafts, submission, return for correction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Assignment, ProjectGroup, Sitting, Submission, SubmissionMember
from ..rules import moves
from . import sittings
from .groups import group_of


class StaleDraft(Refusal):
    """Another tab or a member of the group has saved since; `submission` is what stands now."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(
            _(
                "This work was saved elsewhere in the meantime. Compare the two texts below and save once more."
            ),
            code="stale",
        )
        self.submission = submission


def _move(submission: Submission, *, to: str, at: datetime, actor: User | None, reason: str = "") -> None:
    transitions.move(submission, to=to, table=moves.SUBMISSION, at=at, actor=actor, reason=reason)


def locked(submission_id: int) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort", "group", "sitting__enrolment")
        .get(pk=submission_id)
    )


def _is_author(submission: Submission, actor: User) -> bool:
    if submission.sitting is not None:
        return submission.sitting.enrolment.user_id == actor.pk
    if submission.group is None:
        return False
    return submission.group.memberships.filter(enrolment__user=actor, left_at__isnull=True).exists()


def check_open(submission: Submission, actor: User) -> None:
    """Refuse whoever is no author, a work handed in, a cohort at rest."""
    if not _is_author(submission, actor):
        raise NotAllowed()
    if not submission.is_draft:
        raise Refusal(
            _("This work is handed in, so it cannot be changed. Ask for its return if you must."),
            code="closed",
        )
    _check_cohort(submission.cohort)


def _check_cohort(cohort: Cohort) -> None:
    if not cohort.is_under_study:
        raise Refusal(_("The cohort is not running, so work cannot be handed in now."), code="cohort_closed")


@transaction.atomic
def open_submission(*, sitting_id: int, assignment_key: str, at: datetime, actor: User) -> Submission:
    """The open or newest work of a sitting (or of its project group); a draft is begun where there is none.

    Refuses a person without a group where the work is a group's.
    """
    sitting = (
        Sitting.objects.select_for_update(of=("self",))
        .select_related("cohort", "enrolment")
        .get(pk=sitting_id)
    )
    if sitting.enrolment.user_id != actor.pk:
        raise NotAllowed()
    assignment = Assignment.objects.get(edition_id=sitting.cohort.edition_id, key=assignment_key)
    owner: dict = {"sitting": sitting}
    if assignment.is_group:
        group = group_of(sitting.enrolment, assignment)
        if group is None:
            raise Refusal(
                _("You are not in a project group yet. The coordinator forms the groups; write to them."),
                code="no_group",
            )
        ProjectGroup.objects.select_for_update().get(pk=group.pk)
        owner = {"group": group}
    standing = Submission.objects.filter(assignment=assignment, **owner).order_by("-number").first()
    if standing is not None and standing.status != Submission.Status.RETURNED:
        return standing
    _check_cohort(sitting.cohort)
    return Submission.objects.create(
        assignment=assignment,
        cohort=sitting.cohort,
        number=standing.number + 1 if standing else 1,
        created_at=at,
        **owner,
    )


@transaction.atomic
def save_draft(
    *, submission_id: int, title: str, text: str, revision: int, at: datetime, actor: User
) -> Submission:
    """Keep a draft. Raises StaleDraft, changing nothing, when somebody saved since this reader's revision."""
    submission = locked(submission_id)
    check_open(submission, actor)
    if submission.revision != revision:
        if (submission.title, submission.text) == (title, text):
            return submission
        raise StaleDraft(submission)
    if (submission.title, submission.text) != (title, text):
        submission.title, submission.text, submission.saved_at = title, text, at
        submission.revision += 1
        submission.save(update_fields=["title", "text", "saved_at", "revision"])
    return submission


@transaction.atomic
def submit_work(*, submission_id: int, at: datetime, actor: User) -> Submission:
    """Hand in: the members of the group at this moment are kept with the work. A repeat changes nothing."""
    submission = locked(submission_id)
    if submission.status == Submission.Status.SUBMITTED and _is_author(submission, actor):
        return submission
    check_open(submission, actor)
    if not submission.text.strip() and not submission.files.exists():
        raise Refusal(
            _("There is nothing to hand in yet: write your text or attach a file first."), code="empty"
        )
    submission.submitted_at, submission.submitted_by = at, actor
    submission.save(update_fields=["submitted_at", "submitted_by"])
    _move(submission, to=Submission.Status.SUBMITTED, at=at, actor=actor)
    members: list[Sitting] = []
    if submission.sitting is not None:
        members = [submission.sitting]
    elif submission.group is not None:
        enrolled = submission.group.memberships.filter(left_at__isnull=True).values_list(
            "enrolment_id", flat=True
        )
        opened = (sittings.open_sitting(enrolment_id=enrolment_id, at=at) for enrolment_id in enrolled)
        members = [sitting for sitting in opened if sitting is not None]
    SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=submission, sitting=sitting) for sitting in members
    )
    return submission


@transaction.atomic
def return_work(*, submission_id: int, reason: str, at: datetime, actor: User) -> Submission:
    """Return for correction: this number ends, and the next one begins as a draft with the same text and files."""
    from .marking import may_mark

    submission = locked(submission_id)
    may_mark(actor, submission)
    if not reason.strip():
        raise Refusal(_("Write what has to be corrected: the authors read it."), code="reason_missing")
    _move(submission, to=Submission.Status.RETURNED, at=at, actor=actor, reason=reason.strip())
    last = Submission.objects.filter(
        assignment=submission.assignment, group=submission.group, sitting=submission.sitting
    ).aggregate(last=Max("number"))["last"]
    draft = Submission.objects.create(
        assignment=submission.assignment,
        cohort=submission.cohort,
        group=submission.group,
        sitting=submission.sitting,
        number=last + 1,
        title=submission.title,
        text=submission.text,
        created_at=at,
        saved_at=at,
    )
    for row in submission.files.all():
        row.pk, row.submission = None, draft
        row.save()
    return draft
