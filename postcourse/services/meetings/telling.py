"""News of meetings, in both languages of the one who reads them; nothing of what the two talk about."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from people import notify
from people.models import User

from ...models import Meeting

LANGUAGES = ("kk", "ru", "en")


def tell(
    kind: str, meeting: Meeting, *, to: User | None, at: datetime, actor: User | None = None, reason: str = ""
) -> None:
    """Tell one of the two. `actor`: who did it; without one the other of the two is named, whom one meets."""
    if to is None or not to.is_active:
        return
    other = meeting.mentor if to.pk == meeting.plan.graduate_id else meeting.plan.graduate
    notify.tell(
        user=to,
        kind=kind,
        context={
            "who": (actor or other).full_name,
            "with_whom": other.full_name,
            "what": _three(lambda: meeting.get_kind_display()),
            "how": _three(lambda: meeting.get_way_display()),
            "starts_at": meeting.planned_start.isoformat(),
            "ends_at": meeting.planned_end.isoformat(),
            "place": meeting.place,
            "reason": reason,
            "is_missed": meeting.status == Meeting.Status.MISSED,
            "is_mentor": to.pk == meeting.mentor_id,
        },
        url=reverse("meeting", args=[meeting.pk]),
        at=at,
    )


def _three(words: Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(words())
    return found
