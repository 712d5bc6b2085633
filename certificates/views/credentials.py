"""The signed credential of a document, byte for byte as it was attached to its PDF."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import limits
from ..models import Document
from ..rules import code as codes

CREDENTIAL = "application/vc"
TYPES = ("text/html", CREDENTIAL, "application/ld+json", "application/json")
PROBLEM = "application/problem+json"


def wanted_type(request: HttpRequest) -> str:
    """The media type of a credential that a program asks for; "" where a page is wanted, as by every browser."""
    accept = request.META.get("HTTP_ACCEPT", "")
    if "json" not in accept and "application/vc" not in accept:
        return ""
    wanted = request.get_preferred_type(TYPES)
    return "" if wanted in (None, "text/html") else wanted


def open_to_all(response: HttpResponse) -> HttpResponse:
    """Any origin may read it, nobody keeps it, nothing guesses its type."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def problem(status: int, title: str, detail: str, *, wait: int = 0) -> HttpResponse:
    """A refusal for programs (RFC 9457); `detail` is a sentence for people, `wait` in seconds."""
    response = JsonResponse(
        {"type": "about:blank", "title": title, "status": status, "detail": detail},
        status=status,
        content_type=PROBLEM,
    )
    if wait:
        response.headers["Retry-After"] = str(wait)
    return open_to_all(response)


@require_safe
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The credential at an address of its own."""
    return credential(request, code, media_type=CREDENTIAL)


def credential(request: HttpRequest, code: str, *, media_type: str) -> HttpResponse:
    """200 with the stored bytes; 404 for an unknown code or one not signed yet, 410 for an erased document."""
    canonical, at = codes.normalise(code), timezone.now()
    row = (
        Document.objects.filter(code=canonical).values("credential", "erased_at").first()
        if canonical
        else None
    )
    if row is None:
        if canonical and limits.miss(limits.caller_of(request), at=at):
            return problem(
                429,
                "Too Many Requests",
                _("Too many unknown codes came from your address. Try again later."),
                wait=limits.seconds_left(at),
            )
        return problem(404, "Not Found", _("We have never issued a document with this code."))
    if row["erased_at"]:
        return problem(
            410,
            "Gone",
            _("The document is authentic, but the personal data were erased, and the credential too."),
        )
    if not row["credential"]:
        return problem(404, "Not Found", _("The document is not signed yet. Try again in a minute."))
    response = open_to_all(HttpResponse(row["credential"], content_type=media_type))
    response.headers["Vary"] = "Accept"
    return response
