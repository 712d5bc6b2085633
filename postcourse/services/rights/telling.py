"""Who is told what about their rights; each call writes within the caller's transaction."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from people import notify
from people.models import Notification

from ...models import Reassessment


def _about(row: Reassessment, **more: Any) -> dict[str, Any]:
    edition = row.enrolment.cohort.edition
    titles = {"kk": edition.title_kk, "ru": edition.title_ru, "en": edition.title_en or edition.title_ru}
    return {"right": row.pk, "programme": titles, "year": str(row.year), "until_on": _day(row.until), **more}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _tell(row: Reassessment, kind: str, context: dict[str, Any], at: datetime) -> Notification:
    return notify.tell(user=row.enrolment.user, kind=kind, context=context, url=reverse("rights"), at=at)


def opened(row: Reassessment, *, is_renewed: bool, at: datetime) -> None:
    """A right opened: after a decision, or with a new year."""
    context = _about(row, reason=row.based_on.decision_reason)
    _tell(row, "right_renewed" if is_renewed else "right_opened", context, at)


def booked(row: Reassessment, *, at: datetime) -> None:
    is_alone = row.kind == Reassessment.Kind.ALONE
    cohort = "" if is_alone or row.cohort is None else row.cohort.code
    _tell(row, "reassessment_booked", _about(row, day_on=_day(row.planned_on), cohort=cohort), at)


def set_free(row: Reassessment, *, at: datetime) -> None:
    """The cohort that was joined is cancelled."""
    _tell(row, "reassessment_set_free", _about(row), at)


def lapsed(row: Reassessment, *, at: datetime) -> None:
    """A right ended unused, by an absence or with the year or the enrolment."""
    _tell(row, "right_lapsed", _about(row, why=row.lapse, day_on=_day(row.planned_on)), at)


@transaction.atomic
def ends(row: Reassessment, *, days: int, at: datetime) -> Notification:
    """An open right ends in so many days."""
    return _tell(row, "right_ends", _about(row, days=days, day_on=_day(row.until)), at)


@transaction.atomic
def tomorrow(row: Reassessment, *, at: datetime) -> Notification:
    """What is booked is tomorrow."""
    return _tell(row, "reassessment_tomorrow", _about(row, day_on=_day(row.planned_on)), at)
