"""Telling people: one row that the site shows, one mail in the person's language.

Of each kind there are two templates: templates/emails/<kind>.txt (first line the subject, an empty line, the text) and
templates/notices/<kind>.html (one paragraph). Both get the context and `url`, a whole address in the mail.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from .models import Notification, User

log = logging.getLogger(__name__)


@transaction.atomic
def tell(*, user: User, kind: str, context: Mapping, url: str = "", at: datetime) -> Notification:
    """Write the notification; its mail goes out after commit. `context`: plain JSON values; `url`: a path of the site.

    Called inside the transaction of the fact it tells: what is rolled back is not told.
    """
    row = Notification.objects.create(user=user, kind=kind, context=dict(context), url=url, created_at=at)
    from .tasks import send_notification

    transaction.on_commit(partial(send_notification.delay, row.pk), robust=True)
    return row


def mail(*, notification_id: int, at: datetime) -> bool:
    """Send the mail once; False where it was sent before or the person has no address any more."""
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(pk=notification_id, mailed_at__isnull=True)
            .first()
        )
        if row is None or not row.user.is_active:
            return False
        with translation.override(row.user.language or settings.LANGUAGE_CODE):
            address = f"{settings.WAGTAILADMIN_BASE_URL}{row.url}" if row.url else ""
            text = render_to_string(
                f"emails/{row.kind}.txt", {**row.context, "url": address, "person": row.user}
            ).strip()
        subject, _gap, body = text.partition("\n")
        EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[row.user.email]).send()
        row.mailed_at = at
        row.save(update_fields=["mailed_at"])
    return True


def mail_missing(*, at: datetime) -> int:
    """Send what a lost task left behind (older than five minutes, younger than three days); how many went out."""
    late = Notification.objects.filter(
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
