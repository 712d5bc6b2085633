"""Marking without knowing whose work it is: what is hidden until the marks are released."""

from pathlib import PurePath

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from people.models import User

from ...models import MarkingRule, Submission, SubmissionFile


def is_blind() -> Exists:
    """For an annotation of works: their cohort's rule hides the authors."""
    return Exists(
        MarkingRule.objects.filter(
            cohort=OuterRef("cohort"), assignment=OuterRef("assignment"), is_blind=True
        )
    )


def hides_authors(submission: Submission, user: User) -> bool:
    """Whether this reader is not to learn the authors: a blind rule, before release, and the reader is none of them."""
    if submission.is_released:
        return False
    rule = MarkingRule.objects.filter(
        cohort_id=submission.cohort_id, assignment_id=submission.assignment_id, is_blind=True
    )
    return rule.exists() and not _is_author(submission, user)


def _is_author(submission: Submission, user: User) -> bool:
    if submission.sitting is not None and submission.sitting.enrolment.user_id == user.pk:
        return True
    if submission.members.filter(sitting__enrolment__user=user).exists():
        return True
    group = submission.group
    return group is not None and group.memberships.filter(enrolment__user=user, left_at__isnull=True).exists()


def work_name(submission_id: int) -> str:
    """What a work is called whose authors are hidden."""
    return _("Work %(number)s") % {"number": submission_id}


def file_name(number: int) -> str:
    """What the work's file of that place is called where its own name could tell the author."""
    return _("File %(number)s") % {"number": number}


def name_for(row: SubmissionFile, user: User) -> str:
    """The name a reader sees and downloads a file by, with its ending; needs `row.submission`."""
    if not hides_authors(row.submission, user):
        return row.name
    ids = list(row.submission.files.values_list("pk", flat=True))
    return f"{file_name(ids.index(row.pk) + 1)}{PurePath(row.name).suffix}"
