"""Files of a draft: how many, each once; what they are by their content says uploading.py."""

from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ...models import Submission, SubmissionFile
from .own_work import check_open, locked
from .uploading import Checked, check_upload


def attach_file(*, submission_id: int, upload: UploadedFile, at: datetime, actor: User) -> SubmissionFile:
    """Attach a file by what its content is. Refuses other kinds, too large ones, too many, and what a scanner finds."""
    check_open(
        Submission.objects.select_related("cohort", "group", "sitting__enrolment").get(pk=submission_id),
        actor,
    )
    return _attach(submission_id, check_upload(upload), at=at, actor=actor)


@transaction.atomic
def _attach(submission_id: int, checked: Checked, *, at: datetime, actor: User) -> SubmissionFile:
    submission = locked(submission_id)
    check_open(submission, actor)
    if standing := submission.files.filter(sha256=checked.sha256).first():
        return standing
    if submission.files.count() >= settings.SUBMISSION_FILES_MAX:
        raise Refusal(
            _("A work has at most %(count)s files. Remove one first.")
            % {"count": settings.SUBMISSION_FILES_MAX},
            code="too_many",
        )
    row = SubmissionFile(submission=submission, uploaded_at=at, uploaded_by=actor, **checked.facts())
    row.file.save(checked.stored_name, checked.file, save=False)
    row.save()
    return row


@transaction.atomic
def remove_file(*, file_id: int, actor: User) -> None:
    """Take a file off a draft; its bytes go once that is committed."""
    row = SubmissionFile.objects.select_related("submission").get(pk=file_id)
    check_open(locked(row.submission_id), actor)
    stored, name = row.file.storage, str(row.file.name)
    row.delete()
    if not SubmissionFile.objects.filter(file=name).exists():
        transaction.on_commit(lambda: stored.delete(name), robust=True)
