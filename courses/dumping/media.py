"""Pictures, recordings and documents of a lesson: their files copied, their words written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..models import Recording
from .files import Folder, Part
from .words import unbroken

LANGUAGES = ("kk", "ru")
MARKS = {":::", "---"}


@contextmanager
def _files_of(folder: Folder, part: Part) -> Iterator[None]:
    """A file that is not in the store is a fault of the page that shows it."""
    try:
        yield
    except FileNotFoundError as error:
        folder.faults.append(
            f"{part.place}: its file is not in the store ({Path(str(error.filename or error)).name}); upload it again."
        )


def _block(name: str, argument: str, head: dict, text: str = "") -> str:
    """`:::name argument`, its YAML and, after ---, its text."""
    head = {key: value for key, value in head.items() if value not in ("", None, {}, [])}
    after = f"---\n{text}\n" if text else ""
    return f":::{name} {argument}\n{unbroken(head) if head else ''}{after}:::"


def image_name(folder: Folder, image) -> str:
    """What an image's file is called: loaded ones are known by “A/name”, others by their file."""
    start = f"{folder.code}/"
    return image.title.removeprefix(start) if image.title.startswith(start) else image.filename


def figure(folder: Folder, part: Part, path: Path, words: Callable[[str], str]) -> str:
    image = get_image_model().objects.filter(pk=part.value["image"]).first()
    if image is None:
        folder.faults.append(f"{part.place}: its picture is no longer there; choose another one.")
        return ""
    name = ""
    with _files_of(folder, part):
        name = folder.copy(
            path.parent / "figures", image_name(folder, image), image.file, kind="image", pk=image.pk
        )
    head = {"alt": part.value["alt"], "caption": part.value["caption"]}
    return _block("figure", name, head, words(part.value["description"]))


def recording(folder: Folder, part: Part, path: Path, language: str) -> str:
    found = Recording.objects.filter(pk=part.value["recording"]).first()
    if found is None:
        folder.faults.append(f"{part.place}: its recording is no longer there; choose another one.")
        return ""
    media, name, poster = path.parent / "media", "", ""
    with _files_of(folder, part):
        name = folder.copy(media, Path(found.file.name).name, found.file, kind="recording", pk=found.pk)
        if found.poster:
            poster = folder.copy(
                media, image_name(folder, found.poster), found.poster.file, kind="image", pk=found.poster.pk
            )
    captions = {}
    for one in found.captions.all():
        captions[one.language] = f"{Path(name).stem}.{one.language}.vtt"
        media.mkdir(parents=True, exist_ok=True)
        (media / captions[one.language]).write_text(one.text, encoding="utf-8", newline="")
    transcripts = {code: getattr(found, f"transcript_{code}") for code in LANGUAGES}
    own = transcripts[language]
    if any(line.strip() in MARKS for line in own.split("\n")):
        own = ""  # as a text of the head nothing in it ends the block
    head = {
        "title": found.title,
        "language": found.language,
        "seconds": found.seconds,
        "poster": poster,
        "captions": captions,
        "transcripts": {code: text for code, text in transcripts.items() if text and text != own},
    }
    return _block(part.kind, name, head, own)


def document(folder: Folder, part: Part, path: Path, words: Callable[[str], str]) -> str:
    found = get_document_model().objects.filter(pk=part.value["document"]).first()
    if found is None:
        folder.faults.append(f"{part.place}: its document is no longer there; choose another one.")
        return ""
    name = ""
    with _files_of(folder, part):
        name = folder.copy(path.parent / "media", found.filename, found.file, kind="document", pk=found.pk)
    head = {"title": part.value["title"]}
    if found.title != part.value["title"]:
        head["document"] = found.title
    if part.kind == "download":
        return _block("download", name, head | {"about": part.value["about"]})
    return _block("embedded", name, head, words(part.value["alternative"]))
