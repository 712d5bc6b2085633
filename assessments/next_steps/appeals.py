"""The decided result and the right to appeal: a date, and a step when an appeal is decided."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from people.steps import DueDate, NextStep

from ..models import Sitting
from ..services.decisions import appeal_terms, appeals

NEW = timedelta(days=14)


def offers(*, sitting: Sitting, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """Until when one may appeal (one query without a result, two or three with one) and a decision that is new."""
    result = (
        sitting.results.current().select_related("sitting__cohort__edition", "amends").order_by("-pk").first()
    )
    if result is None:
        return [], []
    url = reverse("appeal", args=[sitting.pk])
    filed = list(sitting.appeals.select_related("sitting__cohort__edition"))
    for appeal in filed:
        if appeal.is_open:
            due = appeal_terms.answer_term(appeal)
            return [], [DueDate(title=_("Decision on your appeal"), at=due.ends_at, url=url)]
    decided = [row for row in filed if row.status in appeals.DECIDED and at - row.decided_at < NEW]
    if decided:
        step = NextStep(
            weight=15,
            title=_("Your appeal is decided"),
            text=_("Read the decision and download the letter."),
            url=url,
            action=_("Read the decision"),
        )
        return [step], []
    term = appeal_terms.term_of(result)
    if term.is_over(at):
        return [], []
    return [], [DueDate(title=_("Last day to appeal against your result"), at=term.ends_at, url=url)]
