"""Talks of a community: beginning one, reading and answering, mending, reporting, moderating."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.errors import Refusal

from ..models import CommunityMember, Post, PostReport, Thread
from ..rules.posts import EDITED_WITHIN
from ..services.communities import communities, moderation, reading, talk
from .communities import community_of
from .community_forms import AnswerForm, PostForm, ReasonForm, ThreadForm
from .practice_forms import content_language


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a talk."""
    community = community_of(request, slug)
    form = ThreadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            thread = talk.open_thread(
                community_id=community.pk, at=timezone.now(), actor=request.user, **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("thread", thread_id=thread.pk)
    context = {"community": community, "form": form, "content_language": content_language()}
    return render(
        request, "postcourse/communities/thread_new.html", context, status=422 if form.is_bound else 200
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, thread_id: int) -> HttpResponse:
    """A talk with its answers; a POST answers. What was refused comes back as it was typed."""
    threads = Thread.objects.visible_to(request.user).select_related("community", "author")
    found = get_object_or_404(threads, pk=thread_id)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=_whom(request))
    if form.is_valid():
        try:
            post = talk.answer(thread_id=found.pk, at=timezone.now(), actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("post", post_id=post.pk)
    return _page(request, found, form)


def _whom(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get("answer", "")
    return {"answers_id": asked} if asked.isdigit() else {}


def _page(request: HttpRequest, found: Thread, form: AnswerForm) -> HttpResponse:
    member = CommunityMember.objects.filter(community_id=found.community_id, user=request.user).first()
    moderates = communities.may_moderate_all(request.user) or bool(member and member.is_moderator)
    page, branches = reading.branches(found, page=request.GET.get("page"))
    asked = form["answers_id"].value()
    answered = found.posts.select_related("author").filter(pk=asked).first() if asked else None
    context = {
        "thread": found,
        "page": page,
        "branches": branches,
        "form": form,
        "answered": answered,
        "member": member,
        "moderates": moderates,
        "may_write": bool(member) and found.community.is_open and found.closed_at is None,
        "editable_since": _editable_since(found),
        "content_language": content_language(),
    }
    return render(
        request, "postcourse/communities/thread.html", context, status=422 if form.is_bound else 200
    )


def _editable_since(found: Thread) -> datetime | None:
    """Posts written after this moment can be mended by who wrote them."""
    return None if found.closed_at else timezone.now() - EDITED_WITHIN


def post_of(request: HttpRequest, post_id: int) -> Post:
    posts = Post.objects.visible_to(request.user).select_related("thread__community", "author", "answers")
    return get_object_or_404(posts, pk=post_id)


@login_required
@never_cache
@require_safe
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """Goes to the post where it stands in its talk."""
    found = post_of(request, post_id)
    number = reading.page_of(found)
    query = f"?page={number}" if number > 1 else ""
    return redirect(f"{reverse('thread', args=[found.thread_id])}{query}#post-{found.pk}")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: HttpRequest, post_id: int) -> HttpResponse:
    """Mend one's own words."""
    found = post_of(request, post_id)
    if found.author_id != request.user.pk:
        raise Http404
    form = PostForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if form.is_valid():
        try:
            talk.edit_post(post_id=found.pk, at=timezone.now(), actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("post", post_id=found.pk)
    context = {"post": found, "form": form}
    return render(
        request, "postcourse/communities/post_edit.html", context, status=422 if form.is_bound else 200
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_report(request: HttpRequest, post_id: int) -> HttpResponse:
    """Ask the moderators to look; a moderator hides the post here instead."""
    found = post_of(request, post_id)
    hides = communities.may_moderate(found.thread.community, request.user)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        act = moderation.hide_post if hides else moderation.report_post
        try:
            act(post_id=found.pk, at=timezone.now(), actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("The post is hidden.") if hides else _("Thank you: a moderator looks at it.")
            messages.success(request, done)
            return redirect("post", post_id=found.pk)
    context = {"post": found, "form": form, "hides": hides}
    return render(
        request, "postcourse/communities/post_report.html", context, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def post_show(request: HttpRequest, post_id: int) -> HttpResponse:
    """Show a hidden post again."""
    found = post_of(request, post_id)
    if not communities.may_moderate(found.thread.community, request.user):
        raise Http404
    moderation.show_post(post_id=found.pk, actor=request.user)
    return redirect("post", post_id=found.pk)


@login_required
@require_POST
def thread_state(request: HttpRequest, thread_id: int) -> HttpResponse:
    """Pin, close, or undo that."""
    found = get_object_or_404(
        Thread.objects.visible_to(request.user).select_related("community"), pk=thread_id
    )
    if not communities.may_moderate(found.community, request.user):
        raise Http404
    action = request.POST.get("action", "")
    if action in {"pin", "unpin"}:
        moderation.pin(thread_id=found.pk, is_pinned=action == "pin", actor=request.user)
    elif action in {"close", "reopen"}:
        moderation.close(
            thread_id=found.pk, is_closed=action == "close", at=timezone.now(), actor=request.user
        )
    return redirect("thread", thread_id=found.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def moderation_page(request: HttpRequest) -> HttpResponse:
    """What readers reported; a POST says that a post stays."""
    moderates = CommunityMember.objects.filter(user=request.user, is_moderator=True).exists()
    if not (moderates or communities.may_moderate_all(request.user)):
        raise Http404
    reports = moderation.open_reports(request.user)
    if request.method == "POST":
        asked = request.POST.get("report", "")
        row: PostReport = get_object_or_404(reports, pk=asked if asked.isdigit() else 0)
        moderation.settle_report(report_id=row.pk, at=timezone.now(), actor=request.user)
        messages.success(request, _("Settled: the post stays."))
        return redirect("moderation")
    context = {"reports": reports, "content_language": content_language()}
    return render(request, "postcourse/communities/moderation.html", context)
