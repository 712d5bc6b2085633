"""The front page without a language in its address, and published media in the embedded default."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.views import serve as wagtail_serve


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front page in the reader's language: 200, no redirect."""
    response = wagtail_serve(request, "")
    response.headers["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where the icon stands; a cookie or a page of errors would be the answer otherwise."""
    response = redirect(static("icons/favicon.svg"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """Published images from disk; an SVG can run nothing, even when opened by itself."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
