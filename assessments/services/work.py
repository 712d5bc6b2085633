"""Handing in work: drafts, files, submission, return for correction, project groups."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Enrolment
from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import (
    Assignment,
    GroupMembership,
    ProjectGroup,
    Sitting,
    Submission,
    SubmissionFile,
    SubmissionMember,
)
from ..rules import moves, uploads
from . import sittings


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


def _locked(submission_id: int) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort", "group", "sitting__enrolment")
        .get(pk=submission_id)
    )


def group_of(enrolment: Enrolment, assignment: Assignment) -> ProjectGroup | None:
    """The project group a person is in now."""
    return ProjectGroup.objects.filter(
        memberships__enrolment=enrolment, memberships__left_at__isnull=True, assignment=assignment
    ).first()


def _is_author(submission: Submission, actor: User) -> bool:
    if submission.sitting is not None:
        return submission.sitting.enrolment.user_id == actor.pk
    if submission.group is None:
        return False
    return submission.group.memberships.filter(enrolment__user=actor, left_at__isnull=True).exists()


def _check_open(submission: Submission, actor: User) -> None:
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
    submission = _locked(submission_id)
    _check_open(submission, actor)
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
def attach_file(*, submission_id: int, upload: UploadedFile, at: datetime, actor: User) -> SubmissionFile:
    """Attach a file by what its content is. Refuses other kinds, too large ones and too many."""
    submission = _locked(submission_id)
    _check_open(submission, actor)
    if submission.files.count() >= settings.SUBMISSION_FILES_MAX:
        raise Refusal(
            _("A work has at most %(count)s files. Remove one first.")
            % {"count": settings.SUBMISSION_FILES_MAX},
            code="too_many",
        )
    if upload.size and upload.size > settings.SUBMISSION_FILE_MAX_BYTES:
        raise Refusal(
            _(
                "The file is larger than %(size)s MB. Make it smaller, for instance by saving pictures smaller."
            )
            % {"size": settings.SUBMISSION_FILE_MAX_BYTES // 1024 // 1024},
            code="too_large",
        )
    content = upload.read()
    media_type = uploads.media_type(content)
    if not media_type:
        raise Refusal(
            _(
                "This kind of file is not accepted. "
                "Send PDF, Word, PowerPoint, Excel, a picture (PNG, JPEG, WebP) or plain text."
            ),
            code="kind",
        )
    digest = hashlib.sha256(content).hexdigest()
    if standing := submission.files.filter(sha256=digest).first():
        return standing
    row = SubmissionFile(
        submission=submission,
        name=uploads.safe_name(upload.name or "", media_type=media_type),
        size=len(content),
        media_type=media_type,
        sha256=digest,
        uploaded_at=at,
        uploaded_by=actor,
    )
    row.file.save(f"{digest[:16]}{uploads.ALLOWED[media_type]}", ContentFile(content), save=False)
    row.save()
    return row


@transaction.atomic
def remove_file(*, file_id: int, actor: User) -> None:
    """Take a file off a draft; its bytes go once that is committed."""
    row = SubmissionFile.objects.select_related("submission").get(pk=file_id)
    _check_open(_locked(row.submission_id), actor)
    stored, name = row.file.storage, str(row.file.name)
    row.delete()
    if not SubmissionFile.objects.filter(file=name).exists():
        transaction.on_commit(lambda: stored.delete(name), robust=True)


@transaction.atomic
def submit_work(*, submission_id: int, at: datetime, actor: User) -> Submission:
    """Hand in: the members of the group at this moment are kept with the work. A repeat changes nothing."""
    submission = _locked(submission_id)
    if submission.status == Submission.Status.SUBMITTED and _is_author(submission, actor):
        return submission
    _check_open(submission, actor)
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

    submission = _locked(submission_id)
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
    """A project group of people of one cohort; another size than the edition's needs a reason.

    Source: programme A, section 8 (groups of 4-5). Refuses people who are in a group already or do not study here.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("edition").get(pk=cohort_id)
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key=assignment_key)
    members = list(
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk__in=enrolment_ids, cohort=cohort, status=Enrolment.Status.STUDYING)
    )
    if len(members) != len(set(enrolment_ids)):
        raise Refusal(_("A group is formed of people who study in this cohort now."), code="not_studying")
    least, most = int(cohort.edition.parameter("group_min")), int(cohort.edition.parameter("group_max"))
    if not least <= len(members) <= most and not size_reason.strip():
        raise Refusal(
            _("A group has %(least)s to %(most)s people. For another size write the reason.")
            % {"least": least, "most": most},
            code="size",
        )
    taken = GroupMembership.objects.filter(
        enrolment__in=members, assignment=assignment, left_at__isnull=True
    ).select_related("enrolment__user")
    if names := ", ".join(row.enrolment.user.initials_name for row in taken):
        raise Refusal(_("Already in a group: %(names)s.") % {"names": names}, code="in_a_group")
    number = (
        ProjectGroup.objects.filter(cohort=cohort, assignment=assignment).aggregate(last=Max("number"))[
            "last"
        ]
        or 0
    ) + 1
    group = ProjectGroup.objects.create(
        cohort=cohort, assignment=assignment, number=number, size_reason=size_reason.strip()
    )
    GroupMembership.objects.bulk_create(
        GroupMembership(group=group, assignment=assignment, enrolment=member, joined_at=at)
        for member in members
    )
    return group


@transaction.atomic
def leave_group(
    *, group_id: int, enrolment_id: int, reason: str, at: datetime, actor: User
) -> GroupMembership:
    """End a membership from a day on; what was handed in before keeps its members."""
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    if not reason.strip():
        raise Refusal(_("Write why the person leaves the group."), code="reason_missing")
    membership = GroupMembership.objects.select_for_update(of=("self",)).get(
        group_id=group_id, enrolment_id=enrolment_id, left_at__isnull=True
    )
    membership.left_at, membership.reason = at, reason.strip()
    membership.save(update_fields=["left_at", "reason"])
    return membership
