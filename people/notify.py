"""Telling people: one row that the site shows, and a mail in the person's language as they want it.

Of each kind there are two templates: templates/emails/<kind>.txt (first line the subject, an empty line, the text) and
templates/notices/<kind>.html (one paragraph). Both get the context and `url`, a whole address in the mail. In a context
{"kk": …, "ru": …, "en": …} is a text in several languages, of which the reader's is shown; a name that ends in `_at` or
`_on` holds an ISO time or date.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from .kinds import KINDS, Kind, Mail, mailed, register
from .models import Notification, User

__all__ = ["KINDS", "Kind", "Mail", "mail", "mail_missing", "mailed", "register", "shown", "tell", "unread"]

log = logging.getLogger(__name__)
LANGUAGES = frozenset({"kk", "ru", "en"})
COUNTED_FOR = 300  # seconds the number of unread notices may be old


@transaction.atomic
def tell(*, user: User, kind: str, context: Mapping, url: str = "", at: datetime) -> Notification:
    """Write the notification; where its person wants it at once, its mail goes out after commit.

    `context`: plain JSON values, never a child's data; `url`: a path of the site. Called inside the transaction of the
    fact it tells: what is rolled back is not told.
    """
    row = Notification.objects.create(user=user, kind=kind, context=dict(context), url=url, created_at=at)
    from .tasks import send_notification

    transaction.on_commit(partial(cache.delete, _unread_key(user.pk)), robust=True)
    transaction.on_commit(partial(send_notification.delay, row.pk), robust=True)
    return row


# In words


def _said(name: str, value: Any) -> Any:
    """A value of a context as templates show it."""
    if isinstance(value, Mapping) and value.keys() & LANGUAGES and value.keys() <= LANGUAGES:
        return value.get(translation.get_language() or "kk") or value.get("kk") or ""
    if isinstance(value, str) and value and name.endswith("_at"):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and value and name.endswith("_on"):
        return date.fromisoformat(value)
    return value


def _context(row: Notification, **more: Any) -> dict[str, Any]:
    return {name: _said(name, value) for name, value in row.context.items()} | more


def shown(row: Notification) -> SafeString:
    """The notification as a paragraph in the language of the page."""
    return render_to_string(f"notices/{row.kind}.html", _context(row, url=row.url))


def letter(row: Notification) -> tuple[str, str]:
    """Subject and text of its mail in the language that is active."""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{row.url}" if row.url else ""
    text = render_to_string(f"emails/{row.kind}.txt", _context(row, url=address, person=row.user)).strip()
    subject, _gap, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


# Mail


def mail(*, notification_id: int, at: datetime) -> bool:
    """Send the mail once; False where it was sent before, waits for the digest, is not wanted, or nobody reads it."""
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(mailed(Mail.AT_ONCE), pk=notification_id, mailed_at__isnull=True)
            .first()
        )
        if row is None or not row.user.is_active:
            return False
        with translation.override(row.user.language or settings.LANGUAGE_CODE):
            subject, body = letter(row)
            EmailMessage(subject=subject, body=body, to=[row.user.email]).send()
        row.mailed_at = at
        row.save(update_fields=["mailed_at"])
    return True


def mail_missing(*, at: datetime) -> int:
    """Send what a lost task left behind (older than five minutes, younger than three days); how many went out.

    What waits for the digest and what its person wants no mail of stays.
    """
    late = Notification.objects.filter(
        mailed(Mail.AT_ONCE),
        mailed_at__isnull=True,
        created_at__lt=at - timedelta(minutes=5),
        created_at__gt=at - timedelta(days=3),
    )
    sent = 0
    for notification_id in list(late.order_by("pk").values_list("pk", flat=True)[:500]):
        try:
            sent += mail(notification_id=notification_id, at=at)
        except Exception:
            log.exception("notification %s could not be mailed", notification_id)
    return sent


# How many are unread


def _unread_key(user_id: int) -> str:
    return f"notices-unread-{user_id}"


def unread(user: User, *, count: bool) -> int | None:
    """How many notices the person has not read. `count`: look now (one query); else what is known, perhaps None."""
    if not count:
        return cache.get(_unread_key(user.pk))
    found = Notification.objects.filter(user=user, read_at__isnull=True).count()
    cache.set(_unread_key(user.pk), found, COUNTED_FOR)
    return found


def mark_read(*, user: User, ids: list[int] | None = None, at: datetime) -> int:
    """Mark the person's unread notices as read: those of `ids`, or all; how many were new."""
    rows = Notification.objects.filter(user=user, read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    done = rows.update(read_at=at)
    if done:
        cache.delete(_unread_key(user.pk))
    return done
