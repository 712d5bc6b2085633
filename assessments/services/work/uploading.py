"""A file somebody sends: what it is by its content, and that no virus was found in it."""

import hashlib
import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from ... import scanning
from ...rules import uploads

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """`name`: safe to show and to store; `sha256`: of the content."""

    name: str
    media_type: str
    content: bytes
    sha256: str

    @property
    def stored_name(self) -> str:
        return f"{self.sha256[:16]}{uploads.ALLOWED[self.media_type]}"

    @property
    def file(self) -> ContentFile:
        return ContentFile(self.content)

    def facts(self) -> dict[str, str | int]:
        """The columns every kept file has, but for when and by whom."""
        return {
            "name": self.name,
            "size": len(self.content),
            "media_type": self.media_type,
            "sha256": self.sha256,
        }


def check_upload(upload: UploadedFile) -> Checked:
    """Read a file. Refuses what is too large, of another kind than the accepted ones, and what a scanner finds.

    Call it before rows are locked: a scan may take seconds.
    """
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
    _check_clean(content)
    return Checked(
        name=uploads.safe_name(upload.name or "", media_type=media_type),
        media_type=media_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


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
