"""The public answer to a scanned or typed code."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import limits
from ..presentation import show, slotted, verdict_words
from ..rules import asked
from ..rules import code as codes
from ..services import checks
from ..shown.frame import Slots, filled
from ..verify_address import verify_host
from .credentials import credential, wanted_type

SHOWN = ("kind", "status", "valid_until", "facts", "code", "erased_at", "pdf_sha256")


def public(response: HttpResponse) -> HttpResponse:
    """Nobody keeps, indexes or follows this page; it sets no cookie."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for: the verdict first, then everything printed. 404 for what we never issued.

    Programs that ask for it get the signed credential. One query, for a hit as for a miss.
    """
    if media_type := wanted_type(request):
        return credential(request, code, media_type=media_type)
    canonical, at = codes.normalise(code), timezone.now()
    row = checks.find(canonical) if canonical else None
    page = _document_page(request, row, at=at) if row else _missing_page(request, code, canonical, at=at)
    page.headers["Vary"] = "Accept"
    return public(page)


def _checked(at: datetime) -> str:
    return _minute(at.replace(second=0, microsecond=0), get_language())


@lru_cache(maxsize=8)
def _minute(at: datetime, language: str | None) -> str:
    """This minute in this language, which is the active one."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _document_page(request: HttpRequest, row: dict[str, Any], *, at: datetime) -> HttpResponse:
    document = show(**{name: row[name] for name in SHOWN}, today=timezone.localtime(at).date())
    shape = (
        document.shape,
        document.state,
        document.is_erased,
        tuple(key for key, _label, _value in document.facts),
        len(document.modules),
        bool(document.explanation),
        bool(row["pdf_sha256"]),
        bool(row["key"]),
    )

    def context(slot: Slots) -> dict[str, Any]:
        return {
            "document": slotted(document, slot),
            "description": slot(f"{document.title} · {document.number}"),
            "pdf_sha256": row["pdf_sha256"] and slot(row["pdf_sha256"]),
            "facts_hash": slot(row["facts_hash"]),
            "is_sealed": bool(row["key"]),
            "modules_lang": "ru" if get_language() == "ru" else "kk",
            "checked_at": slot(_checked(at)),
            "verify_host": verify_host(),
        }

    return HttpResponse(filled(request, "certificates/verify.html", shape=shape, context=context))


def _missing_page(request: HttpRequest, typed: str, canonical: str, *, at: datetime) -> HttpResponse:
    """A malformed code is a slip and not counted; an unknown one is, and answered with 429 after too many."""
    state = "unknown" if canonical else "malformed"
    if canonical and limits.miss(limits.caller_of(request), at=at):
        state = "limited"
    left = limits.seconds_left(at)

    def context(slot: Slots) -> dict[str, Any]:
        return {
            "state": state,
            "verdict": verdict_words(state),
            "typed": slot(typed[:40]),
            "wait": -(-left // 60),
            "checked_at": slot(_checked(at)),
            "verify_host": verify_host(),
        }

    shape = (state, -(-left // 60) if state == "limited" else 0)
    page = filled(request, "certificates/verify_unknown.html", shape=shape, context=context)
    response = HttpResponse(page, status=429 if state == "limited" else 404)
    if state == "limited":
        response.headers["Retry-After"] = str(left)
    return response


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed by hand; an address with a code will do."""
    typed = request.GET.get("code", "").strip()
    code = asked.read(typed).code
    if code:
        return public(redirect("verify", code=codes.pretty(code)))
    error = ""
    if typed:
        error = _(
            "This is not a whole code: it has 16 letters and digits in four groups. Compare it with the paper."
        )
    context = {"typed": typed[:40], "error": error, "verify_host": verify_host()}
    return public(render(request, "certificates/verify_form.html", context, status=422 if error else 200))
