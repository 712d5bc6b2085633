"""A cohort's defence sessions, and planning one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.errors import Refusal

from ...models import DefenceSession
from ...rules import defence as rules
from ...services.defence import defence
from ...services.defence.slots import announced
from ..groups.board import cohort_for
from .forms import PlanForm, defended_works


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def defence_list(request: HttpRequest, cohort_id: int) -> HttpResponse:
    """Sessions by time; a coordinator plans a further one."""
    cohort = cohort_for(request, cohort_id)
    may_plan = defence.may_plan(request.user)
    form = PlanForm(request.POST or None, cohort=cohort) if may_plan else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                session = defence.plan_session(
                    cohort_id=cohort.pk, at=timezone.now(), actor=request.user, **form.values()
                )
            except Refusal as refusal:
                form.add_error({"place_missing": "place"}.get(refusal.code), str(refusal))
            else:
                messages.success(request, _("The session is planned. Add those who defend in it."))
                return redirect("defence_session", session_id=session.pk)
    sessions = list(
        DefenceSession.objects.filter(cohort=cohort)
        .select_related("assignment")
        .annotate(count=Count("slots"), over=Count("slots", filter=Q(slots__ended_at__isnull=False)))
    )
    told = announced(sessions)
    context = {
        "cohort": cohort,
        "form": form,
        "works": defended_works(cohort),
        "rows": [
            (one, rules.ends(one.starts_at, minutes=one.minutes, count=one.count), one.pk in told)
            for one in sessions
        ],
    }
    return render(
        request, "assessments/defence/list.html", context, status=422 if form and form.errors else 200
    )
