"""When a test is open: changed by coordinators, with what running attempts keep."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal
from people.models import User

from ..models import DateRule


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
