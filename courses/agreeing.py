"""The text of a programme as the Ministry agreed it: kept whole, compared with what is published today."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from people.errors import NotAllowed, Refusal
from people.models import User

from .loader.apply import stored_modules
from .models import (
    AgreedVersion,
    EditionTopic,
    GlossaryTerm,
    ProgrammeEdition,
    Recording,
    Reference,
)
from .pages import LoadedPage, ModulePage, ProgrammePage, TopicPage
from .rules.page_parts import parts_of

LANGUAGES = ("kk", "ru")
FIELDS: dict[type[LoadedPage], tuple[str, ...]] = {
    ProgrammePage: (
        "title",
        "summary",
        "audience",
        "you_will_be_able",
        "how_assessed",
        "you_receive",
        "body",
    ),
    ModulePage: ("title", "outcomes"),
    TopicPage: ("title", "aim", "outcomes", "body", "terms", "literature"),
}
EDITION = (
    "code",
    "number",
    "title_kk",
    "title_ru",
    "title_en",
    "legal_basis_kk",
    "legal_basis_ru",
    "total_hours",
)


def fields_of(page: Page) -> dict[str, Any]:
    """The text of a page of a programme as it is stored: plain JSON values; a lesson as its list of blocks."""
    found: dict[str, Any] = {}
    for name in FIELDS[type(page)]:
        value = getattr(page, name)
        found[name] = list(value.raw_data) if hasattr(value, "raw_data") else value
    return found


def published_pages(edition: ProgrammeEdition) -> dict[str, dict[str, LoadedPage]]:
    """{"kk": {key: page}, "ru": …} of what is published now; three queries."""
    topics = list(EditionTopic.objects.filter(module__edition=edition).values_list("key", "module__number"))
    modules = sorted({number for _key, number in topics})
    keys: dict[type[LoadedPage], list[str]] = {
        ProgrammePage: [edition.code],
        ModulePage: [f"{edition.code}.{number}" for number in modules],
        TopicPage: [key for key, _number in topics],
    }
    found: dict[str, dict[str, LoadedPage]] = {language: {} for language in LANGUAGES}
    for model, wanted in keys.items():
        for page in model.objects.live().filter(key__in=wanted).select_related("locale"):
            found[page.locale.language_code][page.key] = page
    return found


def content_of(edition: ProgrammeEdition) -> dict[str, Any]:
    """The whole text as published now, as plain JSON.

    {"edition": the table of hours, "pages": {"kk": {key: {field: value}}, "ru": …}, "files": {"image:12": digest},
    "terms": glossary, "works": literature}; the same number of queries for any size.
    """
    pages = {
        language: {key: fields_of(page) for key, page in rows.items()}
        for language, rows in published_pages(edition).items()
    }
    content = {
        "edition": _edition(edition),
        "pages": pages,
        "files": _files(pages),
        "terms": list(
            GlossaryTerm.objects.filter(programme_code=edition.code)
            .order_by("key")
            .values("key", "kk", "ru", "en", "definition_kk", "definition_ru")
        ),
        "works": list(
            Reference.objects.filter(programme_code=edition.code)
            .order_by("key")
            .values("key", "kind", "order", "kk", "ru")
        ),
    }
    return json.loads(json.dumps(content))


def _edition(edition: ProgrammeEdition) -> dict[str, Any]:
    return {name: getattr(edition, name) for name in EDITION} | {"modules": stored_modules(edition)}


def _files(pages: dict[str, dict[str, dict[str, Any]]]) -> dict[str, str]:
    """Digests of the files that the pages show, so that a changed picture is a changed text."""
    wanted: dict[str, set[int]] = {"image": set(), "document": set(), "recording": set()}
    for rows in pages.values():
        for fields in rows.values():
            for part in parts_of(fields):
                for name in part.files:
                    kind, _colon, pk = name.partition(":")
                    if pk.isdigit():
                        wanted[kind].add(int(pk))
    found: dict[str, str] = {}
    for kind, model, digest in (
        ("image", get_image_model(), "file_hash"),
        ("document", get_document_model(), "file_hash"),
        ("recording", Recording, "sha256"),
    ):
        for pk, value in model.objects.filter(pk__in=wanted[kind]).values_list("pk", digest):
            found[f"{kind}:{pk}"] = value
    return found


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content as canonical JSON."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def unpublished(edition: ProgrammeEdition, content: dict[str, Any]) -> list[str]:
    """Topics of the table whose lesson is not published, as "A.1.2 (ru)"."""
    keys = [topic["key"] for module in content["edition"]["modules"] for topic in module["topics"]]
    return [
        f"{key} ({language})"
        for key in keys
        for language in LANGUAGES
        if key not in content["pages"][language]
    ]


@transaction.atomic
def record_agreement(
    *, edition_id: int, agreed_on: date, document: str, note: str = "", at: datetime, actor: User
) -> AgreedVersion:
    """Keep today's published text, both languages and the table of hours, as the next agreed version.

    The edition is agreed from then on. Refuses who may not, a day to come, no document, lessons that are not published,
    and the same text by the same document once more. A version is never changed afterwards.
    """
    if not actor.has_perm("courses.add_agreedversion"):
        raise NotAllowed()
    edition = ProgrammeEdition.objects.select_for_update().get(pk=edition_id)
    document = document.strip()
    if not document:
        raise Refusal(_("Name the document by which the programme was agreed."), code="document_missing")
    if agreed_on > timezone.localdate(at):
        raise Refusal(
            _("The day of the agreement is still to come. Enter the day of the document."), code="future"
        )
    content = content_of(edition)
    if missing := unpublished(edition, content):
        raise Refusal(
            _("These lessons are not published: %(topics)s. Publish them first, then record the agreement.")
            % {"topics": ", ".join(missing[:8]) + (" …" if len(missing) > 8 else "")},
            code="unpublished",
        )
    digest = digest_of(content)
    if edition.agreed_versions.filter(digest=digest, document=document, agreed_on=agreed_on).exists():
        raise Refusal(
            _("This text is recorded by this document already. Nothing was changed since."), code="same"
        )
    number = (edition.agreed_versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = AgreedVersion.objects.create(
        edition=edition,
        number=number,
        agreed_on=agreed_on,
        document=document,
        note=note.strip(),
        content=content,
        digest=digest,
        recorded_at=at,
        recorded_by=actor,
    )
    if not edition.is_agreed:
        edition.is_agreed = True
        edition.save(update_fields=["is_agreed"])
    return version
