"""What every move of a cohort or an enrolment stands on: who may, the locks, the appended transition, the signal."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from .models import Cohort, Enrolment
from .rules import moves
from .signals import enrolment_moved

# Who holds a place of a cohort.
IN_A_PLACE = frozenset({"admitted", "studying", "interrupted", "completed"})


def may_run(actor: User) -> None:
    """Refuse whoever may not open, move or conclude cohorts."""
    if not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()


def locked_cohort(cohort_id: int) -> Cohort:
    return Cohort.objects.select_for_update(of=("self",)).select_related("edition").get(pk=cohort_id)


def move_enrolment(
    enrolment: Enrolment, *, to: str, at: datetime, actor: User | None, reason: str = ""
) -> None:
    """Move a locked enrolment along the table; the floors above are told after the commit."""
    transitions.move(enrolment, to=to, table=moves.ENROLMENT, at=at, actor=actor, reason=reason)
    transaction.on_commit(
        partial(enrolment_moved.send_robust, sender=Enrolment, enrolment_id=enrolment.pk, to_status=to)
    )


def full(cohort: Cohort) -> Refusal | None:
    """The refusal of a cohort without a free place (one query)."""
    if cohort.enrolments.filter(status__in=IN_A_PLACE).count() < cohort.places:
        return None
    return Refusal(
        _(
            "All %(places)s places of this cohort are taken. Admit to another cohort or raise the number of places."
        )
        % {"places": cohort.places},
        code="full",
    )
