"""What a new document offers to do, and one that soon runs out."""

from datetime import datetime, time, timedelta

from django.db.models import Exists
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from .expiry import newer
from .models import Document

NEW = 30  # days a document is news
SOON = 90  # days before its last day


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """A document while it is new (thirty days), and a certificate's last day when it is near."""
    documents = list(
        Document.objects.filter(enrolment=enrolment, status="valid")
        .annotate(is_renewed=Exists(newer()))
        .defer("facts", "credential", "cose")
        .order_by("-created_at")
    )
    if not documents:
        return [], []
    if documents[0].created_at >= at - timedelta(days=NEW):
        return [_new(documents[0])], []
    # The notice of completed support comes a year later and must not hide the certificate's end.
    document = next((one for one in documents if one.kind != Document.Kind.SUPPORT), documents[0])
    today = timezone.localdate(at)
    last = document.valid_until
    if last is None or document.is_renewed or not today <= last <= today + timedelta(days=SOON):
        return [], []
    return _ending(document)


def _new(document: Document) -> NextStep:
    address = reverse("document_detail", args=[document.pk])
    if document.kind == Document.Kind.CERTIFICATE:
        return NextStep(
            weight=10,
            title=_("Your certificate is ready"),
            text=_("Download it, print it, show its QR code: anyone can check it with a phone."),
            url=address,
            action=_("Open my certificate"),
            kicker=_("The course is behind you"),
        )
    if document.kind == Document.Kind.SUPPORT:
        return NextStep(
            weight=10,
            title=_("Your notice of completed support is ready"),
            text=_("It names the time, the meetings and your mentor. Anyone can check it with a phone."),
            url=address,
            action=_("Open the notice"),
            kicker=_("The support is complete"),
        )
    return NextStep(
        weight=20,
        title=_("Your attendance notice is ready"),
        text=_(
            "You attended the course. Once a year you may be assessed again, alone or with the next cohort."
        ),
        url=address,
        action=_("Open the notice"),
    )


def _ending(document: Document) -> tuple[list[NextStep], list[DueDate]]:
    address = reverse("document_detail", args=[document.pk])
    assert document.valid_until is not None  # noqa: S101  (asked above)
    ends = datetime.combine(document.valid_until, time(23, 59), tzinfo=timezone.get_default_timezone())
    step = NextStep(
        weight=30,
        title=_("Your certificate runs out soon"),
        text=_("It is valid until %(day)s. For a new one take the course again.")
        % {"day": date_format(document.valid_until, "DATE_FORMAT")},
        url=f"{address}#next",
        action=_("Look for a cohort"),
    )
    return [step], [DueDate(title=_("Last day of your certificate"), at=ends, url=address)]
