"""Reviewing what others share: publish, return with a reason, decline with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User
from people.transitions import move

from ...models import Practice, PracticeReview
from ...rules import moves
from ...rules import practices as rules
from . import check as practice_check
from . import practices, telling
from .practices import StaleDraft, locked, may_review

Verdict = PracticeReview.Verdict
LEADS_TO = {
    Verdict.PUBLISH: Practice.Status.PUBLISHED,
    Verdict.RETURN: Practice.Status.DRAFT,
    Verdict.DECLINE: Practice.Status.DECLINED,
}


@transaction.atomic
def review(
    *,
    practice_id: int,
    verdict: str,
    text: str,
    revision: int,
    at: datetime,
    actor: User,
    tell: bool = True,
) -> PracticeReview:
    """Decide about a practice under review; the author is told (unless `tell` is false) and reads `text`.

    Refuses one's own practice, what is not under review, a verdict without a reason unless it publishes, publishing what
    lacks a language or could tell who a child is, and words that were saved elsewhere since they were read (StaleDraft).
    """
    practice = locked(practice_id)
    if not may_review(actor):
        raise NotAllowed(_("Practices are reviewed by methodologists."))
    if practice.author_id == actor.pk:
        raise NotAllowed(_("This is your own practice. Another methodologist reviews it."))
    if verdict not in LEADS_TO:
        raise Refusal(_("Choose what you decide: publish, return or do not take."), code="verdict")
    if practice.status != Practice.Status.SUBMITTED:
        raise Refusal(
            _("This practice is “%(status)s” now: there is nothing to decide.")
            % {"status": practice.get_status_display()},
            code="not_open",
        )
    text = text.strip()
    if verdict != Verdict.PUBLISH and not text:
        raise Refusal(_("Write why: the author reads it and knows what to change."), code="reason_missing")
    also: tuple[str, ...] = ()
    if verdict == Verdict.PUBLISH:
        if practice.revision != revision:
            raise StaleDraft(practice)
        _check_publishable(practice)
        practice.published_at = at
        also = ("published_at",)
    elif verdict == Verdict.RETURN:
        practice.nameless_at = None
        also = ("nameless_at",)
    row = practice.reviews.create(reviewer=actor, verdict=verdict, text=text, at=at)
    move(
        practice,
        to=LEADS_TO[Verdict(verdict)],
        table=moves.PRACTICE,
        at=at,
        actor=actor,
        reason=text,
        also=also,
    )
    if tell:
        telling.decided(practice, outcome=verdict, text=text, at=at)
    return row


def _check_publishable(practice: Practice) -> None:
    missing = rules.lacks_for_publishing({name: getattr(practice, name) for name in practices.TEXTS})
    if missing:
        fields = ", ".join(f"«{practice_check.FIELDS[name]}»" for name in missing)
        raise Refusal(
            _(
                "To be published it needs a title and a short description in Kazakh and in Russian. "
                "Still empty: %(fields)s. Fill them in here, or return the practice to its author."
            )
            % {"fields": fields},
            code="one_language",
        )
    practice_check.check(practice, accepted=None)
