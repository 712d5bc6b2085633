"""Opening a sitting: the first when study begins, later ones by reassessment."""

from datetime import datetime

from django.db import transaction

from courses.models import Enrolment

from ..models import Sitting


@transaction.atomic
def open_sitting(*, enrolment_id: int, at: datetime) -> Sitting | None:
    """The enrolment's first sitting, created once; None while the person does not study."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if not enrolment.may_study:
        return None
    sitting, _created = Sitting.objects.get_or_create(
        enrolment=enrolment, number=1, defaults={"cohort_id": enrolment.cohort_id, "opened_at": at}
    )
    return sitting
