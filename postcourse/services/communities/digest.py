"""The mail about communities: what is new in those a member chose to hear of, once a day or once a week.

A member's row says up to when they were told, so a second run tells nothing twice; it is written with the mail's sending
in one transaction, and a mail that fails leaves the row as it was.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ...models import CommunityMember, Post
from ...rules.posts import digest_is_due

log = logging.getLogger(__name__)
MOST = 15  # talks of a community in one mail


@dataclass(frozen=True)
class Talk:
    """A thread with how many posts in it are new to the reader."""

    title: str
    count: int
    url: str


@dataclass(frozen=True)
class Part:
    community: str
    url: str
    talks: list[Talk]
    more: int


def send_digests(*, at: datetime) -> int:
    """Send each member the mails that are due; how many went out. A mail that fails does not hold up the others."""
    waiting = (
        CommunityMember.objects.exclude(mail=CommunityMember.Mail.NEVER)
        .filter(user__is_active=True, community__is_open=True)
        .order_by("user_id")
        .values_list("user_id", flat=True)
        .distinct()
    )
    sent = 0
    for user_id in list(waiting):
        try:
            sent += _send_one(user_id, at=at)
        except Exception:
            log.exception("the communities' mail of person %s could not be sent", user_id)
    return sent


@transaction.atomic
def _send_one(user_id: int, *, at: datetime) -> bool:
    """The person's mail; False where nothing is due or new, or another worker has the rows in hand."""
    members = [
        member
        for member in CommunityMember.objects.filter(user_id=user_id, community__is_open=True)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("community", "user")
        .order_by("community__name_kk", "pk")
        if digest_is_due(mail=member.mail, told_at=member.told_at or member.joined_at, at=at)
    ]
    news = [(member, posts) for member in members if (posts := _new_posts(member, at=at))]
    if not news:
        return False
    user = news[0][0].user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {
            "parts": [_part(member, posts) for member, posts in news],
            "person": user,
            "preferences": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('community_list')}",
        }
        text = render_to_string("emails/community_digest.txt", context).strip()
        subject, _gap, body = text.partition("\n")
        EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[user.email]).send()
    CommunityMember.objects.filter(pk__in=[member.pk for member, _posts in news]).update(told_at=at)
    return True


def _new_posts(member: CommunityMember, *, at: datetime) -> list[Post]:
    """What others said since the member was told, the newest talk first."""
    posts = Post.objects.filter(
        thread__community_id=member.community_id,
        at__gt=member.told_at or member.joined_at,
        at__lte=at,
        hidden_at__isnull=True,
    )
    return list(posts.exclude(author_id=member.user_id).select_related("thread").order_by("-at", "-pk"))


def _part(member: CommunityMember, posts: Iterable[Post]) -> Part:
    counts: dict[int, list[Post]] = {}
    for post in posts:
        counts.setdefault(post.thread_id, []).append(post)
    base = settings.WAGTAILADMIN_BASE_URL
    talks = [
        Talk(found[0].thread.title, len(found), f"{base}{reverse('thread', args=[found[0].thread_id])}")
        for found in counts.values()
    ]
    url = f"{base}{reverse('community', args=[member.community.slug])}"
    return Part(member.community.name, url, talks[:MOST], max(0, len(talks) - MOST))
