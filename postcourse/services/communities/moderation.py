"""Keeping a community safe: reports, hiding with a reason, pinning, closing. Nothing is deleted."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import CommunityMember, Post, PostReport, Thread
from . import telling
from .communities import may_moderate, may_moderate_all
from .talk import locked_thread

LONGEST_REASON = 300


def _moderated_thread(thread_id: int, actor: User) -> Thread:
    thread = locked_thread(thread_id)
    if not may_moderate(thread.community, actor):
        raise NotAllowed(_("This is done by the community's moderators."))
    return thread


def _moderated_post(post_id: int, actor: User) -> Post:
    thread = _moderated_thread(Post.objects.values_list("thread_id", flat=True).get(pk=post_id), actor)
    posts = thread.posts.select_for_update(of=("self",)).select_related("author", "thread__community")
    return posts.get(pk=post_id)


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise Refusal(_("Write why in a sentence."), code="reason_missing")
    if len(text) > LONGEST_REASON:
        raise Refusal(
            _("The reason is longer than %(most)s letters. Shorten it.") % {"most": LONGEST_REASON},
            code="too_long",
        )
    return text


@transaction.atomic
def report_post(*, post_id: int, why: str, at: datetime, actor: User) -> PostReport:
    """Ask the moderators to look; they are told. One report of a post by one reader, the first stands."""
    post = Post.objects.visible_to(actor).select_related("thread__community").get(pk=post_id)
    if post.hidden_at is not None:
        raise Refusal(_("This post is hidden already. Thank you for looking out."), code="hidden")
    report, created = PostReport.objects.get_or_create(
        post=post, user=actor, defaults={"why": _reason(why), "at": at}
    )
    if created:
        telling.reported(report, at=at)
    return report


@transaction.atomic
def hide_post(*, post_id: int, why: str, at: datetime, actor: User) -> Post:
    """Hide a post: its place stays and says why, its author is told, what was reported of it is settled."""
    post = _moderated_post(post_id, actor)
    if post.hidden_at is not None:
        return post
    post.hidden_at, post.hidden_by, post.hidden_why = at, actor, _reason(why)
    post.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    post.reports.filter(settled_at__isnull=True).update(settled_at=at, settled_by=actor)
    telling.hidden(post, at=at)
    return post


@transaction.atomic
def show_post(*, post_id: int, actor: User) -> Post:
    """Show a hidden post again."""
    post = _moderated_post(post_id, actor)
    post.hidden_at, post.hidden_by, post.hidden_why = None, None, ""
    post.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    return post


@transaction.atomic
def settle_report(*, report_id: int, at: datetime, actor: User) -> None:
    """Looked at, and the post stays: every open report of it is settled."""
    post_id = PostReport.objects.values_list("post_id", flat=True).get(pk=report_id)
    post = _moderated_post(post_id, actor)
    post.reports.filter(settled_at__isnull=True).update(settled_at=at, settled_by=actor)


@transaction.atomic
def pin(*, thread_id: int, is_pinned: bool, actor: User) -> Thread:
    """Keep a talk at the top, or no longer."""
    thread = _moderated_thread(thread_id, actor)
    thread.is_pinned = is_pinned
    thread.save(update_fields=["is_pinned"])
    return thread


@transaction.atomic
def close(*, thread_id: int, is_closed: bool, at: datetime, actor: User) -> Thread:
    """Close a talk so that nothing is added, or open it again; it stays readable."""
    thread = _moderated_thread(thread_id, actor)
    if is_closed != (thread.closed_at is not None):
        thread.closed_at = at if is_closed else None
        thread.save(update_fields=["closed_at"])
    return thread


def open_reports(user: User) -> QuerySet[PostReport]:
    """Reports this person is asked to look at, the oldest first."""
    reports = (
        PostReport.objects.filter(settled_at__isnull=True)
        .select_related("user", "post__author", "post__thread__community")
        .order_by("at", "pk")
    )
    if may_moderate_all(user):
        return reports
    own = CommunityMember.objects.filter(user=user, is_moderator=True).values("community")
    return reports.filter(post__thread__community__in=own)
