"""A marker's notes on a work: on words of its text or on a page of a file, while the marker's own marks are a draft."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Annotation, Assessment, Submission, SubmissionFile
from ...rules import annotations
from . import outcomes

logger = logging.getLogger(__name__)
QUOTE = 500
BODY = 2000


def _own_draft(submission: Submission, *, at: datetime, actor: User) -> Assessment:
    """The actor's marks in draft; begun where there are none. Refuses who may not mark and marks that are final."""
    outcomes.may_mark(actor, submission)
    own = submission.assessments.select_for_update().filter(marker=actor).first()
    if own is not None and own.is_final:
        raise Refusal(
            _("Your marks on this work are final, so your notes stay as they are."), code="notes_frozen"
        )
    if submission.status not in {Submission.Status.SUBMITTED, Submission.Status.MARKED}:
        raise Refusal(_("This work is not waiting for marks."), code="not_submitted")
    return own or Assessment.objects.create(
        submission=submission, marker=actor, rubric_version=outcomes.rubric_for(submission), saved_at=at
    )


def _locked(submission_id: int) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .get(pk=submission_id)
    )


def _words(body: str) -> str:
    if not body.strip():
        raise Refusal(_("Write the note itself: the authors read it."), code="note_empty")
    if len(body.strip()) > BODY:
        raise Refusal(
            _("A note has at most %(count)s letters. Write the rest in the comment on the work.")
            % {"count": BODY},
            code="note_long",
        )
    return body.strip()


@transaction.atomic
def add_text_note(
    *,
    submission_id: int,
    body: str,
    at: datetime,
    actor: User,
    quote: str = "",
    start: int | None = None,
    end: int | None = None,
) -> Annotation:
    """Note words of the work's text: letters `start` to `end`, or the first place where `quote` stands.

    Refuses places outside the text and words that do not stand in it.
    """
    submission = _locked(submission_id)
    own = _own_draft(submission, at=at, actor=actor)
    words = _words(body)
    if start is None or end is None:
        found = annotations.find(submission.text, quote)
        if found is None:
            raise Refusal(
                _("These words do not stand in the text. Copy them from it exactly, a few words are enough."),
                code="quote_missing",
            )
        start, end = found
    if not 0 <= start < end <= len(submission.text):
        raise Refusal(_("This place is outside the text. Choose the words anew."), code="outside_text")
    return Annotation.objects.create(
        assessment=own,
        start=start,
        end=end,
        quote=submission.text[start:end][:QUOTE],
        body=words,
        created_at=at,
    )


@transaction.atomic
def add_page_note(
    *,
    submission_id: int,
    file_id: int,
    page: int,
    body: str,
    at: datetime,
    actor: User,
    area: Sequence[object] = (),
    quote: str = "",
) -> Annotation:
    """Note a page of one of the work's files; `area` is [x, y, width, height] of the page, each 0 to 1, empty: the page.

    Refuses another work's file, pages the file does not have, and areas outside the page.
    """
    submission = _locked(submission_id)
    own = _own_draft(submission, at=at, actor=actor)
    words = _words(body)
    row = submission.files.filter(pk=file_id).first()
    if row is None:
        raise Refusal(_("This file does not belong to the work. Choose one of its files."), code="no_file")
    last = pages_of(row)
    if page < 1 or (last is not None and page > last):
        raise Refusal(
            _("The file has no page %(page)s; its last page is %(last)s.")
            % {"page": page, "last": last or 1},
            code="no_page",
        )
    shape = annotations.area(area) if area else None
    if area and shape is None:
        raise Refusal(_("This place is outside the page. Mark it anew."), code="outside_page")
    return Annotation.objects.create(
        assessment=own,
        file=row,
        page=page,
        area=shape,
        quote=" ".join(quote.split())[:QUOTE],
        body=words,
        created_at=at,
    )


def pages_of(row: SubmissionFile) -> int | None:
    """How many pages a file has: a PDF its own, others one; None where the PDF cannot be read."""
    if row.media_type != "application/pdf":
        return 1
    try:
        with row.file.open("rb") as content:
            return len(PdfReader(content).pages)
    except (PyPdfError, OSError, ValueError) as error:
        logger.warning("The pages of file %s could not be counted: %s", row.pk, error)
        return None


def _own_note(note_id: int, *, at: datetime, actor: User) -> Annotation:
    note = Annotation.objects.select_related("assessment__submission").get(pk=note_id)
    if note.assessment.marker_id != actor.pk:
        raise NotAllowed()
    _own_draft(_locked(note.assessment.submission_id), at=at, actor=actor)
    return note


@transaction.atomic
def change_note(*, note_id: int, body: str, at: datetime, actor: User) -> Annotation:
    """Word one's note anew, while one's marks are a draft."""
    note = _own_note(note_id, at=at, actor=actor)
    note.body = _words(body)
    note.save(update_fields=["body"])
    return note


@transaction.atomic
def remove_note(*, note_id: int, at: datetime, actor: User) -> None:
    """Take one's note away, while one's marks are a draft."""
    _own_note(note_id, at=at, actor=actor).delete()
