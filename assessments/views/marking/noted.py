"""The work in the middle of the desk: its text and files with the notes on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...models import Annotation, Assessment, SubmissionFile
from ...rules import annotations
from ...services.marking import blind

if TYPE_CHECKING:
    from .page import Desk

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True)
class ShownNote:
    """A note with its number on the screen; `is_own` notes of a draft can be changed."""

    pk: int
    number: int
    body: str
    quote: str
    marker: str
    file: int | None
    file_name: str
    page: int | None
    area: str
    span: tuple[int, int] | None
    may_change: bool


@dataclass(frozen=True)
class ShownFile:
    """A file of the work; `kind`: pdf, picture or other."""

    pk: int
    name: str
    size: int
    kind: str


def kind_of(row: SubmissionFile) -> str:
    if row.media_type == "application/pdf":
        return "pdf"
    return "picture" if row.media_type in PICTURES else "other"


def numbered(
    notes: list[Annotation], *, names: dict[int, str] | None = None, changing: Assessment | None = None
) -> list[ShownNote]:
    """Notes with numbers, in the order of the work; `changing`: the draft whose notes can be changed."""
    return [
        ShownNote(
            pk=note.pk,
            number=number,
            body=note.body,
            quote=note.quote,
            marker=note.assessment.marker.initials_name,
            file=note.file_id,
            file_name=(names or {}).get(note.file_id, note.file.name) if note.file_id else "",
            page=note.page,
            area=",".join(str(part) for part in note.area) if note.area else "",
            span=None if note.start is None else (note.start, note.end),
            may_change=changing is not None and note.assessment_id == changing.pk,
        )
        for number, note in enumerate(notes, 1)
    ]


def paragraphs(text: str, notes: list[ShownNote]) -> list[annotations.Paragraph]:
    """The text by paragraphs with the places of its notes."""
    return annotations.paragraphs(text, [(*note.span, note.number) for note in notes if note.span])


def seen_notes(desk: Desk) -> list[Annotation]:
    """One's own notes, and those of others whose marks are open to this marker."""
    open_to = {one.pk for one in desk.others} | ({desk.own.pk} if desk.own else set())
    rows = (
        Annotation.objects.filter(assessment__submission=desk.work)
        .select_related("assessment__marker", "file")
        .order_by("file", "page", "start", "pk")
    )
    return [note for note in rows if note.assessment_id in open_to]


def context(desk: Desk, notes: list[Annotation]) -> dict:
    """Text, files and notes for the templates."""
    rows = list(desk.work.files.all())
    names = file_names(desk, rows)
    draft = desk.own if desk.own is not None and not desk.own.is_final and desk.may_type else None
    shown = numbered(notes, names=names, changing=draft)
    return {
        "paragraphs": paragraphs(desk.work.text, shown),
        "notes": shown,
        "files": [ShownFile(pk=one.pk, name=names[one.pk], size=one.size, kind=kind_of(one)) for one in rows],
        "may_note": desk.may_type,
    }


def file_names(desk: Desk, files: list[SubmissionFile]) -> dict[int, str]:
    """What each file is called on the desk."""
    if desk.is_hidden:
        return {one.pk: blind.file_name(place) for place, one in enumerate(files, 1)}
    return {one.pk: one.name for one in files}
