"""Erasing support plans when nobody may need them any more: they describe a child.

A plan goes when the cohort is over, the result is decided and the terms for an appeal and for keeping it have passed
(services/scheme/terms.py), and no appeal is open. Marks, outcome and who handed in when stay: the register needs them.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from courses.models import Cohort
from people.errors import Refusal
from people.models import User

from ...models import (
    Annotation,
    Appeal,
    Assignment,
    DefenceQuestion,
    DefenceSlot,
    Result,
    Sitting,
    Submission,
    SubmissionFile,
)
from ...querysets import SubmissionQuerySet
from ...rules import appeals
from ..scheme.terms import term

# Number and time, never a word of what was erased.
log = logging.getLogger("tirek.erasure")

OVER = frozenset({Cohort.Status.CONCLUDED, Cohort.Status.CANCELLED})
LEFT = frozenset({"withdrawn", "expelled", "transferred", "rejected"})


@dataclass(frozen=True)
class Due:
    """A plan whose terms have passed, and when the last of them ended."""

    submission_id: int
    since: datetime


def _kept_plans() -> SubmissionQuerySet:
    return Submission.objects.filter(
        assignment__kind=Assignment.Kind.SUPPORT_PLAN, erased_at__isnull=True
    ).select_related("assignment", "cohort__edition", "sitting__enrolment")


def due_for_erasure(at: datetime) -> list[Due]:
    """Every number of every plan, drafts and returned ones too, whose terms have passed at that moment."""
    found = []
    for submission in _kept_plans().filter(cohort__status__in=OVER).order_by("pk"):
        since = _ends(submission)
        if since is not None and since <= at:
            found.append(Due(submission.pk, since))
    return found


def _ends(submission: Submission) -> datetime | None:
    """When the terms of a plan end or ended; nothing while it must be kept."""
    if submission.cohort.status not in OVER:
        return None
    sittings = [submission.sitting] if submission.sitting else _sittings_of_members(submission)
    if Appeal.objects.open().filter(sitting__in=sittings).exists():
        return None
    moments = [_settled(sitting) for sitting in sittings]
    if not moments or any(moment is None for moment in moments):
        return None
    edition = submission.cohort.edition
    last = max(moment for moment in moments if moment is not None)
    appealable = appeals.term(last, term(edition, "appeal_days")).ends_at
    return appealable + timedelta(days=term(edition, "plan_retention_days"))


def _sittings_of_members(submission: Submission) -> list[Sitting]:
    return [row.sitting for row in submission.members.select_related("sitting__enrolment", "sitting__cohort")]


def _settled(sitting: Sitting) -> datetime | None:
    """When the sitting was settled for its person: the decision that stands, or the cohort's end for one who left."""
    result = Result.objects.current().filter(sitting=sitting).order_by("decided_at").last()
    if result is not None:
        return result.decided_at
    if sitting.enrolment.status not in LEFT and sitting.cohort.status != Cohort.Status.CANCELLED:
        return None
    end = sitting.cohort.transitions.filter(to_status__in=OVER).last()
    return end.at if end else None


@transaction.atomic
def erase_plan(*, submission_id: int, at: datetime, actor: User | None = None) -> bool:
    """Erase what a plan says: form, text, saved states, files, quotes in the markers' notes, and what was asked,
    answered and noted at its defence. A repeat changes nothing.

    The bytes of files go once that is committed. Refuses a plan whose terms have not passed; answers whether something
    was erased now.
    """
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission_id)
    if submission.erased_at is not None:
        return False
    if submission.sitting_id is not None:
        # An appeal is filed under this lock, so none can come between the look and the erasure.
        Sitting.objects.select_for_update().get(pk=submission.sitting_id)
    submission = _kept_plans().filter(pk=submission_id).first() or submission
    ends = _ends(submission) if submission.assignment.is_support_plan else None
    if ends is None or ends > at:
        raise Refusal(
            _("This plan must be kept for now: a decision, an appeal or a term is still open."), code="kept"
        )
    _erase_files(submission)
    Annotation.objects.filter(assessment__submission=submission).update(quote="")
    submission.draft_versions.all().delete()
    _erase_talk(submission)
    with override(submission.cohort.language):
        submission.title = str(_("Support plan, content deleted"))
    submission.text, submission.plan, submission.erased_at = "", None, at
    submission.save(update_fields=["title", "text", "plan", "erased_at"])
    by = actor.pk if actor else "-"
    transaction.on_commit(lambda: log.info("plan erased: submission=%s at=%s by=%s", submission_id, at, by))
    return True


def _erase_talk(submission: Submission) -> None:
    """A neutral sentence in place of each question, answer and note of the plan's turns; who asked and when stay."""
    slots = DefenceSlot.objects.filter(
        session__assignment=submission.assignment, sitting=submission.sitting, group=submission.group
    )
    with override(submission.cohort.language):
        sentence = str(_("Deleted together with the support plan."))
    questions = DefenceQuestion.objects.filter(slot__in=slots)
    questions.update(text=sentence)
    questions.exclude(answer="").update(answer=sentence)
    slots.exclude(note="").update(note=sentence)


def _erase_files(submission: Submission) -> None:
    """Rows now, bytes after the commit where no other work holds them; notes on pages lose their page, not their words."""
    rows = list(submission.files.all())
    Annotation.objects.filter(file__in=rows).update(file=None, page=None, area=None, start=0, end=0)
    stored = {(row.file.storage, str(row.file.name)) for row in rows}
    SubmissionFile.objects.filter(pk__in=[row.pk for row in rows]).delete()

    def remove() -> None:
        for storage, name in stored:
            if not SubmissionFile.objects.filter(file=name).exists():
                storage.delete(name)

    transaction.on_commit(remove, robust=True)


def erase_due_plans(at: datetime) -> int:
    """Erase every plan that is due, each by itself; answers how many."""
    count = 0
    for due in due_for_erasure(at):
        try:
            count += erase_plan(submission_id=due.submission_id, at=at)
        except Refusal:  # an appeal came in between: the next run looks again
            continue
    return count
