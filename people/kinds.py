"""Kinds of news a person can get, and how each person wants to be mailed about them.

An upper app registers its kinds in its AppConfig.ready; this floor knows no names of theirs. A kind nobody registered
is mailed at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .errors import Refusal
from .models import MailPreference, User
from .roles import Role

Mail = MailPreference.Mail


@dataclass(frozen=True)
class Kind:
    """`title`: what it is about, in words; `roles`: who can get it, empty for everybody; `is_required`: always mailed at
    once, whatever is chosen.
    """

    name: str
    title: Any
    default: str = Mail.AT_ONCE
    roles: frozenset[str] = frozenset()
    is_required: bool = False


KINDS: dict[str, Kind] = {}


def register(kinds: Iterable[Kind]) -> None:
    """Make kinds known; the same name twice is the later one."""
    KINDS.update({kind.name: kind for kind in kinds})


def mailed(way: str) -> Q:
    """Notifications whose person has them mailed this way: their own choice, else the kind's default."""
    required = [kind.name for kind in KINDS.values() if kind.is_required]
    chosen = MailPreference.objects.filter(user=OuterRef("user"), kind=OuterRef("kind")).exclude(
        kind__in=required
    )
    if way == Mail.AT_ONCE:
        by_default = ~Q(kind__in=[kind.name for kind in KINDS.values() if kind.default != way])
    else:
        by_default = Q(kind__in=[kind.name for kind in KINDS.values() if kind.default == way])
    return Q(Exists(chosen.filter(mail=way))) | (by_default & ~Exists(chosen))


@dataclass(frozen=True)
class Choice:
    kind: Kind
    mail: str


def choices_of(user: User) -> list[Choice]:
    """Every kind the person can get with the way it is mailed to them (one query); without a role one is a learner."""
    roles = user.role_names or {Role.LEARNER}
    own = dict(MailPreference.objects.filter(user=user).values_list("kind", "mail"))
    return [
        Choice(kind=kind, mail=kind.default if kind.is_required else own.get(kind.name, kind.default))
        for kind in KINDS.values()
        if not kind.roles or kind.roles & roles or kind.name in own
    ]


@transaction.atomic
def choose(*, user: User, ways: Mapping[str, str]) -> None:
    """Keep how the person wants each of these kinds mailed; what equals the kind's default leaves no row.

    Refuses a kind or a way that does not exist and another way for a kind that is always mailed; writes nothing then.
    """
    for name, way in ways.items():
        kind = KINDS.get(name)
        if kind is None or way not in Mail.values:
            raise Refusal(_("Choose one of the three ways for each kind of news."), code="unknown_choice")
        if kind.is_required and way != kind.default:
            raise Refusal(
                _("News about “%(title)s” is always mailed at once, for your security.")
                % {"title": kind.title},
                code="required",
            )
    for name, way in ways.items():
        own = MailPreference.objects.filter(user=user, kind=name)
        if way == KINDS[name].default:
            own.delete()
        elif not own.update(mail=way):
            MailPreference.objects.create(user=user, kind=name, mail=way)
