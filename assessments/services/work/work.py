"""Handing in work: drafts that several people write, submission, return for correction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Assignment, ProjectGroup, Sitting, Submission, SubmissionMember
from ...rules import merging, moves
from .. import telling
from ..groups.groups import group_of, is_done_in_group
from ..groups.proposals import may_propose
from ..marking import allocation, outcomes
from ..scheme import sittings
from . import extensions, plans, typed_words, versions
from .own_work import check_cohort, check_not_carried, check_open, check_studies, is_author, locked

__all__ = [
    "StaleDraft",
    "check_open",
    "locked",
    "open_submission",
    "return_work",
    "save_draft",
    "submit_work",
]


class StaleDraft(Refusal):
    """Somebody changed the same place since this reader's revision; `submission` is what stands now."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(
            _(
                "The same place of this work was changed elsewhere in the meantime. Compare the two texts below "
                "and save once more."
            ),
            code="stale",
        )
        self.submission = submission


def _move(submission: Submission, *, to: str, at: datetime, actor: User | None, reason: str = "") -> None:
    transitions.move(submission, to=to, table=moves.SUBMISSION, at=at, actor=actor, reason=reason)


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
    if is_done_in_group(sitting, assignment):
        group = group_of(sitting.enrolment, assignment)
        if group is None or not group.is_standing:
            raise _no_group(sitting, assignment)
        ProjectGroup.objects.select_for_update().get(pk=group.pk)
        owner = {"group": group}
    standing = Submission.objects.filter(assignment=assignment, **owner).order_by("-number").first()
    if standing is not None and standing.status != Submission.Status.RETURNED:
        return standing
    check_cohort(sitting.cohort, sitting)
    check_studies(sitting.enrolment_id)
    check_not_carried(sitting, assignment_key)
    return Submission.objects.create(
        assignment=assignment,
        cohort=sitting.cohort,
        number=standing.number + 1 if standing else 1,
        created_at=at,
        **owner,
    )


def _no_group(sitting: Sitting, assignment: Assignment) -> Refusal:
    if may_propose(sitting.cohort_id, assignment):
        sentence = _(
            "You are not in a project group yet. Open “My group” and form one, or answer whoever asked you."
        )
    else:
        sentence = _("You are not in a project group yet. The coordinator forms the groups; write to them.")
    return Refusal(sentence, code="no_group")


@transaction.atomic
def save_draft(
    *, submission_id: int, title: str, text: str, revision: int, at: datetime, actor: User
) -> Submission:
    """Keep a draft, and its state as a version.

    Where somebody saved since this reader's revision, both texts are joined if they were changed in different places;
    the answer's text is then another than the one sent. Otherwise raises StaleDraft, changing nothing.
    """
    submission = locked(submission_id)
    check_open(submission, actor)
    if submission.revision != revision:
        title, text = _joined(submission, title=title, text=text, revision=revision)
    return _keep(submission, title=title, text=text, at=at, actor=actor)


def _joined(submission: Submission, *, title: str, text: str, revision: int) -> tuple[str, str]:
    """Title and text with what stands and what this reader wrote since `revision`."""
    if (submission.title, submission.text) == (title, text):
        return title, text
    base = versions.state(submission, revision) if revision < submission.revision else None
    if base is None:
        raise StaleDraft(submission)
    merged_title = merging.merge_title(base[0], submission.title, title)
    merged_text = merging.merge(base[1], submission.text, text)
    if merged_title is None or merged_text is None:
        raise StaleDraft(submission)
    return merged_title, merged_text


def _keep(submission: Submission, *, title: str, text: str, at: datetime, actor: User) -> Submission:
    if (submission.title, submission.text) != (title, text):
        submission.title, submission.text, submission.saved_at = title, text, at
        submission.revision += 1
        submission.save(update_fields=["title", "text", "saved_at", "revision"])
        versions.keep(submission, at=at, actor=actor)
    return submission


