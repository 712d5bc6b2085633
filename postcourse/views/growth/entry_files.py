"""Files of an entry as its form sends them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import Refusal

from ...models import DiaryEntry
from ...services.growth import diary as services


def limits() -> dict[str, Any]:
    """What the form says of files: megabytes for each and for one post, and the latter in bytes."""
    return {
        "each": settings.SUBMISSION_FILE_MAX_BYTES // 1024 // 1024,
        "together": settings.SUBMISSION_POST_MAX_BYTES // 1024 // 1024,
        "largest": settings.SUBMISSION_POST_MAX_BYTES,
    }


def change_files(request: HttpRequest, entry: DiaryEntry) -> bool:
    """Attach what was sent and remove what was asked; what is refused is said by name, and False comes back."""
    if request.POST.get("remove", "").isdigit():
        row = get_object_or_404(entry.files, pk=int(request.POST["remove"]))
        services.detach(file_id=row.pk, actor=request.user)
    uploads = request.FILES.getlist("files")
    if sum(upload.size or 0 for upload in uploads) > settings.SUBMISSION_POST_MAX_BYTES:
        messages.error(
            request,
            _(
                "These files have more than %(size)s MB together, so none of them was taken; your text is kept. Send "
                "them in several goes."
            )
            % {"size": settings.SUBMISSION_POST_MAX_BYTES // 1024 // 1024},
        )
        return False
    taken = True
    for upload in uploads:
        try:
            services.attach(entry_id=entry.pk, upload=upload, at=timezone.now(), actor=request.user)
        except Refusal as refusal:
            taken = False
            messages.error(
                request,
                _("%(file)s: %(sentence)s") % {"file": str(upload.name or "")[:80], "sentence": refusal},
            )
    return taken
