"""The explicit choice of a language; the page is kept."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from cms.middleware import LANGUAGES


def in_language(path: str, language: str) -> str:
    """The same address in another language: the prefix is exchanged, `?lang=` dropped."""
    parts = urlsplit(path)
    first, _slash, rest = parts.path.lstrip("/").partition("/")
    target = f"/{language}/{rest}" if first in LANGUAGES else parts.path
    query = "&".join(pair for pair in parts.query.split("&") if pair and not pair.startswith("lang="))
    return urlunsplit(("", "", target, query, ""))


def set_language(request: HttpRequest) -> HttpResponseRedirect:
    """Remember the choice in a cookie and go back to the page, in that language."""
    asked = request.GET.get("lang") or request.POST.get("lang") or ""
    language = asked if asked in LANGUAGES else settings.LANGUAGE_CODE
    target = request.GET.get("next") or request.POST.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(in_language(target, language) or "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=request.is_secure(),
        httponly=True,
    )
    return response
