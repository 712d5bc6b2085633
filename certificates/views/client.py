"""Pages whose work is done in the reader's browser, and what that browser asks for."""

import hashlib
import json

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from .. import limits
from ..browser import kit
from ..services import file_checks
from ..verify_address import verify_host

MAX_BYTES = 2 * 1024 * 1024  # of a file sent where the browser cannot compare by itself
FORM_ROOM = 8 * 1024  # what a form adds around the file
# Verdicts the page without a network can come to; "unsure" has the shape of a question.
OFFLINE_SHAPES = ("valid", "notice", "support", "expired", "suspended", "revoked", "unsure")


def _public(response: HttpResponse, *, kept: str = "no-store") -> HttpResponse:
    """Nobody indexes or follows these pages; they set no cookie and are kept as long as `kept` says."""
    response.headers["Cache-Control"] = kept
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _find(request: HttpRequest, sha256: str) -> tuple[file_checks.FoundFile, int]:
    """The document of these bytes; and seconds to wait where this address has asked for too many unknown ones."""
    at = timezone.now()
    found = file_checks.find_by_hash(sha256, today=timezone.localtime(at).date())
    is_miss = not found.code and found.state != "malformed"  # what is no hash is a slip, as with codes
    if is_miss and limits.miss(limits.caller_of(request), at=at):
        return found, limits.seconds_left(at)
    return found, 0


@require_safe
def verify_hash(request: HttpRequest, sha256: str) -> HttpResponse:
    """Whether a file with this SHA-256 (hex) was issued: {"state", "code", "url"}, or 404 {"state": "unknown"}.

    429 where this address has asked for too many files that were never issued.
    """
    found, wait = _find(request, sha256)
    if wait:
        response = JsonResponse({"state": "slow_down"}, status=429)
        response.headers["Retry-After"] = str(wait)
        return _public(response)
    if not found.code:
        return _public(JsonResponse({"state": "unknown"}, status=404))
    url = reverse("verify", args=[found.code])
    return _public(JsonResponse({"state": found.state, "code": found.code, "url": url}))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Drop a PDF. A browser with JavaScript compares by itself; without, the file is sent, hashed and forgotten."""
    if request.method != "POST":
        return _public(render(request, "certificates/drop.html", {"ready": True}), kept="no-cache")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES + FORM_ROOM:
        return _refused(
            request, _("The file is larger than 2 MB. No document of ours is as large as that."), 413
        )
    request.upload_handlers = [MemoryFileUploadHandler(request)]  # never a file on the server's disk
    sent = request.FILES.get("file")
    if sent is None or not sent.size:
        return _refused(request, _("Choose the PDF file first, then press the button."), 422)
    digest = hashlib.sha256(sent.read()).hexdigest()
    found, wait = _find(request, digest)
    context = {"found": found, "wait": -(-wait // 60)}
    status = 429 if wait else 200 if found.code else 404
    response = _public(render(request, "certificates/drop.html", context, status=status))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _refused(request: HttpRequest, error: str, status: int) -> HttpResponse:
    return _public(render(request, "certificates/drop.html", {"error": error, "ready": True}, status=status))


@require_safe
def verify_scan(request: HttpRequest) -> HttpResponse:
    """Scan many documents one after another. The only page that may ask for the camera."""
    response = _public(
        render(request, "certificates/scan.html", {"verify_host": verify_host()}), kept="no-cache"
    )
    response.headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()"
    return response


@require_safe
def verify_offline(request: HttpRequest) -> HttpResponse:
    """The page shown in place of a code's own where there is no network; it knows nothing of any document."""
    return _public(render(request, "certificates/offline.html", {"shapes": OFFLINE_SHAPES}), kept="no-cache")


@require_safe
def verify_worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for /v/ and /V/, with the list of files it keeps; a changed file makes it another one."""
    response = HttpResponse(kit.worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    return _public(response, kept="no-cache")


@require_safe
def verify_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the checking pages on its home screen."""
    language = get_language() or settings.LANGUAGE_CODE
    manifest = {
        "id": "/v/scan/",
        "name": _("Tirek: check a document"),
        "short_name": _("Check a document"),
        "description": _("Checks certificates with the camera, also without a network."),
        "lang": language,
        "start_url": f"{reverse('verify_scan')}?lang={language}",
        "scope": "/v/",
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#0a5a78",
        "icons": [
            {"src": static(f"icons/verify-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ]
        + [
            {
                "src": static("icons/verify-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            }
        ],
    }
    body = json.dumps(manifest, ensure_ascii=False)
    return _public(HttpResponse(body, content_type="application/manifest+json"), kept="max-age=3600")
