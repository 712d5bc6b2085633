"""Telling holders that a certificate runs out: 90 and 30 days before the last day and on the last day, each once."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Cohort
from people import notify

from .. import expiry
from ..models import Document, ExpiryReminder
from ..rules import reminders as rule

log = logging.getLogger("tirek.certificates")

LANGUAGES = ("kk", "ru", "en")
NAMED = 3  # cohorts a letter names


def waiting(*, at: datetime) -> list[tuple[int, int]]:
    """What has to be told now: the document and which reminder it is (days before the last day)."""
    today = timezone.localdate(at)
    documents = expiry.running_out(
        first=today - timedelta(days=rule.LATEST), last=today + timedelta(days=max(rule.DAYS))
    ).filter(holder__is_active=True)
    rows = list(documents.values_list("pk", "enrolment_id", "valid_until"))
    sent = _sent(enrolment for _pk, enrolment, _last in rows)
    found = []
    for pk, enrolment, last in rows:
        if last is None:
            continue
        days = rule.reminder_due(days_left=(last - today).days, sent=sent[enrolment, last], is_renewed=False)
        if days is not None:
            found.append((pk, days))
    return found


def _sent(enrolments: Iterable[int]) -> dict[tuple[int, date], list[int]]:
    """What was told before. A correction keeps enrolment and last day: its holder is not told twice."""
    told: dict[tuple[int, date], list[int]] = defaultdict(list)
    rows = ExpiryReminder.objects.filter(document__enrolment__in=set(enrolments)).values_list(
        "document__enrolment", "document__valid_until", "days"
    )
    for enrolment, last, days in rows:
        if last is not None:
            told[enrolment, last].append(days)
    return told


@transaction.atomic
def remind(*, document_id: int, at: datetime) -> ExpiryReminder | None:
    """Tell the holder what is due now and keep that it was told; None where nothing is (any more)."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("holder", "enrolment__cohort__edition")
        .defer("credential", "cose")
        .get(pk=document_id)
    )
    today = timezone.localdate(at)
    last = document.valid_until
    if last is None or not document.holder.is_active:
        return None
    stands = expiry.running_out(first=last, last=last).filter(pk=document.pk).exists()
    days = rule.reminder_due(
        days_left=(last - today).days,
        sent=_sent([document.enrolment_id])[document.enrolment_id, last],
        is_renewed=not stands,
    )
    if days is None:
        return None
    reminder = ExpiryReminder.objects.create(document=document, days=days, sent_at=at)
    notify.tell(
        user=document.holder,
        kind="certificate_expires",
        context=_context(document, today=today),
        url=reverse("document_detail", args=[document.pk]),
        at=at,
    )
    return reminder


def remind_of_expiry(*, at: datetime) -> int:
    """Tell everybody who is due; how many were told. One that fails holds up no other and is tried again."""
    told = 0
    for document_id, _days in waiting(at=at):
        try:
            told += remind(document_id=document_id, at=at) is not None
        except Exception:
            log.exception("the reminder of document %s could not be written", document_id)
    return told


def _context(document: Document, *, today: date) -> dict:
    """What the letter says: programme and number as printed, the last day, cohorts one can apply to."""
    facts, last = document.facts, document.valid_until
    assert last is not None  # noqa: S101  (a notice never comes here)
    code = document.enrolment.cohort.edition.code
    under_way = document.holder.enrolments.filter(
        cohort__edition__code=code, status__in=["applied", "admitted", "studying"]
    ).exclude(pk=document.enrolment_id)
    return {
        "programme": {
            "kk": facts["programme_title_kk"],
            "ru": facts["programme_title_ru"],
            "en": facts.get("programme_title_en") or facts["programme_title_ru"],
        },
        "number": document.number,
        "last_on": last.isoformat(),
        "is_over": last < today,
        "is_today": last == today,
        "has_applied": under_way.exists(),
        "cohorts": _in_words(expiry.next_cohorts([code])[:NAMED]),
    }


def _in_words(cohorts: Iterable[Cohort]) -> dict[str, str]:
    """The cohorts as one text in each language; empty texts where there is none."""
    texts, cohorts = {}, list(cohorts)
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = "; ".join(
                _("%(code)s from %(day)s (%(language)s)")
                % {
                    "code": cohort.code,
                    "day": date_format(cohort.starts_on, "DATE_FORMAT"),
                    "language": cohort.get_language_display(),
                }
                for cohort in cohorts
            )
    return texts
