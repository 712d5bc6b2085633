"""Reassessments where assessments and gradebooks show them: boards, files, conclusion, protocols, marks that stay."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessments.commission_cases import undecided
from assessments.models import Mark
from assessments.services.attempts import attempts
from assessments.services.marking import releasing
from assessments.services.scheme import carrying
from assessments.services.scheme.frozen import content_for
from assessments.services.work import extensions
from cms.gradebook import gradebook_for
from cms.gradebook.columns import values
from postcourse.services.rights import reassessment
from tests.factories import coordinator_of, enrol
from tests.postcourse.builders.rights import conclude, failed, made_cohort, on, right_of, sit_and_fail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOW = on(6, 15)


@pytest.fixture
def joined(enrolment, next_cohort):
    """Booked with the cohort of September."""
    enrol(None, next_cohort, at=NOW)
    return reassessment.book(
        reassessment_id=right_of(enrolment).pk,
        kind="cohort",
        cohort_id=next_cohort.pk,
        at=NOW,
        actor=enrolment.user,
    )


@pytest.fixture
def alone(enrolment):
    return reassessment.book(
        reassessment_id=right_of(enrolment).pk,
        kind="alone",
        planned_on=date(2026, 7, 10),
        at=NOW,
        actor=enrolment.user,
    )


def page(client_for, cohort, name: str, *more) -> str:
    client = client_for(coordinator_of(cohort), headers={"accept-language": "en"})
    answer = client.get(reverse(name, args=[cohort.pk, *more]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_joined_cohorts_gradebook_has_a_row_that_says_where_the_person_comes_from(
    client_for, joined, next_cohort, enrolment
):
    book = gradebook_for(next_cohort)
    (again,) = [row for row in book.everybody if row.is_again]
    assert (again.comes_from, again.sitting_id) == ("A-1", joined.sitting_id)
    assert {cell.key: cell.value for cell in again.cells} == {"test": None, "project": 9, "self_study": 8}
    assert again.missing == ["test: not taken"]
    assert book.counts() == {"studying": 1}
    assert values(book, again)[0] == f"{enrolment.user.full_name} (reassessment, from A-1)"
    shown = page(client_for, next_cohort, "cohort_detail")
    assert "Reassessment" in shown
    assert "from A-1" in shown


def test_ones_own_cohorts_gradebook_keeps_what_it_decided(joined, enrolment):
    (row,) = gradebook_for(enrolment.cohort).everybody
    assert (row.decision, row.is_again) == ("not_passed", False)
    assert row.score == 40


def test_a_day_of_ones_own_is_a_second_row_of_the_same_cohort(client_for, alone, enrolment):
    first, again = gradebook_for(enrolment.cohort).everybody
    assert (first.decision, again.decision, again.is_again, again.comes_from) == (
        "not_passed",
        "open",
        True,
        "",
    )
    shown = page(client_for, enrolment.cohort, "cohort_detail")
    assert shown.count(f'value="{enrolment.pk}"') == 1  # ticked once, as the person


def test_a_passed_reassessment_and_its_document_stand_in_the_reassessments_row(alone, enrolment):
    from certificates import services as certificates

    notice = certificates.issue_document(result_id=alone.based_on_id, at=on(5, 21))
    result = sit_and_fail(alone, at=on(7, 10), score="80")
    certificate = certificates.issue_document(result_id=result.pk, at=on(7, 10))
    first, again = gradebook_for(enrolment.cohort).everybody
    assert (first.documents, again.documents) == ([notice], [certificate])
    assert (gradebook_for(enrolment.cohort).passed, gradebook_for(enrolment.cohort).not_passed) == (0, 1)


def test_a_gradebook_without_reassessments_costs_what_it_did(next_cohort, django_assert_num_queries):
    from courses.models import Cohort

    for _turn in range(2):
        enrol(None, next_cohort, at=NOW)
    cohort = Cohort.objects.select_related("edition", "scheme").get(pk=next_cohort.pk)
    with django_assert_num_queries(9):
        gradebook_for(cohort)


def test_the_exam_board_names_a_reassessment_and_its_own_day(client_for, alone):
    shown = page(client_for, alone.cohort, "exam_board", "final")
    assert "Reassessment" in shown
    assert "10/07/2026" in shown or "10 Jul" in shown or "07/10/2026" in shown or "10.07.2026" in shown


def test_the_exam_board_of_the_joined_cohort_says_where_from(client_for, joined, next_cohort):
    shown = page(client_for, next_cohort, "exam_board", "final")
    assert "Reassessment" in shown
    assert "from A-1" in shown


def test_who_has_the_mark_of_the_test_carried_is_not_waited_for_on_the_board(client_for, next_cohort):
    done = failed(made_cohort(3), earned={"test": "80", "project": "9"})
    conclude(done.cohort, at=on(5, 21))
    reassessment.book(
        reassessment_id=right_of(done).pk, kind="cohort", cohort_id=next_cohort.pk, at=NOW, actor=done.user
    )
    assert "Mark carried over" in page(client_for, next_cohort, "exam_board", "final")


def test_a_protocol_lists_reassessments_that_were_begun_and_no_others(joined, next_cohort):
    assert joined.sitting_id not in undecided(next_cohort.pk).values_list("pk", flat=True)
    attempts.start_attempt(sitting_id=joined.sitting_id, quiz_key="final", at=on(9, 18), actor=joined.user)
    assert joined.sitting_id in undecided(next_cohort.pk).values_list("pk", flat=True)


def test_a_mark_that_was_carried_gives_way_to_an_individual_decision_alone(joined, next_cohort):
    from decimal import Decimal

    from assessments.services.marking.marks import append_mark

    keep = {"sitting": joined.sitting, "component": "self_study", "maximum": Decimal(10), "at": on(9, 1)}
    assert append_mark(value=Decimal(2), source="assessment", **keep).source == "carried"
    mark = releasing.override_mark(
        sitting_id=joined.sitting_id,
        component="self_study",
        value=Decimal(6),
        reason="Шешім",
        at=on(9, 1),
        actor=coordinator_of(next_cohort),
    )
    assert mark.source == Mark.Source.OVERRIDE
    assert carrying.carried_to(joined.sitting) == {"project"}


def test_first_sittings_ask_nothing_about_carried_marks(enrolment, django_assert_num_queries):
    sitting = enrolment.sittings.select_related("enrolment").get(number=1)
    with django_assert_num_queries(0):
        assert carrying.carried_to(sitting) == frozenset()


def test_a_date_of_ones_own_takes_nothing_late(db):
    from assessments.models import Assignment

    person = failed(made_cohort(), earned={"test": "40", "project": "9"})
    conclude(person.cohort, at=on(5, 21))
    row = reassessment.book(
        reassessment_id=right_of(person).pk,
        kind="alone",
        planned_on=date(2026, 7, 10),
        at=NOW,
        actor=person.user,
    )
    found = extensions.deadline_for(
        cohort_id=row.cohort_id,
        assignment=Assignment.objects.get(key="self_study"),
        content=content_for(row.cohort_id),
        sitting=row.sitting,
    )
    assert found.due == on(7, 10, 23) + timedelta(minutes=59)
    assert (found.is_open(on(7, 10, 23)), found.is_open(on(7, 11, 0))) == (True, False)


def test_a_transferred_persons_carried_work_asks_for_nothing(enrolment, next_cohort):
    """The same rule holds for a first sitting that continues another enrolment."""
    from assessments import next_steps
    from assessments.services.scheme import sittings
    from courses.models import Enrolment

    following = Enrolment.objects.create(
        user=enrolment.user, cohort=next_cohort, status="studying", applied_at=NOW, continues=enrolment
    )
    target = sittings.open_continued(enrolment_id=following.pk, at=NOW)
    source = enrolment.sittings.get(number=1)
    carrying.carry_marks(source=source, target=target, reason="Бұйрық", again={"test"})
    found, due = next_steps.offers(enrolment=following, at=on(9, 18))
    assert [one.url for one in found if "/work" in one.url] == []
    assert [one for one in due if "self_study" in one.url] == []
    assert [one for one in found if "final" in one.url]
