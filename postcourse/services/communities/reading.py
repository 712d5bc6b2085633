"""Reading communities: lists with their figures, a talk's page with its answers, each at a constant cost."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, DateTimeField, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.models import User
from people.sorting import by_name

from ...models import Community, CommunityMember, Post, Thread
from ...querysets.communities import CommunityQuerySet

TALKS_A_PAGE = 20
POSTS_A_PAGE = 20


def communities_of(user: User) -> CommunityQuerySet:
    """Communities the person may see, each with `member_count`, `talk_count`, `last_at` and `is_member` (one query)."""

    def count(rows: QuerySet) -> Coalesce:
        counted = rows.filter(community=OuterRef("pk")).order_by().values("community").annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), Value(0))

    threads = Thread.objects.filter(community=OuterRef("pk")).order_by("-last_at")
    return (
        Community.objects.visible_to(user)
        .select_related("region")
        .annotate(
            member_count=count(CommunityMember.objects.all()),
            talk_count=count(Thread.objects.all()),
            last_at=Subquery(threads.values("last_at")[:1], output_field=DateTimeField()),
            is_member=Exists(CommunityMember.objects.filter(community=OuterRef("pk"), user=user)),
        )
        .order_by(*by_name("name_kk"))
    )


def talks(community: Community, *, page: str | None) -> Page:
    """A page of a community's talks, what is pinned first, then what was said last."""
    threads = community.threads.select_related("author")
    return Paginator(threads, TALKS_A_PAGE).get_page(page)


@dataclass
class Branch:
    """A post with its answers."""

    post: Post
    answers: list[Post] = field(default_factory=list)


def branches(thread: Thread, *, page: str | None) -> tuple[Page, list[Branch]]:
    """A page of a talk: its posts of the first level, the opening one first, each with all its answers (three queries)."""
    tops = thread.posts.filter(answers__isnull=True).select_related("author", "hidden_by")
    shown = Paginator(tops, POSTS_A_PAGE).get_page(page)
    top_posts = list(shown)
    below = defaultdict(list)
    found = thread.posts.filter(answers__in=[post.pk for post in top_posts])
    for post in found.select_related("author", "hidden_by"):
        below[post.answers_id].append(post)
    return shown, [Branch(post, below[post.pk]) for post in top_posts]


def page_of(post: Post) -> int:
    """On which page of its talk a post stands."""
    top = post.answers or post
    before = Post.objects.filter(thread_id=post.thread_id, answers__isnull=True)
    earlier = before.filter(at__lt=top.at).count() + before.filter(at=top.at, pk__lt=top.pk).count()
    return earlier // POSTS_A_PAGE + 1
