"""How one wants to be mailed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import kinds
from ..errors import Refusal
from ..models import MailPreference


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_preferences(request: HttpRequest) -> HttpResponse:
    """A line for each kind of news the person can get, with three ways of mailing it."""
    choices, refused = kinds.choices_of(request.user), ""
    if request.method == "POST":
        offered = {choice.kind.name for choice in choices if not choice.kind.is_required}
        ways = {name: request.POST[name] for name in offered if name in request.POST}
        try:
            kinds.choose(user=request.user, ways=ways)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Your choice is saved."))
            return redirect("mail_preferences")
    context = {"choices": choices, "ways": MailPreference.Mail.choices, "refused": refused}
    return render(request, "people/mail_preferences.html", context, status=422 if refused else 200)
