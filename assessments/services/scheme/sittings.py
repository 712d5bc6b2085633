"""Opening a sitting: the first when study begins or when somebody is transferred, later ones by reassessment."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, ProtectedError

from courses.models import Enrolment

from ...models import CohortScheme, Mark, Sitting, SittingWindow
from ...signals import sitting_begun


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


def tell_begun(sitting: Sitting) -> None:
    """Tell the floors above, after the commit, that something was done in a later sitting."""
    if sitting.number > 1:
        transaction.on_commit(
            partial(sitting_begun.send_robust, sender=Sitting, sitting_id=sitting.pk), robust=True
        )


@transaction.atomic
def discard_unused(*, sitting_id: int) -> bool:
    """Take away a later sitting in which nothing was ever done, with its dates and its carried marks.

    False, with everything left as it is, for a first sitting and where anything hangs on it: an attempt, a draft, a
    mark of its own, a protocol.
    """
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    if sitting.number == 1:
        return False
    try:
        with transaction.atomic():
            sitting.windows.all().delete()
            sitting.marks.filter(source=Mark.Source.CARRIED).delete()
            sitting.delete()
    except ProtectedError:
        return False
    return True


@transaction.atomic
def shut(*, sitting_id: int, at: datetime) -> None:
    """Close every test and every work of a later sitting that is not to be used any more; what was written stays."""
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    content = CohortScheme.objects.values_list("content", flat=True).get(cohort_id=sitting.cohort_id)
    closed = {"opens_at": at - timedelta(seconds=1), "closes_at": at}
    for kind, keys in (
        (SittingWindow.Kind.QUIZ, content["quizzes"]),
        (SittingWindow.Kind.ASSIGNMENT, content["rubrics"]),
    ):
        for key in keys:
            set_own_window(sitting_id=sitting.pk, kind=kind, key=key, **closed)
