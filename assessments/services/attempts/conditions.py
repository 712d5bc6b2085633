"""Agreeing the conditions a person is examined under; a change is a new row, running attempts keep theirs."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment
from people.errors import Refusal
from people.models import User

from ...models import Accommodation


@transaction.atomic
def agree(
    *,
    enrolment_id: int,
    at: datetime,
    actor: User,
    basis: str,
    extra_time: Decimal = Decimal(1),
    breaks: int = 0,
    break_minutes: int = 0,
    one_per_page: bool = False,
    large_print: bool = False,
    text_first: bool = False,
    scribe: User | None = None,
) -> Accommodation:
    """The conditions from now on. `basis`: on what it was agreed (an application, a commission), never a diagnosis.

    `extra_time`: factor from 1 to 3. Refused without a basis, to who may not, and with oneself as scribe or learner.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if not actor.has_perm("courses.run_cohort") or enrolment.user_id == actor.pk:
        raise Refusal(_("Only a coordinator agrees conditions, and not their own."), code="not_allowed")
    if not basis.strip():
        raise Refusal(
            _("Write on what it was agreed, for example an application and its date. No diagnosis."),
            code="basis_missing",
        )
    if not extra_time.is_finite() or not 1 <= extra_time <= 3:
        raise Refusal(_("Extra time is from 1 (none) to 3 times the limit."), code="extra_time")
    if bool(breaks) != bool(break_minutes) or breaks > 10 or break_minutes > 60:
        raise Refusal(
            _("Give both the number of breaks (up to 10) and their length (up to 60 minutes)."), code="breaks"
        )
    if scribe is not None and scribe.pk == enrolment.user_id:
        raise Refusal(_("The person who writes for the learner is somebody else."), code="scribe")
    Accommodation.objects.filter(enrolment=enrolment, is_current=True).update(is_current=False)
    return Accommodation.objects.create(
        enrolment=enrolment,
        extra_time=extra_time,
        breaks=breaks,
        break_minutes=break_minutes,
        one_per_page=one_per_page,
        large_print=large_print,
        text_first=text_first,
        scribe=scribe,
        basis=basis.strip(),
        granted_at=at,
        granted_by=actor,
    )
