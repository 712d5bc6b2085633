"""The public answer to a scanned or typed code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Document
from ..presentation import show, verdict_words
from ..rules import code as codes
from ..verify_address import verify_host


def _public(response: HttpResponse) -> HttpResponse:
    """Nobody keeps, indexes or follows this page; it sets no cookie."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a code stands for: the verdict first, then everything printed. 404 for what we never issued."""
    canonical = codes.normalise(code)
    row = (
        Document.objects.filter(code=canonical)
        .values("kind", "status", "valid_until", "facts", "code")
        .first()
    )
    now = timezone.localtime()
    context = {"checked_at": now, "verify_host": verify_host(), "typed": code[:40]}
    if row is None:
        context |= {"state": "unknown", "verdict": verdict_words("unknown"), "is_malformed": not canonical}
        return _public(render(request, "certificates/verify.html", context, status=404))
    context["document"] = show(**row, today=now.date())
    return _public(render(request, "certificates/verify.html", context))


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where a code is typed by hand."""
    typed = request.GET.get("code", "").strip()
    if codes.normalise(typed):
        return _public(redirect("verify", code=codes.pretty(codes.normalise(typed))))
    error = ""
    if typed:
        error = _(
            "This is not a whole code: it has 16 letters and digits in four groups. Compare it with the paper."
        )
    context = {"typed": typed[:40], "error": error, "verify_host": verify_host()}
    return _public(render(request, "certificates/verify_form.html", context, status=422 if error else 200))
