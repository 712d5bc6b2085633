"""Opening a sitting: the first when study begins or when somebody is transferred, later ones by reassessment."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from courses.models import Enrolment

from ..models import Sitting, SittingWindow


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


@transaction.atomic
def open_continued(*, enrolment_id: int, at: datetime) -> Sitting:
    """The first sitting of an enrolment that continues another: there at once, so that marks can be carried to it."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    sitting, _created = Sitting.objects.get_or_create(
        enrolment=enrolment, number=1, defaults={"cohort_id": enrolment.cohort_id, "opened_at": at}
    )
    return sitting


@transaction.atomic
def open_later(*, enrolment_id: int, cohort_id: int, at: datetime) -> Sitting:
    """The next sitting of an enrolment, in the exam of that cohort. Whether there may be one is asked above."""
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    last = enrolment.sittings.aggregate(last=Max("number"))["last"] or 0
    return Sitting.objects.create(enrolment=enrolment, cohort_id=cohort_id, number=last + 1, opened_at=at)


@transaction.atomic
def set_own_window(
    *, sitting_id: int, kind: str, key: str, opens_at: datetime, closes_at: datetime
) -> SittingWindow:
    """When this sitting's test opens and closes, or its work is due, whatever the cohort's dates are."""
    window, _created = SittingWindow.objects.update_or_create(
        sitting_id=sitting_id, kind=kind, key=key, defaults={"opens_at": opens_at, "closes_at": closes_at}
    )
    return window
