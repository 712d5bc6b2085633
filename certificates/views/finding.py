"""The way for a paper whose code cannot be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import limits
from ..forms_verification import FindForm
from ..rules import code as codes
from ..services import checks
from ..verify_address import verify_host
from .verification import public


@csrf_exempt  # no session and no cookie: a forged form could only look up what is public
@require_http_methods(["GET", "HEAD", "POST"])
def verify_fallback(request: HttpRequest) -> HttpResponse:
    """Number, surname and date of issue lead to the page of the document; one answer for every kind of mismatch."""
    form = FindForm(request.POST or None)
    context = {"form": form, "verify_host": verify_host(), "refusal": ""}
    status = 200
    if request.method == "POST":
        at, caller = timezone.now(), limits.caller_of(request)
        if not form.is_valid():
            status = 422
        elif limits.form_try(caller, at=at):
            status, context["refusal"] = (
                429,
                _("Too many tries came from your address. Try again in ten minutes."),
            )
        elif code := checks.find_by_number(**form.cleaned_data):
            return public(redirect("verify", code=codes.pretty(code)))
        else:
            limits.miss("", at=at)
            status = 404
            context["refusal"] = _(
                "No document has this number, surname and date together. Compare all three with the paper."
            )
    response = public(render(request, "certificates/verify_find.html", context, status=status))
    if status == 429:
        response.headers["Retry-After"] = str(limits.seconds_left(at))
    return response
