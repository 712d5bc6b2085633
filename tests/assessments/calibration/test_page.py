"""The page on how markers mark: who sees it, whose names, which works count, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, MarkingRule, Submission
from assessments.services.marking import calibration, marking
from assessments.services.work import work
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_edition,
    make_trainer,
    make_user,
    sitting_of,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def handed_in(cohort) -> Submission:
    sitting = sitting_of(enrol(None, cohort))
    values = {"at": NOW, "actor": sitting.enrolment.user}
    row = work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", **values)
    work.save_draft(submission_id=row.pk, title="Жұмыс", text="Мәтін", revision=row.revision, **values)
    return work.submit_work(submission_id=row.pk, **values)


def finish(submission: Submission, trainer, points: str) -> None:
    marking.finalise(
        submission_id=submission.pk,
        points={"mark": {"value": points, "comment": ""}},
        comment="",
        revision=0,
        at=NOW + timedelta(minutes=1),
        actor=trainer,
    )


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition())


@pytest.fixture
def markers(cohort):
    """Two trainers of the cohort; the second stricter by half a point on six works of both."""
    first, second = make_trainer(cohort), make_trainer(cohort)
    for person, surname, language in ((first, "Асанова", "en"), (second, "Бекова", "kk")):
        person.surname, person.language = surname, language
        person.save()
    return first, second


@pytest.fixture
def doubled(cohort, markers):
    assignment = cohort.edition.assignments.get(key="self_study")
    MarkingRule.objects.create(cohort=cohort, assignment=assignment, markers=2)
    first, second = markers
    for points, other in (("9", "8.5"), ("8", "7.5"), ("7", "6.5"), ("6", "5.5"), ("5", "5"), ("10", "9")):
        row = handed_in(cohort)
        finish(row, first, points)
        finish(row, second, other)


def page(client, cohort, **query):
    return client.get(
        reverse("calibration", args=[cohort.pk]), {"work": "self_study"} | query, headers=ENGLISH
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.METHODOLOGIST, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.TRAINER, 404),
        (Role.LEARNER, 404),
        (Role.MENTOR, 404),
        (Role.AUTHORITY, 404),
    ],
)
def test_those_who_look_after_courses_see_every_cohort(client_for, cohort, role, status):
    assert page(client_for(make_user(role)), cohort).status_code == status


def test_a_trainer_sees_their_own_cohort_alone_and_nobody_unknown_any(client_for, cohort, markers):
    assert page(client_for(markers[0]), cohort).status_code == 200
    other = make_cohort(cohort.edition, number=2)
    assert page(client_for(markers[0]), other).status_code == 404
    assert page(client_for(None), cohort).status_code == 302


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_opens_in_both_languages_empty_and_full(client_for, cohort, markers, language):
    coordinator = coordinator_of(cohort)
    coordinator.language = language
    coordinator.save()
    client = client_for(coordinator)
    address = reverse("calibration", args=[cohort.pk])
    assert client.get(address).status_code == 200
    finish(handed_in(cohort), markers[0], "9")
    answer = client.get(address, {"work": "self_study"})
    assert answer.headers["Content-Language"] == language
    assert "Асанова" in text_of(answer)
    draft = make_cohort(cohort.edition, number=3, upto="draft")
    assert client.get(reverse("calibration", args=[draft.pk])).status_code == 200


def test_severity_and_agreement_are_told_in_words_and_tables(client_for, cohort, doubled):
    coordinator = coordinator_of(cohort)
    coordinator.language = "en"
    coordinator.save()
    shown = text_of(page(client_for(coordinator), cohort))
    # Differences 0.5 four times, 0 and 1: the mean is 0.5.
    assert (
        "Бекова А. І. gives on average 0.5 points less than the others on the same works (works: 6)." in shown
    )
    assert "Асанова А. І. gives on average 0.5 points more than the others" in shown
    assert "6 works were marked by two people independently of each other." in shown
    # One of six the same, all within a point. Observed 2/6; expected 662/6 − 2 × 7.5 × 7 = 16/3; 1 − 1/16.
    assert re.search(
        r"<td class=\"n\">17\s%</td><td class=\"n\">100\s%</td><td class=\"n\">0\.94</td>", shown
    )
    assert '<title id="dots-title">' in shown
    assert '<desc id="dots-desc">' in shown


def test_a_trainer_is_named_to_themselves_and_others_are_numbered(client_for, cohort, markers, doubled):
    first, second = markers
    shown = text_of(page(client_for(first), cohort))
    assert "Асанова А. І." in shown
    assert "Бекова" not in shown
    assert re.search(r"Marker [12] gives on average 0\.5 points less", shown)
    other = text_of(page(client_for(second), cohort))
    assert "Бекова" in other
    assert "Асанова" not in other


def test_a_trainer_learns_no_colleagues_mark_before_giving_theirs(client_for, cohort, markers):
    assignment = cohort.edition.assignments.get(key="self_study")
    MarkingRule.objects.create(cohort=cohort, assignment=assignment, markers=2)
    first, second = markers
    row = handed_in(cohort)
    finish(row, first, "9")
    second.language = "en"
    second.save()
    assert "Nobody has finished marks here yet" in text_of(page(client_for(second), cohort))
    assert "Асанова" in text_of(page(client_for(coordinator_of(cohort)), cohort))
    finish(row, second, "8")
    assert "Marker" in text_of(page(client_for(second), cohort))


def test_few_works_are_called_few(client_for, cohort, markers):
    first, _second = markers
    finish(handed_in(cohort), first, "9")
    shown = text_of(page(client_for(first), cohort))
    assert "nobody else has finished marks here yet" in shown
    assert "No work was marked by two people yet." in shown


def test_drafts_and_moderators_do_not_count(cohort, markers, doubled):
    row = handed_in(cohort)
    marking.save_points(
        submission_id=row.pk,
        points={"mark": {"value": "1", "comment": ""}},
        comment="",
        revision=0,
        at=NOW,
        actor=markers[0],
    )
    Assessment.objects.filter(marker=markers[1]).update(place="moderator")
    frozen, assignments = calibration.assignments_of(cohort)
    chosen = next(one for one in assignments if one.key == "self_study")
    board = calibration.board(
        cohort=cohort, assignment=chosen, version_id=frozen["self_study"], viewer=coordinator_of(cohort)
    )
    assert [one.marker for one in board.report.markers] == [markers[0].pk]
    assert (board.report.works, board.report.doubled) == (6, 0)


def test_it_costs_the_same_for_many_works(client_for, cohort, markers):
    client = client_for(coordinator_of(cohort))

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert page(client, cohort).status_code == 200
        return len(found)

    finish(handed_in(cohort), markers[0], "9")
    cost()
    one = cost()
    for points in ("5", "6", "7", "8"):
        finish(handed_in(cohort), markers[1], points)
    assert cost() == one
    assert one <= 14
