"""What a new document offers to do."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from .models import Document


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """The certificate or notice, while it is new (thirty days)."""
    document = (
        Document.objects.filter(enrolment=enrolment, status="valid", created_at__gte=at - timedelta(days=30))
        .order_by("-created_at")
        .first()
    )
    if document is None:
        return [], []
    if document.kind == Document.Kind.CERTIFICATE:
        return (
            [
                NextStep(
                    weight=10,
                    title=_("Your certificate is ready"),
                    text=_("Download it, print it, show its QR code: anyone can check it with a phone."),
                    url=reverse("document_list"),
                    action=_("Open my certificate"),
                    kicker=_("The course is behind you"),
                )
            ],
            [],
        )
    return (
        [
            NextStep(
                weight=20,
                title=_("Your attendance notice is ready"),
                text=_(
                    "You attended the course. Once a year you may be assessed again, alone or with the next cohort."
                ),
                url=reverse("document_list"),
                action=_("Open the notice"),
            )
        ],
        [],
    )
