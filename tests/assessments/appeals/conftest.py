"""A decided result behind which stand a trainer's marks, and appeals against it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.models import Appeal, Mark, Result
from assessments.services.decisions import appeals
from assessments.services.marking import marking
from assessments.services.work import work
from people.errors import Refusal
from people.models import User
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    give_mark,
    make_cohort,
    make_edition,
    make_issuer,
    make_trainer,
    sitting_of,
)

FILED = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=2)
REASON = "Жұмысымда бейімдеудің үш тәсілі бар, бірақ балл төмен."
DECISION = "Жұмысты қайта қарап, комиссия баллды өзгертті."
COMMISSION = "Апелляциялық комиссия"


def refused(code: str):
    return pytest.raises(Refusal, check=lambda error: error.code == code)


@pytest.fixture
def cohort(db):
    make_issuer()
    return make_cohort(make_edition())


@pytest.fixture
def trainer(cohort) -> User:
    return make_trainer(cohort)


@pytest.fixture
def boss(cohort) -> User:
    return coordinator_of(cohort)


def decide_with_work(cohort, *given: tuple[User, str], test: str = "49", user=None) -> Result:
    """A person's decided result of programme A: the test and the project carried, their own work marked here.

    `given`: who finished marking it, in turn, with what points.
    """
    enrolment = enrol(user, cohort)
    sitting = sitting_of(enrolment)
    give_mark(sitting, "test", test, maximum="100")
    give_mark(sitting, "project", "9", maximum="12")
    submission = work.open_submission(
        sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=enrolment.user
    )
    work.save_draft(
        submission_id=submission.pk,
        title="Жұмыс",
        text="Мәтін",
        revision=submission.revision,
        at=NOW,
        actor=enrolment.user,
    )
    work.submit_work(submission_id=submission.pk, at=NOW, actor=enrolment.user)
    for trainer, value in given:
        marking.finalise(
            submission_id=submission.pk,
            points={"mark": {"value": value, "comment": "Дәлел аз."}},
            comment="Толықтырыңыз.",
            revision=0,
            at=NOW,
            actor=trainer,
        )
    marking.release(submission_ids=[submission.pk], at=NOW, actor=given[0][0])
    return sitting.results.get()


@pytest.fixture
def result(cohort, trainer) -> Result:
    """49 percent: not passed."""
    return decide_with_work(cohort, (trainer, "6"))


def file(
    result: Result, component: str = "self_study", *, reason: str = REASON, at=FILED, actor=None
) -> Appeal:
    actor = actor or result.sitting.enrolment.user
    return appeals.file_appeal(result_id=result.pk, component=component, reason=reason, at=at, actor=actor)


def answer(appeal: Appeal, *, at=FILED) -> Appeal:
    """The opinion of whoever is asked."""
    actor = appeal.marker or coordinator_of(appeal.sitting.cohort)
    return appeals.give_opinion(appeal_id=appeal.pk, opinion="Баллды көтеруге болады.", at=at, actor=actor)


def conclude(appeal: Appeal, actor: User, *, upheld: bool = True, at=LATER, **marks: str) -> Appeal:
    return appeals.decide_appeal(
        appeal_id=appeal.pk,
        upheld=upheld,
        decision_text=DECISION,
        commission=COMMISSION,
        protocol="№ 3, 12.11.2026",
        marks={key: Decimal(value) for key, value in marks.items()},
        at=at,
        actor=actor,
    )


def count_of(result: Result) -> tuple[int, int, int]:
    """Marks, marks that stand, results of the sitting."""
    marks = Mark.objects.filter(sitting=result.sitting)
    return marks.count(), marks.current().count(), result.sitting.results.count()
