"""When a test is open and when work is due: changed by coordinators, with what attempts and hand-ins keep."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import DateRule, Sitting, SittingWindow, Submission


def of_sitting(sitting: Sitting, kind: str) -> dict[str, DateRule | SittingWindow]:
    """The dates that hold for a sitting by key: its own where it has some, else its cohort's (two queries; one for a
    first sitting, which has the cohort's).
    """
    found: dict[str, DateRule | SittingWindow] = {
        rule.key: rule for rule in DateRule.objects.filter(cohort_id=sitting.cohort_id, kind=kind)
    }
    return found | own(sitting, kind)


def own(sitting: Sitting | None, kind: str) -> dict[str, SittingWindow]:
    """The dates a later sitting has of its own, by key (one query; none for a first sitting)."""
    if sitting is None or sitting.number == 1:
        return {}
    return {window.key: window for window in sitting.windows.filter(kind=kind)}


@transaction.atomic
def set_window(*, rule_id: int, opens_at: datetime, closes_at: datetime, actor: User) -> DateRule:
    """Move a window. Attempts that have begun keep their own deadline: a window's end never cuts one."""
    if not actor.has_perm("courses.run_cohort"):
        raise Refusal(_("Only a coordinator changes these dates."), code="not_allowed")
    if closes_at <= opens_at:
        raise Refusal(_("The end must be later than the beginning."), code="order")
    rule = DateRule.objects.select_for_update(of=("self",)).get(pk=rule_id)
    rule.opens_at, rule.closes_at = opens_at, closes_at
    rule.save(update_fields=["opens_at", "closes_at"])
    return rule


@transaction.atomic
def set_due(*, rule_id: int, due_at: datetime, actor: User) -> DateRule:
    """Move the moment a work is due for everybody in the cohort. What is handed in keeps the due moment it had.

    Refuses a moment not later than the work's opening, and a cohort that is over. The dates of tests have `set_window`.
    """
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    rule = (
        DateRule.objects.select_for_update(of=("self",))
        .select_related("cohort")
        .get(pk=rule_id, kind=DateRule.Kind.ASSIGNMENT)
    )
    if rule.cohort.status in {Cohort.Status.CONCLUDED, Cohort.Status.CANCELLED}:
        raise Refusal(_("The cohort is over, so its dates no longer change."), code="cohort_closed")
    if due_at <= rule.opens_at:
        raise Refusal(
            _("The work opens on %(opens)s. Choose a later moment.")
            % {"opens": date_format(timezone.localtime(rule.opens_at), "DATETIME_FORMAT")},
            code="order",
        )
    rule.closes_at = due_at
    rule.save(update_fields=["closes_at"])
    return rule


def handed_in(cohort_id: int) -> Mapping[str, int]:
    """How many works of each assignment, by its key, are handed in (one query); one that is being corrected counts."""
    works = Submission.objects.filter(cohort_id=cohort_id, submitted_at__isnull=False).order_by()
    owners = works.values_list("assignment__key", "group_id", "sitting_id").distinct()
    return Counter(key for key, _group, _sitting in owners)
