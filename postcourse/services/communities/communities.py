"""Communities: opening them, coming and going, and who moderates.

Everybody signed in reads; who joined writes. A region's community is made by itself once somebody there has finished a
course, or by those who moderate every community.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import Region, User

from ...models import Community, CommunityMember

Mail = CommunityMember.Mail
LONGEST_ABOUT = 2_000


def may_moderate_all(user: User) -> bool:
    """Whether this person looks after every community."""
    return user.has_perm("postcourse.moderate_community")


def may_moderate(community: Community, user: User) -> bool:
    """A moderator of this community, or somebody who moderates all."""
    return (
        may_moderate_all(user)
        or CommunityMember.objects.filter(community=community, user=user, is_moderator=True).exists()
    )


def _check_keeper(actor: User) -> None:
    if not may_moderate_all(actor):
        raise NotAllowed(_("Communities are opened by coordinators and methodologists."))


# Opening


@transaction.atomic
def make_region_communities(*, at: datetime) -> list[Community]:
    """Open a community for each region where somebody who finished a course works and none is yet; those made."""
    regions = Region.objects.filter(
        community__isnull=True,
        organisations__employments__ended_on__isnull=True,
        organisations__employments__user__enrolments__status="completed",
    ).distinct()
    return [_of_region(region) for region in regions]


def _of_region(region: Region) -> Community:
    community, _created = Community.objects.get_or_create(
        region=region,
        defaults={
            "slug": f"region-{region.code}",
            "name_kk": region.name_kk,
            "name_ru": region.name_ru,
            "about_kk": "Өңірдегі педагогтердің инклюзия туралы әңгімесі: сұрақ, кеңес, кездесу, ортақ іс.",
            "about_ru": "Разговор педагогов региона об инклюзии: вопросы, советы, встречи, общие дела.",
        },
    )
    return community


@transaction.atomic
def open_region(*, region_id: int, actor: User) -> Community:
    """The community of a region, opened if there is none."""
    _check_keeper(actor)
    return _of_region(Region.objects.get(pk=region_id))


@transaction.atomic
def open_topic(*, words: Mapping[str, str], actor: User) -> Community:
    """Open a community about a topic. `words`: name_kk, name_ru, about_kk, about_ru; both names are needed."""
    _check_keeper(actor)
    cleaned = _clean(words)
    number = Community.objects.filter(region__isnull=True).count() + 1
    while Community.objects.filter(slug=f"topic-{number}").exists():
        number += 1
    try:
        with transaction.atomic():
            return Community.objects.create(slug=f"topic-{number}", **cleaned)
    except IntegrityError:
        raise Refusal(_("Another community was opened at this moment. Try once more."), code="busy") from None


@transaction.atomic
def save_words(*, community_id: int, words: Mapping[str, str], is_open: bool, actor: User) -> Community:
    """Change names and description, close a community or open it again. A closed one is seen by staff alone."""
    _check_keeper(actor)
    community = Community.objects.select_for_update().get(pk=community_id)
    for name, value in _clean(words).items():
        setattr(community, name, value)
    community.is_open = is_open
    community.save()
    return community


def _clean(words: Mapping[str, str]) -> dict[str, str]:
    cleaned = {name: words.get(name, "").strip() for name in ("name_kk", "name_ru", "about_kk", "about_ru")}
    if not (cleaned["name_kk"] and cleaned["name_ru"]):
        raise Refusal(_("Name the community in Kazakh and in Russian."), code="name_missing")
    if any(len(cleaned[name]) > LONGEST_ABOUT for name in ("about_kk", "about_ru")):
        raise Refusal(
            _("The description is longer than %(most)s letters. Shorten it.") % {"most": LONGEST_ABOUT},
            code="too_long",
        )
    return cleaned


# Coming and going


@transaction.atomic
def join(*, community_id: int, at: datetime, actor: User, mail: str = Mail.WEEKLY) -> CommunityMember:
    """Become a member; a second time changes nothing. Refuses a closed community."""
    community = Community.objects.get(pk=community_id)
    if not community.is_open:
        raise Refusal(_("This community is closed."), code="closed")
    member, _created = CommunityMember.objects.get_or_create(
        community=community, user=actor, defaults={"joined_at": at, "mail": _mail(mail)}
    )
    return member


@transaction.atomic
def leave(*, community_id: int, actor: User) -> None:
    """Stop being a member; what was written stays. One who is none changes nothing."""
    CommunityMember.objects.filter(community_id=community_id, user=actor).delete()


@transaction.atomic
def set_mail(*, community_id: int, mail: str, actor: User) -> None:
    """How often the member is mailed about this community."""
    changed = CommunityMember.objects.filter(community_id=community_id, user=actor).update(mail=_mail(mail))
    if not changed:
        raise Refusal(_("Join the community first."), code="no_member")


def _mail(mail: str) -> str:
    if mail not in Mail.values:
        raise Refusal(_("Choose how often: once a day, once a week or never."), code="mail")
    return mail


@transaction.atomic
def set_moderator(*, member_id: int, is_moderator: bool, actor: User) -> CommunityMember:
    """Make a member a moderator of this community, or no longer."""
    _check_keeper(actor)
    member = CommunityMember.objects.select_for_update().get(pk=member_id)
    member.is_moderator = is_moderator
    member.save(update_fields=["is_moderator"])
    return member
