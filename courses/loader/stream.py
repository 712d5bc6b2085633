"""A parsed lesson's parts as the raw value of its stream; images, documents and recordings follow their files."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from ..models import Captions, Recording
from .documents import document_of
from .lesson import Figure, ParsedTopic, block_id, html
from .media import MediaDocument, MediaRecording


def stream(read: ParsedTopic) -> list[dict]:
    """[{"type", "value", "id"}]: the same file gives the same list."""
    ids = read.ids or [block_id(read.key, read.language, position) for position in range(len(read.blocks))]
    return [
        {"type": kind, "value": _value(value, read), "id": one}
        for one, (kind, value) in zip(ids, read.blocks, strict=True)
    ]


def _value(value, read: ParsedTopic):
    match value:
        case Figure():
            return {
                "image": _figure(value, read).pk,
                "alt": value.alt,
                "caption": value.caption,
                "description": value.description,
            }
        case MediaRecording():
            return {"recording": _recording(value, read).pk}
        case MediaDocument(kind="download"):
            return {
                "document": document_of(value.file, title=value.document or value.title).pk,
                "title": value.title,
                "about": value.about,
            }
        case MediaDocument():
            return {
                "document": document_of(value.file, title=value.document or value.title).pk,
                "title": value.title,
                "alternative": html(value.alternative),
            }
        case {"caption": caption, "rows": rows}:
            return {"caption": caption, "rows": [list(row) for row in rows]}
    return value


def _figure(figure: Figure, read: ParsedTopic):
    return _image(figure.file, title=f"{read.key.split('.')[0]}/{figure.file.name}", description=figure.alt)


def _image(file: Path, *, title: str, description: str):
    """The image of a file, known by its title, or by its bytes where an editor titled it; the bytes follow the file."""
    model = get_image_model()
    content = file.read_bytes()
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    image = (
        model.objects.filter(title=title).first()
        or model.objects.filter(file_hash=digest).order_by("pk").first()
    )
    if image is not None and image.file_hash == digest:
        return image
    image = image or model(title=title)
    image.file = ContentFile(content, name=file.name)
    image.file_size, image.file_hash = len(content), digest
    image.description = description[:255]
    image.save()
    return image


def _recording(wanted: MediaRecording, read: ParsedTopic) -> Recording:
    """The recording of these bytes. What is said of it comes from the lesson in its spoken language."""
    content = wanted.file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    recording = Recording.objects.filter(sha256=digest).order_by("pk").first()
    is_new = recording is None
    if recording is None:
        recording = Recording(kind=wanted.kind, sha256=digest, size=len(content))
        recording.file = ContentFile(content, name=wanted.file.name)
        recording.content_type = wanted.content_type
    values = {f"transcript_{language}": text for language, text in wanted.transcripts.items()}
    if is_new or read.language == wanted.language:
        values |= {"title": wanted.title, "language": wanted.language, "seconds": wanted.seconds}
        if wanted.poster:
            values["poster"] = _image(
                wanted.poster,
                title=f"{read.key.split('.')[0]}/{wanted.poster.name}",
                description=wanted.title,
            )
    if is_new or any(getattr(recording, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(recording, name, value)
        recording.save()
    for language, text in wanted.captions.items():
        Captions.objects.update_or_create(recording=recording, language=language, defaults={"text": text})
    return recording
