"""What is said in communities: threads, answers in two levels, mending one's own words.

`replies` and `last_at` of a thread repeat its posts; both are written while the thread is locked, here and in
moderation.py.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.rules.privacy import Kind, findings
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import Community, CommunityMember, Post, Thread
from ...rules import posts as rules
from . import telling

LONGEST_TITLE = 200
WHAT = {
    Kind.IIN: _("an identification number"),
    Kind.PHONE: _("a telephone number"),
    Kind.TOGETHER: _("a school, a class and a diagnosis together"),
}


def locked_thread(thread_id: int) -> Thread:
    """The thread, locked: answers and moderation stand in line here."""
    threads = Thread.objects.select_for_update(of=("self",)).select_related("community", "author")
    return threads.get(pk=thread_id)


def _check_member(community: Community, actor: User) -> None:
    if not community.is_open:
        raise Refusal(_("This community is closed: it can be read, but nothing is added."), code="closed")
    if not CommunityMember.objects.filter(community=community, user=actor).exists():
        raise NotAllowed(_("Join the community first: members write, everybody reads."))


def _said(text: str, actor: User) -> str:
    """The text as it is kept. Refuses an empty or too long one and what could tell who a child is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Refusal(_("Write what you want to say."), code="empty")
    if len(text) > rules.LONGEST:
        raise Refusal(
            _("The text is longer than %(most)s letters. Shorten it.") % {"most": rules.LONGEST},
            code="too_long",
        )
    for one in findings(text, own_names=[actor.full_name]):
        if one.is_certain:
            raise Refusal(
                _("The text holds %(what)s. Take it out: a child or a family could be recognised by it.")
                % {"what": WHAT[one.kind]},
                code="identifies",
            )
    return text


@transaction.atomic
def open_thread(*, community_id: int, title: str, text: str, at: datetime, actor: User) -> Thread:
    """Begin a talk with its first post. Refuses who is no member, an empty title, and words that tell who a child is."""
    community = Community.objects.get(pk=community_id)
    _check_member(community, actor)
    title = " ".join(title.split())
    if not title:
        raise Refusal(_("Say in a few words what it is about."), code="no_title")
    if len(title) > LONGEST_TITLE:
        raise Refusal(
            _("The title is longer than %(most)s letters. Shorten it.") % {"most": LONGEST_TITLE},
            code="too_long",
        )
    _said(title, actor)
    thread = Thread.objects.create(
        community=community, title=title, author=actor, opened_at=at, last_at=at, replies=0
    )
    Post.objects.create(thread=thread, author=actor, text=_said(text, actor), at=at)
    return thread


@transaction.atomic
def answer(*, thread_id: int, text: str, at: datetime, actor: User, answers_id: int | None = None) -> Post:
    """Say something in a talk, to all or to one post (`answers_id`); who is answered is told.

    There are two levels: an answer to an answer hangs under the same post. Refuses who is no member, a talk that is
    closed, and a post that is hidden or of another talk.
    """
    thread = locked_thread(thread_id)
    _check_member(thread.community, actor)
    if thread.closed_at is not None:
        raise Refusal(_("This talk is closed: nothing is added to it."), code="thread_closed")
    answered = _answered(thread, answers_id)
    opening = thread.posts.order_by("at", "pk").values_list("pk", flat=True)[0]
    parent = (
        rules.parent_of_answer(answered=answered.pk, answered_parent=answered.answers_id, opening=opening)
        if answered
        else None
    )
    post = Post.objects.create(thread=thread, author=actor, text=_said(text, actor), at=at, answers_id=parent)
    thread.replies += 1
    thread.last_at = at
    thread.save(update_fields=["replies", "last_at"])
    telling.answered(post, to=answered.author if answered else thread.author, at=at)
    return post


def _answered(thread: Thread, answers_id: int | None) -> Post | None:
    if answers_id is None:
        return None
    answered = thread.posts.select_related("author").filter(pk=answers_id, hidden_at__isnull=True).first()
    if answered is None:
        raise Refusal(_("The post you answer is not there any more. Answer to all instead."), code="no_post")
    return answered


@transaction.atomic
def edit_post(*, post_id: int, text: str, at: datetime, actor: User) -> Post:
    """Mend one's own words within half an hour; the page says that it was mended.

    Refuses another's post, a later hour, a hidden post and a closed talk.
    """
    thread = locked_thread(Post.objects.values_list("thread_id", flat=True).get(pk=post_id))
    post = thread.posts.select_for_update(of=("self",)).get(pk=post_id)
    if post.author_id != actor.pk:
        raise NotAllowed(_("Only the one who wrote it can change it."))
    if thread.closed_at is not None or post.hidden_at is not None:
        raise Refusal(_("Nothing can be changed here now."), code="thread_closed")
    if not rules.is_editable(written_at=post.at, at=at):
        raise Refusal(
            _(
                "Half an hour has passed, and others may have answered. Write an answer to your own post instead."
            ),
            code="too_late",
        )
    said = _said(text, actor)
    if said != post.text:
        post.text, post.edited_at = said, at
        post.save(update_fields=["text", "edited_at"])
    return post
