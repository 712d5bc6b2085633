"""The desk: the queue, the work and its rubric side by side."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import Refusal

from ...models import Submission
from ...services.defence import participation
from ...services.marking import marking
from . import page, typed
from .acting import act, next_work
from .page import Desk


def desk_of(request: HttpRequest, submission_id: int) -> Desk:
    """The work on this marker's desk; 404 for everybody else."""
    work = page.fetch(request.user, submission_id)
    if work is None:
        raise Http404
    return Desk(user=request.user, work=work)


def _work_of(request: HttpRequest, submission_id: int) -> Submission:
    """The work alone, where this marker may read it; 404 for everybody else."""
    works = Submission.objects.to_mark_by(request.user).only("pk", "cohort_id", "assignment_id")
    return get_object_or_404(works, pk=submission_id)


@login_required
@require_safe
def marking_queue(request: HttpRequest, submission_id: int) -> HttpResponse:
    """The column beside the desk, fetched when the desk stands: what waits is more to look up than the work itself."""
    work = _work_of(request, submission_id)
    if "HX-Request" not in request.headers:
        return redirect("marking_list")
    return render(request, "assessments/marking/queue_part.html", page.queue_of(request.user, work))


@login_required
@require_safe
def marking_next(request: HttpRequest, submission_id: int) -> HttpResponse:
    """On to the work after this one; the queue where none waits."""
    return next_work(_work_of(request, submission_id), request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def marking_desk(request: HttpRequest, submission_id: int) -> HttpResponse:
    """A work with its rubric; a POST keeps, finishes, confirms, releases or returns."""
    desk = desk_of(request, submission_id)
    if request.method != "POST":
        return render(request, "assessments/marking_desk.html", page.context(request, desk))
    sent = typed.read(request.POST, desk.version.content)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    try:
        return act(request, desk, sent, by_script=by_script)
    except marking.StaleMarks as refusal:
        return _conflict(request, desk, sent, refusal, by_script=by_script)
    except Refusal as refusal:
        if by_script:
            return JsonResponse({"sentence": str(refusal), "code": refusal.code}, status=422)
        messages.error(request, str(refusal))
        return _given_back(request, submission_id, sent)


def _given_back(request: HttpRequest, submission_id: int, sent: typed.Typed) -> HttpResponse:
    """The desk once more with everything that was typed; where there is no form any more, as a text to copy."""
    desk = desk_of(request, submission_id)
    context = page.context(request, desk, points=sent.points, comment=sent.comment)
    has_sent = bool(sent.comment or any(any(one.values()) for one in sent.points.values()))
    if has_sent and not desk.may_type:
        context["left_over"] = [
            {"row": one["row"], "given": sent.points[one["row"].key]} for one in context["criteria"]
        ]
        context["left_over_comment"] = sent.comment
    return render(request, "assessments/marking_desk.html", context, status=422)


def _conflict(
    request: HttpRequest, desk: Desk, sent: typed.Typed, refusal: marking.StaleMarks, *, by_script: bool
) -> HttpResponse:
    """Two windows of one marker disagree: to a script the sentence, to a person both, field by field."""
    content = desk.version.content
    stands = typed.stored(refusal.assessment, content)
    if by_script:
        if typed.same(sent, stands):
            return JsonResponse({}, headers={"X-Revision": str(stands.revision)})
        sentence = _("These marks were changed in another window, so they are not saved from here.")
        return JsonResponse({"sentence": sentence, "code": refusal.code}, status=409)
    context = {
        "submission": desk.work,
        "shown": page.row(desk.work),
        "sent": sent,
        "stands": stands,
        "saved_at": refusal.assessment.saved_at,
        "differences": typed.differences(sent, stands, content, request.POST),
        "reason": request.POST.get("reason", ""),
        "is_moderator": desk.is_moderator,
        "content_language": desk.work.cohort.language,
    }
    return render(request, "assessments/marking/conflict.html", context, status=409)


GROUNDS = {
    "topics": gettext_lazy("topics studied"),
    "practice": gettext_lazy("practice tests taken"),
    "on_time": gettext_lazy("works handed in on time"),
    "days": gettext_lazy("days of activity"),
    "attendance": gettext_lazy("sessions attended"),
}


@login_required
@require_safe
def marking_participation(request: HttpRequest, submission_id: int) -> HttpResponse:
    """What the system would propose for participation and why: advice beside the criterion."""
    desk = desk_of(request, submission_id)
    row = next(
        (one for one in desk.version.content["criteria"] if one["key"] == participation.CRITERION), None
    )
    if desk.work.sitting is None or row is None or not desk.may_type:
        raise Http404
    proposal = participation.proposal_for(
        desk.work.sitting, maximum=Decimal(row["maximum"]), at=timezone.now()
    )
    grounds = [
        {"name": str(GROUNDS.get(one.key, one.key)), "has": one.has, "of": one.of} for one in proposal.grounds
    ]
    context = {
        "submission": desk.work,
        "proposal": proposal,
        "grounds": grounds,
        "shown": page.row(desk.work),
    }
    part = "part" if request.headers.get("HX-Request") else "page"
    return render(request, f"assessments/marking/participation_{part}.html", context)


def to_desk(submission_id: int, *, place: str = "") -> HttpResponse:
    """Back to the desk, at a place of it."""
    response = redirect("marking_desk", submission_id=submission_id)
    if place:
        response["Location"] += f"#{place}"
    return response
