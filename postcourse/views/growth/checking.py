"""What could tell who a child is in an entry that is to be shared, and the confirmation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...services.growth import diary as services
from ...services.growth import protection
from .entry import entry_of
from .own import frame, private


@private
@require_http_methods(["GET", "HEAD", "POST"])
def entry_check(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Findings with their places, shown to the author alone; the form shares. A refused POST keeps what was ticked."""
    row = entry_of(request, entry_id)
    if row.plan.graduate_id != request.user.pk:
        raise Http404
    if row.shared_at is not None or row.erased_at is not None:
        return redirect("entry", entry_id=row.pk)
    accepted, refusal = frozenset(request.POST.getlist("accepted")), None
    if request.method == "POST":
        try:
            services.share(
                entry_id=row.pk,
                accepted=accepted,
                looked=request.POST.get("looked") == "yes",
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, _("The entry is shared with your mentor."))
            return redirect("entry", entry_id=row.pk)
    context = frame(request, row.plan, place="diary") | {
        "entry": row,
        "report": protection.look_through(row),
        "accepted": accepted,
        "looked": request.POST.get("looked") == "yes",
        "refusal": refusal,
    }
    return render(request, "postcourse/growth/entry_check.html", context, status=422 if refusal else 200)
