"""The files of the editor with what should be done about each: the same number of queries for any number of files."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ..models import Recording
from ..rules import files
from .references import Uses, uses_of

KINDS = {"image": _("Image"), "document": _("Document"), "recording": _("Recording")}
FINDINGS = {
    "unused": _("No page, draft or library item uses it."),
    "large": _("The file is too large."),
    "wide": _("The picture has more pixels than a screen shows."),
    "description": _("It is not said what the picture shows."),
    "title": _("The title is a file name."),
}
SHORT = {
    "unused": _("Unused"),
    "large": _("Too large"),
    "wide": _("Too many pixels"),
    "description": _("Not described"),
    "title": _("No real title"),
}
TO_DO = {
    "unused": _("Remove it, or use it."),
    "large": _("Save it smaller and upload it again."),
    "wide": _("Save it at most 2400 pixels wide and upload it again."),
    "description": _("Write what it shows."),
    "title": _("Write a title for readers."),
}
# Files with one of these first, the heavier first within them.
WEIGHT = ("description", "title", "large", "wide", "unused")


@dataclass(frozen=True)
class Row:
    """`size` in bytes; `uses`: places that show it, drafts among them; `findings`: keys of FINDINGS."""

    kind: str
    pk: int
    title: str
    name: str
    size: int
    width: int
    height: int
    uses: int
    is_in_drafts_only: bool
    findings: tuple[str, ...]
    edit_url: str
    usage_url: str

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.kind])

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is wrong and what to do, in sentences."""
        return [(str(FINDINGS[code]), str(TO_DO[code])) for code in self.findings]


def rows() -> list[Row]:
    """Every image, document and recording; what needs work first, the largest first."""
    image, document = get_image_model(), get_document_model()
    uses = uses_of(image, document, Recording)
    recording_urls = Recording.snippet_viewset
    found = [
        *(
            _row("image", one, uses, width=one.width, height=one.height, description=one.description)
            for one in image.objects.only("title", "file", "file_size", "width", "height", "description")
        ),
        *(_row("document", one, uses) for one in document.objects.only("title", "file", "file_size")),
        *(
            _row("recording", one, uses, urls=recording_urls)
            for one in Recording.objects.only("title", "file", "size")
        ),
    ]
    return sorted(found, key=lambda row: (not row.findings, -row.size, row.title, row.pk))


def _row(
    kind: str,
    one: Any,
    uses: Uses,
    *,
    width: int = 0,
    height: int = 0,
    description: str = "",
    urls: Any = None,
) -> Row:
    name = one.file.name.rpartition("/")[2]
    size = (one.size if kind == "recording" else one.file_size) or 0
    facts = files.Facts(
        kind=kind,
        title=one.title,
        name=name,
        size=size,
        uses=uses.of(type(one), one.pk),
        description=description,
        width=width,
        height=height,
    )
    names = {
        "image": ("wagtailimages:edit", "wagtailimages:image_usage"),
        "document": ("wagtaildocs:edit", "wagtaildocs:document_usage"),
    }
    edit, usage = names[kind] if urls is None else (urls.get_url_name("edit"), urls.get_url_name("usage"))
    return Row(
        kind=kind,
        pk=one.pk,
        title=one.title,
        name=name,
        size=size,
        width=width,
        height=height,
        uses=facts.uses,
        is_in_drafts_only=uses.only_in_drafts(type(one), one.pk),
        findings=files.findings(facts),
        edit_url=reverse(edit, args=[one.pk]),
        usage_url=reverse(usage, args=[one.pk]),
    )


def chosen(found: Iterable[Row], *, kind: str, finding: str) -> list[Row]:
    """Rows of a kind ("" is every one) with a finding: a key of FINDINGS, "any", or "" for all files."""
    return [
        row
        for row in found
        if (not kind or row.kind == kind)
        and (not finding or (row.findings if finding == "any" else finding in row.findings))
    ]


def counts(found: Iterable[Row]) -> list[tuple[str, str, int]]:
    """Each finding's key, name and how many files have it."""
    counted = Counter(code for row in found for code in row.findings)
    return [(code, str(SHORT[code]), counted[code]) for code in WEIGHT]
