"""Who is told what of a community at once; what is new is told by the digest (digest.py)."""

from datetime import datetime

from django.urls import reverse

from people import notify
from people.models import User
from people.roles import Role

from ...models import Community, Post, PostReport


def _names(community: Community) -> dict[str, str]:
    return {"kk": community.name_kk, "ru": community.name_ru, "en": community.name_kk}


def post_url(post: Post) -> str:
    """Where a post is read, on whatever page of its talk it stands."""
    return reverse("post", args=[post.pk])


def answered(post: Post, *, to: User, at: datetime) -> None:
    """Tell the one who is answered, unless they answered themselves."""
    if to.pk != post.author_id and to.is_active:
        notify.tell(
            user=to,
            kind="post_answered",
            context={"thread": post.thread.title, "who": post.author.initials_name},
            url=post_url(post),
            at=at,
        )


def hidden(post: Post, *, at: datetime) -> None:
    """Tell the author that the post is hidden, and why."""
    notify.tell(
        user=post.author,
        kind="post_hidden",
        context={"thread": post.thread.title, "why": post.hidden_why},
        url=post_url(post),
        at=at,
    )


def reported(report: PostReport, *, at: datetime) -> None:
    """Tell the community's moderators; where it has none, the methodologists."""
    community = report.post.thread.community
    moderators = User.objects.filter(
        communities__community=community, communities__is_moderator=True, is_active=True
    )
    if not moderators.exists():
        moderators = User.objects.filter(groups__name=Role.METHODOLOGIST, is_active=True)
    for moderator in moderators.exclude(pk=report.user_id):
        notify.tell(
            user=moderator,
            kind="post_reported",
            context={"community": _names(community), "thread": report.post.thread.title},
            url=reverse("moderation"),
            at=at,
        )
