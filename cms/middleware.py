"""The reader's language: address, explicit choice, profile, Accept-Language, Kazakh."""

from functools import lru_cache

from csp.constants import HEADER, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from people.errors import Refusal

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def accepted(header: str) -> str:
    """The first language of an Accept-Language header that we speak, else Kazakh."""
    for code, _quality in translation.trans_real.parse_accept_lang_header(header.lower()):
        if code.split("-")[0] in LANGUAGES:
            return code.split("-")[0]
    return settings.LANGUAGE_CODE


def language_for(request) -> str:
    """The language of this request; asks for the signed-in person only where nothing else has decided."""
    prefix = request.path_info[1:4]
    if prefix[2:] == "/" and prefix[:2] in LANGUAGES:
        return prefix[:2]
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    # A public document, or a program that asks: nothing of the reader is looked up.
    if request.path_info[:3].lower() == "/v/" or request.path_info.startswith("/api/"):
        return accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in LANGUAGES:
        return chosen
    if (
        settings.SESSION_COOKIE_NAME in request.COOKIES
        and request.user.is_authenticated
        and request.user.language
    ):
        return request.user.language
    return accepted(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))


class LanguageMiddleware(LocaleMiddleware):
    """Django's, with our order of deciding."""

    def process_request(self, request) -> None:
        language = language_for(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request, response):
        """Name the language. A missing page stays missing: Django's own would send it to /kk/ and miss it there."""
        if request.path_info[1:3] not in LANGUAGES or request.path_info[3:4] != "/":
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


@lru_cache(maxsize=1)
def _usual_policy() -> str:
    return build_policy()


@receiver(setting_changed, dispatch_uid="cms.build_policy_anew")
def _build_anew(setting: str, **_details) -> None:
    if setting.startswith("CONTENT_SECURITY_POLICY"):
        _usual_policy.cache_clear()


class PolicyMiddleware(CSPMiddleware):
    """The strict policy, built once: it is the same for every page that asks for nothing of its own."""

    def process_request(self, request) -> None:
        """No page of ours uses a nonce, so none is prepared."""

    def process_response(self, request, response):
        if settings.DEBUG or any(name.startswith("_csp_") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual_policy())
        return response


class AdminPolicyMiddleware:
    """The one exception to the strict policy: Wagtail's editor starts its date fields by inline scripts and styles."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_update = {
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
                "img-src": ["blob:"],
            }
        return response


class AdminRefusalMiddleware:
    """What our rules refuse within Wagtail's own screens is said as a sentence on the page one came from."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refusal) or not request.path_info.startswith("/admin/"):
            return None
        messages.error(request, str(exception))
        before = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(
            before, {request.get_host()}, require_https=request.is_secure()
        ):
            before = reverse("wagtailadmin_home")
        return redirect(before)


class PageCompressionMiddleware(GZipMiddleware):
    """Pages are sent compressed where no proxy does it; files keep their length, so that pieces of them can be asked for.

    Django varies the length at random, and every page masks its token anew, so the length tells nothing of a secret.
    """

    def process_response(self, request, response):
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class PermissionsPolicyMiddleware:
    """No page may ask for the camera, the microphone or the place, but one that says so itself."""

    NONE = "camera=(), microphone=(), geolocation=()"

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.NONE)
        return response
