"""Who is told what of a shared practice."""

from datetime import datetime

from django.urls import reverse

from people import notify
from people.models import User
from people.roles import Role

from ...models import Practice


def _title(practice: Practice) -> dict[str, str]:
    kk, ru = practice.title_kk or practice.title_ru, practice.title_ru or practice.title_kk
    return {"kk": kk, "ru": ru, "en": kk}


def arrived(practice: Practice, *, at: datetime) -> None:
    """Tell those who review that a practice waits; never its author."""
    reviewers = User.objects.filter(groups__name=Role.METHODOLOGIST, is_active=True)
    for reviewer in reviewers.exclude(pk=practice.author_id):
        notify.tell(
            user=reviewer,
            kind="practice_arrived",
            context={"title": _title(practice)},
            url=reverse("practice_review", args=[practice.pk]),
            at=at,
        )


def decided(practice: Practice, *, outcome: str, text: str, at: datetime) -> None:
    """Tell the author. `outcome`: publish, return, decline or withdrawn."""
    notify.tell(
        user=practice.author,
        kind="practice_decided",
        context={"title": _title(practice), "outcome": outcome, "words": text},
        url=reverse("shared_practice", args=[practice.pk]),
        at=at,
    )
