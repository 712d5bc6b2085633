"""Checking many codes by another program: one question, no account, no cookie, any origin."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .. import limits
from ..api.answers import item
from ..api.description import description
from ..rules.asked import MOST_LETTERS
from ..services import checks
from .credentials import open_to_all, problem

MOST_BYTES = 512 * 1024


@csrf_exempt  # there is no session to ride on: it reads what is public and changes nothing
def api_verify(request: HttpRequest) -> HttpResponse:
    """`{"codes": [...]}` → `{"checked_at", "counts", "results": [...]}` in the same order; see /api/openapi.json.

    What is found is always answered. 429 only where nothing was found and this address had no unknown codes left.
    """
    if request.method == "OPTIONS":
        return _preflight()
    if request.method != "POST":
        refused = problem(405, "Method Not Allowed", _("Send the codes by POST."))
        refused.headers["Allow"] = "POST, OPTIONS"
        return refused
    wanted = _wanted(request)
    if isinstance(wanted, HttpResponse):
        return wanted
    at = timezone.localtime()
    checked = checks.check(wanted, at=at, caller=limits.caller_of(request))
    states = checks.counted(one.state for one in checked)
    if states.get("limited") and not any(one.is_found for one in checked):
        sentence = _("Too many unknown codes came from your address. Try again later.")
        return problem(429, "Too Many Requests", sentence, wait=limits.seconds_left(at))
    answer = {
        "checked_at": at.isoformat(),
        "counts": states,
        "results": [item(one, at=at) for one in checked],
    }
    return open_to_all(JsonResponse(answer))


def _wanted(request: HttpRequest) -> list[str] | HttpResponse:
    """The codes of the body, or the refusal."""
    if request.content_type != "application/json":
        return problem(415, "Unsupported Media Type", _("Send JSON, with Content-Type: application/json."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return problem(413, "Content Too Large", _("The body may have 512 KB. Send fewer codes at once."))
    try:
        body: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        return problem(400, "Bad Request", _("The body is not JSON."))
    codes = body.get("codes") if isinstance(body, dict) and set(body) == {"codes"} else None
    if not isinstance(codes, list) or not all(isinstance(one, str) for one in codes):
        return problem(400, "Bad Request", _('Send an object with a list of texts: {"codes": ["…", "…"]}.'))
    if not 1 <= len(codes) <= checks.AT_ONCE:
        sentence = _("Send at least one and at most %(most)s codes at once.") % {"most": checks.AT_ONCE}
        return problem(400, "Bad Request", sentence)
    if any(len(one) > MOST_LETTERS for one in codes):
        sentence = _("An entry may have %(most)s letters.") % {"most": MOST_LETTERS}
        return problem(400, "Bad Request", sentence)
    return codes


def _preflight() -> HttpResponse:
    """A browser of another origin asks whether it may send JSON."""
    response = open_to_all(HttpResponse(status=204))
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept-Language"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


@require_safe
def api_description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    response = open_to_all(JsonResponse(description()))
    response.headers["Cache-Control"] = "max-age=3600"
    return response
