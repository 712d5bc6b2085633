"""People who did not pass, on days the test chooses, and what is needed to book another exam."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from assessments.services.decisions import results
from assessments.services.marking import marks
from assessments.services.scheme import sittings
from courses import services as courses
from courses.models import Cohort, Enrolment
from people.models import User
from people.roles import Role
from postcourse.models import Reassessment
from postcourse.services.rights import reassessment
from tests.factories import coordinator_of, enrol, make_cohort, make_edition, make_user

YEAR = 2026
MAXIMA_A = {"test": "100", "project": "12", "self_study": "10"}


def on(month: int, day: int, hour: int = 12, *, year: int = YEAR) -> datetime:
    """A local moment."""
    return datetime.combine(date(year, month, day), time(hour), tzinfo=timezone.get_default_timezone())


def made_cohort(
    number: int = 1, *, ends: date = date(YEAR, 5, 20), upto: str = "running", code: str = "A"
) -> Cohort:
    """A cohort of programme A (or B) that ends on that day."""
    from courses.models import ProgrammeEdition

    edition = ProgrammeEdition.objects.filter(code=code).first() or make_edition(code)
    return make_cohort(edition, number=number, upto=upto, starts_on=ends.replace(day=1), ends_on=ends)


def failed(
    cohort: Cohort,
    *,
    at: datetime | None = None,
    user: User | None = None,
    earned: dict[str, str] | None = None,
    right: bool = True,
) -> Enrolment:
    """Somebody whose result in the cohort is not passed; with their right opened, as the signal would.

    `earned`: marks by component, a test of 40 with the rest done where it is left out.
    """
    at = at or on(5, 20)
    enrolment = enrol(user, cohort, at=at)
    decide(enrolment, earned or {"test": "40", "project": "9", "self_study": "8"}, at=at, right=right)
    return enrolment


def decide(enrolment: Enrolment, earned: dict[str, str], *, at: datetime, right: bool = True):
    """Marks and the decision of a first sitting."""
    sitting = sittings.open_sitting(enrolment_id=enrolment.pk, at=at)
    assert sitting is not None
    give(sitting, earned, at=at)
    result = results.decide_result(sitting_id=sitting.pk, at=at, at_conclusion=True)
    if right:
        reassessment.open_right(result_id=result.pk, at=at)
    return result


def give(sitting, earned: dict[str, str], *, at: datetime) -> None:
    from assessments.services.scheme import frozen

    content = frozen.content_for(sitting.cohort_id)
    for key, value in earned.items():
        marks.append_mark(
            sitting=sitting,
            component=key,
            value=Decimal(value),
            maximum=Decimal(frozen.component(content, key)["maximum"]),
            source="assessment",
            at=at,
        )


def conclude(cohort: Cohort, *, at: datetime) -> None:
    """Bring a running cohort to its end."""
    from assessments.services.scheme import scheme

    actor = coordinator_of(cohort)
    cohort.refresh_from_db()
    if cohort.status == Cohort.Status.RUNNING:
        courses.move_cohort(cohort_id=cohort.pk, to="assessing", at=at, actor=actor)
    scheme.conclude_cohort(cohort_id=cohort.pk, at=at, actor=actor)
    cohort.refresh_from_db()


def settler() -> User:
    """A coordinator of nobody's cohort, who excuses and grants."""
    return make_user(Role.COORDINATOR, surname="Серікбаева")


def right_of(enrolment: Enrolment) -> Reassessment:
    """The newest right of the person."""
    return Reassessment.objects.filter(user_id=enrolment.user_id).order_by("opened_at", "pk").last()


def sit_and_fail(row: Reassessment, *, at: datetime, score: str = "30"):
    """A booked reassessment is taken and decided: the test with that score."""
    row = Reassessment.objects.select_related("sitting").get(pk=row.pk)
    give(row.sitting, {"test": score}, at=at)
    reassessment.begun(sitting_id=row.sitting_id, at=at)
    result = results.decide_result(sitting_id=row.sitting_id, at=at)
    reassessment.open_right(result_id=result.pk, at=at)
    return result


def world(user: User) -> dict:
    """An open right in another programme: values for the addresses of this room."""
    from tests.factories import NOW

    today = timezone.localdate(NOW)
    row = right_of(failed(made_cohort(code="B", ends=today), user=user, at=NOW, earned={"theory": "5"}))
    return {
        "right_book": [row.pk],
        "right_cancel": [row.pk],
        "owed_case": [row.pk],
        "owed_letter": [row.pk, "pdf"],
    }
