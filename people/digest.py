"""One mail a day with everything that waits for it."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from . import notify
from .kinds import KINDS, Mail, mailed
from .models import Notification

log = logging.getLogger(__name__)
OLDEST = timedelta(days=7)


@dataclass
class Line:
    """News in the words of its subject; `count` where several say the same."""

    text: str
    url: str
    count: int = 1


@dataclass
class Part:
    """The news of one kind."""

    title: str
    lines: list[Line] = field(default_factory=list)


def _waiting(at: datetime):
    return Notification.objects.filter(
        mailed(Mail.DAILY), mailed_at__isnull=True, created_at__gt=at - OLDEST, user__is_active=True
    )


def _parts(rows: list[Notification]) -> list[Part]:
    """The rows by kind in the language that is active; equal lines once, with the first one's address."""
    parts: dict[str, Part] = {}
    lines: dict[tuple[str, str], Line] = {}
    for row in rows:
        subject, _text = notify.letter(row)
        if line := lines.get((row.kind, subject)):
            line.count += 1
            continue
        title = str(KINDS[row.kind].title) if row.kind in KINDS else subject
        line = Line(text=subject, url=f"{settings.WAGTAILADMIN_BASE_URL}{row.url}" if row.url else "")
        lines[row.kind, subject] = line
        parts.setdefault(row.kind, Part(title=title)).lines.append(line)
    return list(parts.values())


@transaction.atomic
def _send_one(user_id: int, *, at: datetime) -> bool:
    """The person's mail; False where another worker has or had the news in hand."""
    rows = list(
        _waiting(at)
        .filter(user_id=user_id)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("user")
        .order_by("created_at", "pk")
    )
    if not rows:
        return False
    user = rows[0].user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {
            "parts": _parts(rows),
            "count": len(rows),
            "person": user,
            "url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('notice_list')}",
            "preferences": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('mail_preferences')}",
        }
        text = render_to_string("emails/digest.txt", context).strip()
        subject, _gap, body = text.partition("\n")
        EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[user.email]).send()
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=at)
    return True


def send_digests(*, at: datetime) -> int:
    """Send each person the news of the last week that waits for the daily mail; how many mails went out.

    Nobody gets a mail without news, and no news twice. A person whose mail fails does not hold up the others.
    """
    sent = 0
    for user_id in list(_waiting(at).order_by("user_id").values_list("user_id", flat=True).distinct()):
        try:
            sent += _send_one(user_id, at=at)
        except Exception:
            log.exception("the daily mail of person %s could not be sent", user_id)
    return sent
