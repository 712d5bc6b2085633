"""Who trains or coordinates a cohort, with what hangs on it here: works to mark."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from courses import services as courses
from courses.models import Cohort, CohortStaff
from people.errors import Refusal
from people.models import User

from .. import telling
from ..marking import allocation


@transaction.atomic
def name_staff(*, cohort_id: int, user_id: int, duty: str, at: datetime, actor: User) -> CohortStaff:
    """Name a trainer or coordinator; support plans that waited for a trainer are given out, and their markers told."""
    row = courses.name_staff(cohort_id=cohort_id, user_id=user_id, duty=duty, at=at, actor=actor)
    if row.duty == CohortStaff.Duty.TRAINER:
        for given in allocation.allocate_waiting_plans(cohort_id=cohort_id, at=at):
            telling.work_arrived(given.submission, markers=[given.marker], at=at)
    return row


@transaction.atomic
def end_staff(*, staff_id: int, at: datetime, actor: User) -> None:
    """End a duty. Refuses a trainer who still has works of the cohort to mark or to moderate; a repeat changes nothing."""
    courses.may_run(actor)
    row = CohortStaff.objects.select_related("user").filter(pk=staff_id).first()
    if row is None:
        return
    Cohort.objects.select_for_update(of=("self",)).get(pk=row.cohort_id)
    if row.duty == CohortStaff.Duty.TRAINER:
        waiting = allocation.unfinished(cohort_id=row.cohort_id, marker_id=row.user_id).count()
        if waiting:
            sentence = ngettext(
                "%(name)s still has %(count)s work of this cohort to mark. Give it to another trainer or take it back "
                "under “Who marks what”, then end the duty.",
                "%(name)s still has %(count)s works of this cohort to mark. Give them to another trainer or take them "
                "back under “Who marks what”, then end the duty.",
                waiting,
            )
            raise Refusal(sentence % {"name": row.user.initials_name, "count": waiting}, code="has_works")
    courses.end_staff(staff_id=row.pk, at=at, actor=actor)
