"""Somebody may be guessing codes: tell those who can look into it."""

from datetime import datetime

from django.core.mail import send_mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from people.models import User
from people.roles import Role


def tell_administrators(*, at: datetime, misses: int) -> int:
    """A mail to each administrator, in their language: how many unknown codes were asked for; how many mails."""
    people = User.objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True).distinct()
    for person in people:
        with override(person.language or "kk"):
            subject = _("Many unknown document codes are being asked for")
            text = _(
                "Within ten minutes, by %(at)s, %(count)s codes that we never issued were asked for on the page that checks"
                " documents. Somebody may be guessing codes, or a list of another institute is being checked. Nothing is"
                " blocked for real documents; look at the log of the web server for the addresses."
            ) % {"at": date_format(timezone.localtime(at), "DATETIME_FORMAT"), "count": misses}
        send_mail(subject, text, None, [person.email])
    return len(people)
