"""The list of texts on their way to learners, and the page on which one is read and decided about."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import TaskState

from people.errors import Refusal

from . import reading, services
from .forms import DecisionForm


def _state(request: HttpRequest, state_id: int) -> TaskState:
    """A step of a review, for those who read texts on their way."""
    if not reading.may_read(request.user):
        raise Http404
    states = TaskState.objects.select_related(
        "workflow_state__workflow", "workflow_state__requested_by", "revision__user", "task"
    )
    return get_object_or_404(states, pk=state_id, revision__base_content_type__model="page")


@login_required
@never_cache
@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What waits for this person, what they handed in, and what is at another step."""
    if not reading.may_read(request.user):
        raise Http404
    rows = reading.under_review(request.user)
    waiting = [row for row in rows if row.is_mine_to_decide]
    own = [row for row in rows if row.flow.requested_by_id == request.user.pk]
    others = [row for row in rows if row not in waiting and row not in own]
    return render(request, "cms/review/list.html", {"waiting": waiting, "own": own, "others": others})


def _context(request: HttpRequest, state: TaskState, form: DecisionForm | None = None) -> dict[str, Any]:
    flow = state.workflow_state
    page = flow.content_object.specific
    latest = page.get_latest_revision()
    is_waiting = state.status == TaskState.STATUS_IN_PROGRESS
    changes = reading.changes_of(page, latest)
    return {
        "state": state,
        "flow": flow,
        "page": page,
        "content_language": page.locale.language_code,
        "steps": reading.steps_of(flow),
        "changes": changes if "all" in request.GET else [one for one in changes if one.state != "same"],
        "is_all": "all" in request.GET,
        "latest": latest,
        "is_waiting": is_waiting,
        "is_reader": is_waiting and services.is_reader(state, request.user),
        "refusal": services.refusal_to_approve(state, request.user) if is_waiting else None,
        "may_take_back": flow.is_active and flow.requested_by_id == request.user.pk,
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "form": form or DecisionForm(initial={"revision": latest.pk}),
    }


@login_required
@never_cache
@require_safe
def review_text(request: HttpRequest, state_id: int) -> HttpResponse:
    """What the text changes, who decided what, and the decision of this person."""
    return render(request, "cms/review/text.html", _context(request, _state(request, state_id)))


@login_required
@require_POST
def review_decide(request: HttpRequest, state_id: int) -> HttpResponse:
    state = _state(request, state_id)
    form = DecisionForm(request.POST)
    approves = request.POST.get("action") == "approve"
    if form.is_valid():
        try:
            services.decide(
                state_id=state.pk,
                approves=approves,
                word=form.cleaned_data["word"],
                read_revision_id=form.cleaned_data["revision"],
                at=timezone.now(),
                actor=request.user,
            )
        except Refusal as refusal:
            state.refresh_from_db()
            form.add_error("word" if refusal.code == "word_missing" else None, str(refusal))
            # What was read now is what the next press is about.
            form.data = form.data.copy()
            form.data["revision"] = state.workflow_state.content_object.get_latest_revision().pk
        else:
            messages.success(
                request,
                _("The text is approved.") if approves else _("The text is given back to its author."),
            )
            return redirect("review_list")
    return render(request, "cms/review/text.html", _context(request, state, form), status=422)


@login_required
@require_POST
def review_take_back(request: HttpRequest, state_id: int) -> HttpResponse:
    """Whoever handed the text in ends its review; the draft stays."""
    state = _state(request, state_id)
    try:
        services.take_back(state_id=state.pk, at=timezone.now(), actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The text is a draft again. Nothing was lost."))
    return redirect("review_list")