@transaction.atomic
def take_back(*, submission_id: int, version: int, at: datetime, actor: User) -> Submission:
    """Make an earlier state (title, text and plan) the draft again, as a new revision; what stood stays a version."""
    submission = locked(submission_id)
    check_open(submission, actor)
    row = submission.draft_versions.filter(revision=version).first()
    if row is None:
        raise Refusal(
            _("This version is no longer kept. Choose another one from the list."), code="no_version"
        )
    submission.plan = row.plan if row.plan is not None else submission.plan
    submission.title, submission.text, submission.saved_at = row.title, row.text, at
    submission.revision += 1
    submission.save(update_fields=["title", "text", "plan", "saved_at", "revision"])
    versions.keep(submission, at=at, actor=actor)
    return submission


@transaction.atomic
def submit_work(
    *,
    submission_id: int,
    at: datetime,
    actor: User,
    nameless: bool = False,
    accepted: frozenset[str] = frozenset(),
) -> Submission:
    """Hand in: the due moment and the members of the group at this moment are kept with the work.

    `nameless`: the author confirms that no child can be recognised; `accepted`: warnings about names they looked at.
    Both are asked for support plans alone. Refuses an empty work, and one past its last moment. A repeat changes nothing.
    """
    submission = locked(submission_id)
    if submission.status == Submission.Status.SUBMITTED and is_author(submission, actor):
        return submission
    check_open(submission, actor)
    if not submission.text.strip() and not submission.plan and not submission.files.exists():
        raise Refusal(
            _("There is nothing to hand in yet: write your text or attach a file first."), code="empty"
        )
    submission.due_at = extensions.check_open(submission, at=at)
    if submission.assignment.is_support_plan:
        plans.check_before_submit(submission=submission, nameless=nameless, accepted=accepted, actor=actor)
        submission.nameless_at = at if nameless else submission.nameless_at
    submission.submitted_at, submission.submitted_by = at, actor
    submission.save(update_fields=["submitted_at", "submitted_by", "due_at", "nameless_at"])
    _move(submission, to=Submission.Status.SUBMITTED, at=at, actor=actor)
    members = _members(submission, at=at)
    SubmissionMember.objects.bulk_create(
        SubmissionMember(submission=submission, sitting=sitting) for sitting in members
    )
    for sitting in members:
        sittings.tell_begun(sitting)
    versions.thin(submission, before=at)
    allocation.allocate_on_arrival(submission=submission, at=at)
    telling.work_arrived(submission, at=at)
    if submission.assignment.is_support_plan and allocation.waiting_places(submission):
        telling.no_examiner(submission, at=at)
    return submission


def _members(submission: Submission, *, at: datetime) -> list[Sitting]:
    """The sittings of those who stand behind the work now."""
    if submission.sitting is not None:
        return [submission.sitting]
    if submission.group is None:
        return []
    enrolled = submission.group.memberships.filter(left_at__isnull=True).values_list(
        "enrolment_id", flat=True
    )
    opened = (sittings.open_sitting(enrolment_id=enrolment_id, at=at) for enrolment_id in enrolled)
    return [sitting for sitting in opened if sitting is not None]


@transaction.atomic
def return_work(*, submission_id: int, reason: str, at: datetime, actor: User) -> Submission:
    """Return for correction: this number ends, and the next one begins as a draft with the same text, plan and files."""
    submission = locked(submission_id)
    outcomes.may_mark(actor, submission)
    if not reason.strip():
        raise Refusal(_("Write what has to be corrected: the authors read it."), code="reason_missing")
    typed_words.check_return(submission, reason)
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
        plan=submission.plan,
        created_at=at,
        saved_at=at,
    )
    versions.keep(draft, at=at, actor=submission.submitted_by or actor)
    for row in submission.files.all():
        row.pk, row.submission = None, draft
        row.save()
    telling.work_returned(submission, reason=reason.strip(), at=at)
    return draft
