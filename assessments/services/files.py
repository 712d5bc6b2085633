"""Files of a draft: what they are by their content, how many, how large."""

import hashlib
import logging
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from .. import scanning
from ..models import Submission, SubmissionFile
from ..rules import uploads
from .own_work import check_open, locked

logger = logging.getLogger(__name__)


def attach_file(*, submission_id: int, upload: UploadedFile, at: datetime, actor: User) -> SubmissionFile:
    """Attach a file by what its content is. Refuses other kinds, too large ones, too many, and what a scanner finds."""
    check_open(
        Submission.objects.select_related("cohort", "group", "sitting__enrolment").get(pk=submission_id),
        actor,
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
    _check_clean(content)  # before the work is locked: a scan may take seconds
    name = uploads.safe_name(upload.name or "", media_type=media_type)
    return _attach(submission_id, name=name, media_type=media_type, content=content, at=at, actor=actor)


def _check_clean(content: bytes) -> None:
    try:
        found = scanning.scan(content)
    except scanning.ScannerAway as error:
        logger.error("The virus scanner gave no verdict: %s", error)
        raise Refusal(
            _(
                "The file could not be checked for viruses just now, so it was not taken. "
                "Your text is kept; try again in a few minutes."
            ),
            code="scanner_away",
        ) from error
    if found:
        raise Refusal(
            _(
                "A virus was found in the file (%(name)s), so it was not taken. "
                "Check your device, make the file anew and attach that one."
            )
            % {"name": found},
            code="virus",
        )


@transaction.atomic
def _attach(
    submission_id: int, *, name: str, media_type: str, content: bytes, at: datetime, actor: User
) -> SubmissionFile:
    submission = locked(submission_id)
    check_open(submission, actor)
    digest = hashlib.sha256(content).hexdigest()
    if standing := submission.files.filter(sha256=digest).first():
        return standing
    if submission.files.count() >= settings.SUBMISSION_FILES_MAX:
        raise Refusal(
            _("A work has at most %(count)s files. Remove one first.")
            % {"count": settings.SUBMISSION_FILES_MAX},
            code="too_many",
        )
    row = SubmissionFile(
        submission=submission,
        name=name,
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
    check_open(locked(row.submission_id), actor)
    stored, name = row.file.storage, str(row.file.name)
    row.delete()
    if not SubmissionFile.objects.filter(file=name).exists():
        transaction.on_commit(lambda: stored.delete(name), robust=True)
