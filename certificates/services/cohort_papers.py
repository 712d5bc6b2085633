"""The documents of a cohort to take away: every file in a ZIP, all pages in one PDF for the printer, a list."""

import io
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from typing import IO

import pikepdf
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Cohort
from people.models import User
from people.papers import sheets
from people.sorting import kazakh_key

from ..models import Document


def _of_cohort(cohort: Cohort, user: User) -> QuerySet[Document]:
    drawn = Document.objects.visible_to(user).standing().filter(result__sitting__cohort=cohort)
    return drawn.filter(erased_at=None).exclude(pdf="")


def ready_documents(cohort: Cohort, *, user: User) -> list[Document]:
    """Standing documents of the cohort that are drawn and this person may read: certificates first, then by name as
    printed. One statement; nothing that is only for proof is loaded.
    """
    rows = _of_cohort(cohort, user).defer("credential", "cose")
    return sorted(rows, key=lambda document: (document.kind, kazakh_key(printed_name(document))))


def ready_count(cohort: Cohort, *, user: User) -> int:
    """How many documents the files would hold."""
    return _of_cohort(cohort, user).count()


def printed_name(document: Document) -> str:
    """The holder's name as the document prints it."""
    facts = document.facts
    return " ".join(filter(None, (facts["surname"], facts["given_name"], facts["patronymic"])))


class _Sink:
    """What a ZIP is written into and handed on from, piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None: ...

    def take(self) -> bytes:
        content, self.pieces = b"".join(self.pieces), []
        return content


def zip_pieces(documents: Sequence[Document]) -> Iterator[bytes]:
    """A ZIP with every file byte for byte, as <number>.pdf; no more than one file is in memory."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for document in documents:
            made = timezone.localtime(document.created_at).timetuple()[:6]
            with document.pdf.open("rb") as file:
                archive.writestr(zipfile.ZipInfo(f"{document.number}.pdf", made), file.read())
            yield sink.take()
    yield sink.take()


def printable(documents: Sequence[Document], *, title: str) -> IO[bytes]:
    """One PDF with the pages of all, for the printer alone: tags, attachments and hash are those of the single files.

    An odd document is followed by an empty page, so that both sides of a sheet are always the same person's.
    The caller closes the file.
    """
    target = tempfile.TemporaryFile()  # noqa: SIM115 - handed over
    with pikepdf.Pdf.new() as joined:
        for document in documents:
            with document.pdf.open("rb") as file, pikepdf.Pdf.open(io.BytesIO(file.read())) as single:
                joined.pages.extend(single.pages)
                if len(single.pages) % 2:
                    box = single.pages[-1].mediabox
                    joined.add_blank_page(page_size=(float(box[2]), float(box[3])))
        for page in joined.pages:
            if "/StructParents" in page:
                del page["/StructParents"]
        joined.docinfo["/Title"] = title
        joined.save(target)
    target.seek(0)
    return target


def list_xlsx(documents: Sequence[Document], *, title: str) -> bytes:
    """The list to hand documents out by, with a column to sign in. No codes: whoever holds one can look the document up."""
    head = [
        _("No."),
        _("Name"),
        _("Number"),
        _("Document"),
        _("Issued"),
        _("Valid until"),
        _("State"),
        _("Received (signature)"),
    ]
    rows = (
        [
            place,
            printed_name(document),
            document.number,
            document.get_kind_display(),
            document.issued_on,
            document.valid_until,
            document.get_status_display(),
            None,
        ]
        for place, document in enumerate(documents, 1)
    )
    return sheets.sheet(title=title, head=head, rows=rows)
