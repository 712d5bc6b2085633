"""What the buttons of the desk do."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import Refusal
from people.models import User

from ...models import Assessment, Submission
from ...services.marking import comments as bank_comments
from ...services.marking import marking, moderation
from ...services.work import work
from . import ready, typed
from .page import Desk


def act(request: HttpRequest, desk: Desk, sent: typed.Typed, *, by_script: bool) -> HttpResponse:
    """Do what the pressed button says; refusals rise to the view."""
    at, actor = timezone.now(), request.user
    pk, action = desk.work.pk, request.POST.get("action", "save")
    if request.POST.get("resolve") and desk.own is not None:
        sent = typed.resolved(sent, typed.stored(desk.own, desk.version.content), request.POST)
    if action == "return":
        work.return_work(submission_id=pk, reason=request.POST.get("reason", ""), at=at, actor=actor)
        messages.success(request, _("The work is returned for correction."))
        return next_work(desk.work, actor)
    if action == "release":
        marking.release(submission_ids=[pk], at=at, actor=actor)
        messages.success(request, _("The marks are released."))
        return redirect("marking_desk", submission_id=pk)
    if action == "confirm":
        moderation.confirm(submission_id=pk, at=at, actor=actor, note=request.POST.get("note", ""))
        messages.success(request, _("The marks are confirmed. They can be released now."))
        return redirect("marking_desk", submission_id=pk)
    if action in {"finish", "finish_release"}:
        return _finish(request, desk, sent, at=at, releases=action == "finish_release")
    sent = _inserted(request, desk, sent)
    assessment = _save(desk, sent, at=at, actor=actor)
    if by_script:
        return JsonResponse({}, headers={"X-Revision": str(assessment.revision)})
    if (keep := request.POST.get("keep")) is not None:
        _keep(request, desk, sent, keep, at=at)
    elif "insert" not in request.POST:
        messages.success(request, _("The draft of the marks is saved."))
    return redirect("marking_desk", submission_id=pk)


def _save(desk: Desk, sent: typed.Typed, *, at: datetime, actor: User) -> Assessment:
    return marking.save_points(
        submission_id=desk.work.pk,
        points=sent.points,
        comment=sent.comment,
        revision=sent.revision,
        at=at,
        actor=actor,
    )


def _finish(
    request: HttpRequest, desk: Desk, sent: typed.Typed, *, at: datetime, releases: bool
) -> HttpResponse:
    """Finish one's marks, release them where that was asked and they have settled, and open the next work."""
    actor = request.user
    marking.finalise(
        submission_id=desk.work.pk,
        points=sent.points,
        comment=sent.comment,
        revision=sent.revision,
        at=at,
        actor=actor,
        reason=request.POST.get("reason", ""),
    )
    finished = Submission.objects.get(pk=desk.work.pk)
    if finished.status != Submission.Status.MARKED:
        messages.success(request, _("Your marks are final. The work waits for another marker."))
    elif releases:
        try:
            marking.release(submission_ids=[finished.pk], at=at, actor=actor)
            messages.success(request, _("The marks are final and released."))
        except Refusal as refusal:
            messages.warning(request, f"{_('Your marks are final, but they are not released.')} {refusal}")
    else:
        messages.success(request, _("Your marks are final. They wait for release."))
    return next_work(finished, actor)


def next_work(work: Submission, actor: User) -> HttpResponse:
    """The next work that waits for this marker, in whichever place or to moderate: of the same kind and cohort first;
    without one, the queue.
    """
    first = Submission.objects.waiting_for(actor).values("pk")
    second = Submission.objects.to_mark_by(actor).second_marks_for(actor).values("pk")
    waiting = Submission.objects.filter(Q(pk__in=first) | Q(pk__in=second)).exclude(pk=work.pk)
    waiting = waiting.order_by("submitted_at", "pk")
    following = waiting.filter(cohort_id=work.cohort_id, assignment_id=work.assignment_id).first()
    following = following or waiting.first()
    return redirect("marking_desk", submission_id=following.pk) if following else redirect("marking_list")


def _inserted(request: HttpRequest, desk: Desk, sent: typed.Typed) -> typed.Typed:
    """What was sent, with the ready comment that was asked for at the end of its field (without scripts)."""
    place, _separator, number = request.POST.get("insert", "").rpartition(":")
    if not number.isdigit():
        return sent
    comment = bank_comments.usable_by(request.user).filter(pk=int(number)).first()
    if comment is None:
        return sent
    words = ready.worded(comment, desk.work.cohort.language)
    if place in sent.points:
        given = sent.points[place]
        joined = "\n".join(text for text in (given["comment"], words) if text)
        points = {**sent.points, place: {**given, "comment": joined}}
        return typed.Typed(points=points, comment=sent.comment, revision=sent.revision)
    joined = "\n".join(text for text in (sent.comment, words) if text)
    return typed.Typed(points=sent.points, comment=joined, revision=sent.revision)


def _keep(request: HttpRequest, desk: Desk, sent: typed.Typed, criterion: str, *, at: datetime) -> None:
    """Put the comment of a criterion (empty: of the whole work) into one's own bank."""
    words = sent.points[criterion]["comment"] if criterion in sent.points else sent.comment
    is_russian = desk.work.cohort.language == "ru"
    bank_comments.add_comment(
        rubric_id=desk.version.rubric_id,
        criterion=criterion if criterion in sent.points else "",
        text_kk="" if is_russian else words,
        text_ru=words if is_russian else "",
        at=at,
        actor=request.user,
    )
    messages.success(request, _("The comment is kept among your ready comments."))
