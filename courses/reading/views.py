"""What reading sends: parts that were seen, the end of a lesson, answers to control questions."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from people.errors import Refusal

from . import services
from .fill import Trouble, live_questions
from .page import Place, place_of, topic_page

MOST_SECONDS = 10**7


def _seconds(text: str) -> int:
    return min(int(text), MOST_SECONDS) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _seen(posted: QueryDict) -> dict[str, float]:
    """Values “ID:seconds” of the field `part`; what cannot be read counts as nothing."""
    found: dict[str, float] = {}
    for text in posted.getlist("part"):
        part, _colon, seconds = text.rpartition(":")
        if part:
            found[part] = max(found.get(part, 0), _seconds(seconds))
    return found


def _status(request: HttpRequest, place: Place, **more: Any) -> dict[str, Any]:
    return {"place": place, "standing": place.standing, "following": place.following, **more}


def _asked(request: HttpRequest, enrolment_id: int, key: str) -> Place:
    """A topic that is studied by reading; the final assessment is not, its hours come with the decision."""
    place = place_of(request, enrolment_id, key)
    if place.topic.is_final:
        raise Http404
    return place


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


@never_cache
@login_required
@require_POST
def reading_seen(request: HttpRequest, enrolment_id: int, key: str) -> HttpResponse:
    """What the page saw since it was opened: `part` (ID:seconds, several), `place`, `seconds`. The answer is how far one
    is now; with `quiet` (a page that is being left) nothing.
    """
    place = _asked(request, enrolment_id, key)
    try:
        services.see_parts(
            enrolment_id=enrolment_id,
            topic_id=place.topic.pk,
            seen=_seen(request.POST),
            place=request.POST.get("place", ""),
            seconds=_seconds(request.POST.get("seconds", "")),
            at=timezone.now(),
        )
    except Refusal as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    if "quiet" in request.POST:
        return HttpResponse(status=204)
    now = place_of(request, enrolment_id, key)
    return render(request, "courses/reading/status.html", _status(request, now))


@login_required
@require_POST
def reading_finish(request: HttpRequest, enrolment_id: int, key: str) -> HttpResponse:
    """“I have read to the end”; refused with the time that is left."""
    place = _asked(request, enrolment_id, key)
    try:
        services.finish_reading(enrolment_id=enrolment_id, topic_id=place.topic.pk, at=timezone.now())
    except Refusal as refusal:
        return topic_page(request, enrolment_id, key, too_early=str(refusal), status=422)
    return _whole_again(request, place, anchor="reading-status")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_question(request: HttpRequest, enrolment_id: int, key: str, question: str) -> HttpResponse:
    """A control question in its place: a POST answers it, a GET offers it once more. Whole pages without htmx."""
    place = _asked(request, enrolment_id, key)
    if not any(one.id == question for one in place.standing.questions):
        raise Http404
    if request.method != "POST":
        if _is_part(request):
            return _question(request, place, question, again=question)
        return redirect(f"{place.topic.url}?again={question}#p-{question}")
    try:
        _answer(place, question, request.POST)
    except LookupError:
        raise Http404 from None
    except Refusal as refusal:
        trouble = Trouble(question_id=question, posted=request.POST, sentence=str(refusal))
        if _is_part(request):
            return _question(request, place, question, trouble=trouble, status=422)
        return topic_page(request, enrolment_id, key, trouble=trouble, status=422)
    if _is_part(request):
        return _question(request, place_of(request, enrolment_id, key), question)
    return _whole_again(request, place, anchor=f"p-{question}")


def _answer(place: Place, question_id: str, posted: QueryDict) -> None:
    """The service that the question's kind and the pressed button ask for."""
    own: Mapping[str, Any] = {
        "enrolment_id": place.enrolment.pk,
        "topic_id": place.topic.pk,
        "question_id": question_id,
        "at": timezone.now(),
    }
    question = next(one for one in place.standing.questions if one.id == question_id)
    if not question.is_open:
        services.answer_bank(**own, posted=posted)
    elif "judgement" in posted:
        services.judge_answer(**own, judgement=posted.get("judgement") or "")
    else:
        services.answer_open(**own, words=posted.get("words", ""))


def _question(
    request: HttpRequest,
    place: Place,
    question_id: str,
    *,
    again: str = "",
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    """The question alone, with how far one is now for its place below the lesson."""
    asked = [one for one in place.standing.questions if one.id == question_id]
    live = live_questions(
        asked, place.standing, place.frame(request), again=again, trouble=trouble, focus=True
    )
    below = render_to_string(
        "courses/reading/status.html", _status(request, place, is_elsewhere=True), request=request
    )
    return HttpResponse(live.get(question_id, "") + below, status=status)


def _whole_again(request: HttpRequest, before: Place, *, anchor: str) -> HttpResponse:
    """The page once more, where one was; it says so when the topic was completed just now."""
    now = place_of(request, before.enrolment.pk, before.topic.key)
    if now.is_studied and not before.is_studied:
        messages.success(request, _("Topic %(number)s is marked as studied.") % {"number": now.topic.number})
    return redirect(f"{now.topic.url}#{anchor}")
