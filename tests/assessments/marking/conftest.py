"""A cohort with two trainers and works handed in."""

from decimal import Decimal

import pytest

from assessments.models import Assignment, MarkingRule, Submission
from assessments.services.marking import marking
from assessments.services.work import work
from tests.factories import NOW, enrol, make_cohort, make_edition, make_trainer, sitting_of


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition())


@pytest.fixture
def trainers(cohort):
    return [make_trainer(cohort) for _turn in range(3)]


def rule(cohort, key: str = "project", **values) -> MarkingRule:
    """The cohort's rule for the works of that key."""
    assignment = Assignment.objects.get(edition_id=cohort.edition_id, key=key)
    values = {"markers": 2, "tolerance": Decimal(2), **values}
    return MarkingRule.objects.create(cohort=cohort, assignment=assignment, **values)


def hand_in(cohort, key: str = "self_study", *, enrolment=None, text: str = "Мәтін", **values) -> Submission:
    """A work of one person, handed in."""
    enrolment = enrolment or enrol(None, cohort)
    sitting = sitting_of(enrolment)
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key=key, at=NOW, actor=enrolment.user)
    work.save_draft(
        submission_id=submission.pk,
        title="Жұмыс",
        text=text,
        revision=submission.revision,
        at=NOW,
        actor=enrolment.user,
    )
    return work.submit_work(submission_id=submission.pk, at=NOW, actor=enrolment.user, **values)


def finish(submission: Submission, trainer, value: str, *, key: str = "mark", **values):
    """That trainer's finished marks on a work with one criterion."""
    return marking.finalise(
        submission_id=submission.pk,
        points={key: {"value": value, "comment": ""}},
        comment="",
        revision=values.pop("revision", 0),
        at=values.pop("at", NOW),
        actor=trainer,
        **values,
    )
