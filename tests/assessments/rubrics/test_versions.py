"""A rubric edited between two marks: each stands on the version its cohort froze, with its own total."""

from copy import deepcopy
from decimal import Decimal

import pytest

from assessments.models import Assessment, Rubric, Submission
from assessments.services.marking import marking, rubrics
from assessments.services.work import work
from people.errors import Refusal
from people.roles import Role
from tests.factories import (
    NOW,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def handed_in(cohort) -> Submission:
    sitting = sitting_of(enrol(None, cohort))
    actor = sitting.enrolment.user
    values = {"at": NOW, "actor": actor}
    row = work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", **values)
    work.save_draft(submission_id=row.pk, title="Жұмыс", text="Мәтін", revision=row.revision, **values)
    return work.submit_work(submission_id=row.pk, **values)


def finish(submission: Submission, trainer, **points: str) -> Assessment:
    given = {key: {"value": value, "comment": ""} for key, value in points.items()}
    return marking.finalise(
        submission_id=submission.pk, points=given, comment="", revision=0, at=NOW, actor=trainer
    )


def two_criteria(points_rubric: Rubric, author):
    """Ten points on one criterion become six and four on two."""
    version = points_rubric.versions.first()
    content = deepcopy(version.content)
    first = content["criteria"][0]
    first["maximum"] = "6"
    content["criteria"].append(deepcopy(first) | {"key": "form", "maximum": "4"})
    return rubrics.save_version(
        rubric_id=points_rubric.pk,
        content=content,
        titles=points_rubric.title_texts,
        seen=version.content_hash,
        at=NOW,
        actor=author,
    )


def test_a_rubric_edited_between_two_marks_moves_neither(edition, points_rubric, author):
    early = make_cohort(edition)
    trainer = make_trainer(early)
    works = [handed_in(early), handed_in(early)]
    first = finish(works[0], trainer, mark="9")

    edited = two_criteria(points_rubric, author)

    # The cohort that runs goes on by what it froze, and may still give what the new version would not allow.
    second = finish(works[1], trainer, mark="10")
    first.refresh_from_db()
    assert [one.rubric_version.number for one in (first, second)] == [1, 1]
    assert [one.total for one in (first, second)] == [Decimal(9), Decimal(10)]

    late = make_cohort(edition, number=2)
    other = make_trainer(late)
    third = finish(handed_in(late), other, mark="6", form="3.5")
    assert (third.rubric_version, third.total) == (edited, Decimal("9.5"))
    with pytest.raises(Refusal, match="from 0 to 6 points"):
        finish(handed_in(late), other, mark="9", form="1")

    marking.release(submission_ids=[one.pk for one in works], at=NOW, actor=trainer)
    values = [one.members.get().sitting.marks.get(component="self_study").value for one in works]
    assert values == [Decimal(9), Decimal(10)]
    counts = {
        one.version_id: one.marked for rows in rubrics.uses([edition.pk]).by_version.values() for one in rows
    }
    assert counts[first.rubric_version_id] == 2
    assert counts[edited.pk] == 1


def test_whole_points_are_asked_for_where_the_version_says_so(edition, points_rubric, author):
    version = points_rubric.versions.first()
    rubrics.save_version(
        rubric_id=points_rubric.pk,
        content=version.content | {"step": "1"},
        titles=points_rubric.title_texts,
        seen=version.content_hash,
        at=NOW,
        actor=author,
    )
    cohort = make_cohort(edition)
    trainer, row = make_trainer(cohort), handed_in(cohort)
    with pytest.raises(Refusal, match="whole points only"):
        finish(row, trainer, mark="7.5")
    assert finish(row, trainer, mark="8").total == Decimal(8)


def test_a_cohort_opened_before_steps_were_named_goes_on_with_halves(edition):
    cohort = make_cohort(edition)
    assert finish(handed_in(cohort), make_trainer(cohort), mark="7.5").total == Decimal("7.5")


def test_the_versions_in_use_are_counted_per_cohort(edition, points_rubric):
    make_cohort(edition)
    make_cohort(edition, number=2, upto="draft")
    other = make_edition("B")
    found = rubrics.uses([edition.pk, other.pk])
    frozen = {version: [use.cohort.number for use in rows] for version, rows in found.by_version.items()}
    assert frozen[points_rubric.versions.first().pk] == [1]
    assert [one.number for one in found.drafts[edition.pk]] == [2]
    assert other.pk not in found.drafts
    assert make_user(Role.METHODOLOGIST).has_perm(rubrics.PERMISSION)
