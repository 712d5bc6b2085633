"""Files of content as Wagtail's documents."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model


def document_of(file: Path, *, title: str):
    """The Wagtail document of these bytes, made with `title` where there is none; all texts share one."""
    model = get_document_model()
    content = file.read_bytes()
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    document = model.objects.filter(file_hash=digest).order_by("pk").first()
    if document is None:
        document = model(title=title, file_size=len(content), file_hash=digest)
        document.file = ContentFile(content, name=file.name)
        document.save()
    return document
