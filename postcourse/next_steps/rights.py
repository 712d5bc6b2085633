"""After a failure the right to be reassessed is the first step; once it is booked, its day."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.steps import DueDate, NextStep

from .. import right_words
from ..models import Reassessment

FIRST, BOOKED, WAITS = 5, 45, 60


def offers(*, enrolment: Enrolment, at: datetime) -> tuple[list[NextStep], list[DueDate]]:
    """The newest right of the person in this programme: to book, booked, or used until the new year (one query)."""
    row = (
        Reassessment.objects.of(enrolment.user_id)
        .filter(programme_code=enrolment.cohort.edition.code)
        .select_related("based_on", "cohort__edition")
        .order_by("-opened_at", "-pk")
        .first()
    )
    if row is None:
        return [], []
    url = reverse("rights")
    if row.status == Reassessment.Status.OPEN and row.until >= timezone.localdate(at):
        due = DueDate(title=_("Last day for your reassessment"), at=_end(row.until), url=url)
        return [_to_book(row, url)], [due]
    if row.status == Reassessment.Status.BOOKED and row.planned_on is not None:
        return [_booked(row, url)], [DueDate(title=_("Your reassessment"), at=_end(row.planned_on), url=url)]
    used = row.status == Reassessment.Status.DECIDED or row.lapse == Reassessment.Lapse.NO_SHOW
    if used and enrolment.pk == row.enrolment_id and row.year == timezone.localdate(at).year:
        return _waiting(row, url), []
    return [], []


def _end(day) -> datetime:
    return datetime.combine(day, time(23, 59), tzinfo=timezone.get_default_timezone())


def _to_book(row: Reassessment, url: str) -> NextStep:
    head, text = right_words.failure(row.based_on.decision_reason)
    last = _("You may be assessed again until %(day)s.") % {"day": date_format(row.until, "DATE_FORMAT")}
    return NextStep(
        weight=FIRST,
        kicker=head,
        title=_("Choose when you are assessed again"),
        text=f"{last} {text}",
        url=url,
        action=_("See my right and book"),
        due=_end(row.until),
    )


def _booked(row: Reassessment, url: str) -> NextStep:
    day = date_format(row.planned_on, "DATE_FORMAT")
    if row.kind == Reassessment.Kind.COHORT and row.cohort is not None:
        text = _("With cohort %(cohort)s, on %(day)s.") % {"cohort": row.cohort.code, "day": day}
    else:
        text = _("On a day of your own, %(day)s.") % {"day": day}
    return NextStep(
        weight=BOOKED,
        title=_("Your reassessment is booked"),
        text=text,
        url=url,
        action=_("See what is due"),
    )


def _waiting(row: Reassessment, url: str) -> list[NextStep]:
    """Nothing to do before the new year, unless it was passed."""
    if row.status == Reassessment.Status.DECIDED:
        result = row.sitting.results.current().first() if row.sitting else None
        if result is None or result.is_passed:
            return []
    text = _("A new right opens on %(day)s; you will be told.") % {
        "day": date_format(row.until.replace(year=row.until.year + 1, month=1, day=1), "DATE_FORMAT")
    }
    step = NextStep(
        weight=WAITS,
        title=_("This year's reassessment is used"),
        text=text,
        url=url,
        action=_("See my rights"),
    )
    return [step]
