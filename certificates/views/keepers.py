"""Screens for those who keep the register: anybody else finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import never_cache

from people.papers.sheets import MEDIA_TYPE


def keepers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Signed in and allowed to keep the register, else sent to sign in or 404; kept by no cache."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("certificates.keep_register"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def download(
    content: bytes, *, name: str, media_type: str = MEDIA_TYPE, inline: bool = False
) -> HttpResponse:
    """A file that is kept by no cache."""
    way = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{way}; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)
