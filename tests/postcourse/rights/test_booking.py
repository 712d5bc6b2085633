"""Opening, booking, giving up, taking, deciding: row, sitting, marks, dates, history and news."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.models import Mark, Result, Sitting, SittingWindow
from assessments.services.attempts import attempts
from assessments.services.decisions import results
from assessments.services.work import work
from courses.models import Cohort
from people.errors import NotAllowed, Refusal
from people.models import Notification
from people.roles import Role
from postcourse.models import Reassessment
from postcourse.services.rights import booking, booking_plan, reassessment
from tests.factories import coordinator_of, enrol, make_user
from tests.postcourse.builders.rights import (
    conclude,
    decide,
    failed,
    made_cohort,
    on,
    right_of,
    sit_and_fail,
)

pytestmark = pytest.mark.django_db
NOW = on(6, 15)
DAY = date(2026, 7, 10)


def refused(call, **more) -> str:
    with pytest.raises(Refusal) as refusal:
        call(**more)
    return refusal.value.code


def book_alone(enrolment, *, day=DAY, at=NOW, actor=None):
    return reassessment.book(
        reassessment_id=right_of(enrolment).pk,
        kind="alone",
        planned_on=day,
        at=at,
        actor=actor or enrolment.user,
    )


def book_with(enrolment, cohort, *, at=NOW):
    return reassessment.book(
        reassessment_id=right_of(enrolment).pk,
        kind="cohort",
        cohort_id=cohort.pk,
        at=at,
        actor=enrolment.user,
    )


def news(user) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


# Opening


def test_a_failure_opens_the_right_of_its_year_once(enrolment):
    row = right_of(enrolment)
    assert (row.status, row.year, row.slot, row.limit, row.until) == ("open", 2026, 1, 1, date(2026, 12, 31))
    assert row.based_on.sitting.enrolment == enrolment
    result = row.based_on
    reassessment.open_right(result_id=result.pk, at=NOW)
    assert Reassessment.objects.count() == 1
    assert [one.to_status for one in row.transitions.all()] == ["open"]
    assert news(enrolment.user).count("right_opened") == 1


def test_a_pass_opens_nothing(db):
    enrolment = failed(made_cohort(), earned={"test": "80", "project": "9", "self_study": "8"})
    assert not Reassessment.objects.filter(user=enrolment.user).exists()


def test_an_amendment_to_passed_ends_an_open_right_and_one_back_lets_it_stand_again(enrolment):
    first = right_of(enrolment).based_on

    def amend(result, test):
        return results.amend_result(
            result_id=result.pk,
            at=NOW,
            actor=coordinator_of(enrolment.cohort),
            reason="Апелляция",
            commission="Комиссия",
            marks={"test": Decimal(test)},
        )

    passed = amend(first, 60)
    reassessment.open_right(result_id=passed.pk, at=NOW)
    row = right_of(enrolment)
    assert (row.status, row.lapse) == ("lapsed", "not_needed")
    back = amend(passed, 40)
    reassessment.open_right(result_id=back.pk, at=NOW)
    row.refresh_from_db()
    assert (row.status, row.lapse, row.slot, row.based_on) == ("open", "", 1, back)
    assert Reassessment.objects.count() == 1
    assert [one.to_status for one in row.transitions.all()] == ["open", "lapsed", "open"]


def test_who_is_expelled_loses_an_open_right(db):
    cohort = made_cohort()
    enrolment = failed(cohort)
    from courses import services as courses

    courses.move_enrolment(
        enrolment_id=enrolment.pk, to="expelled", at=NOW, actor=coordinator_of(cohort), reason="Бұйрық"
    )
    reassessment.enrolment_ended(enrolment_id=enrolment.pk, at=NOW)
    row = right_of(enrolment)
    assert (row.status, row.lapse) == ("lapsed", "ended")
    assert reassessment.renew(at=on(2, 1, year=2027)) == 0


# Alone


def test_a_day_of_ones_own_opens_a_sitting_with_its_own_dates_and_what_was_earned(enrolment):
    row = book_alone(enrolment)
    assert (row.status, row.kind, row.cohort, row.planned_on) == ("booked", "alone", enrolment.cohort, DAY)
    sitting = row.sitting
    assert (sitting.number, sitting.cohort) == (2, enrolment.cohort)
    carried = {mark.component: mark for mark in sitting.marks.all()}
    assert {key: mark.value for key, mark in carried.items()} == {"project": 9, "self_study": 8}
    assert all(
        mark.source == "carried" and mark.carried_from.sitting.number == 1 for mark in carried.values()
    )
    (window,) = SittingWindow.objects.filter(sitting=sitting)
    assert (window.kind, window.key) == ("quiz", "final")
    assert (timezone.localtime(window.opens_at).date(), window.closes_at - window.opens_at) == (
        DAY,
        timedelta(hours=23, minutes=59),
    )
    assert news(enrolment.user)[-1] == "reassessment_booked"
    assert book_alone(enrolment).pk == row.pk  # once more changes nothing
    assert Sitting.objects.filter(enrolment=enrolment).count() == 2


def test_the_test_is_open_on_the_day_and_not_before_or_after(enrolment):
    row = book_alone(enrolment)
    start = {"sitting_id": row.sitting_id, "quiz_key": "final", "actor": enrolment.user}
    assert refused(attempts.start_attempt, at=on(7, 9, 23), **start) == "early"
    assert refused(attempts.start_attempt, at=on(7, 11, 0), **start) == "late"
    attempt = attempts.start_attempt(at=on(7, 10, 9), **start)
    assert attempt.sitting_id == row.sitting_id


def test_a_day_too_near_or_past_the_year_is_refused(enrolment):
    assert refused(book_alone, enrolment=enrolment, day=date(2026, 6, 17)) == "day"
    assert refused(book_alone, enrolment=enrolment, day=date(2027, 1, 1)) == "day"
    assert refused(book_alone, enrolment=enrolment, at=on(12, 29), day=date(2026, 12, 31)) == "no_day_left"
    assert book_alone(enrolment, day=date(2026, 6, 18)).status == "booked"


def test_alone_waits_for_the_end_of_ones_own_cohort(db):
    enrolment = failed(made_cohort())
    assert refused(book_alone, enrolment=enrolment) == "cohort_under_way"


def test_a_stranger_cannot_book_and_a_coordinator_can(enrolment, coordinator):
    with pytest.raises(NotAllowed):
        book_alone(enrolment, actor=make_user(Role.LEARNER))
    assert book_alone(enrolment, actor=coordinator).transitions.last().actor == coordinator


def test_what_was_never_earned_is_due_and_a_groups_work_is_then_done_alone(db):
    cohort = made_cohort()
    enrolment = failed(cohort, earned={"test": "80", "self_study": "8"})
    conclude(cohort, at=on(5, 21))
    row = right_of(enrolment)
    plan = booking_plan.plan_alone(row, planned_on=DAY, at=NOW)
    assert [one.key for one in plan.due] == ["project"]  # enough points: the test stays
    row = book_alone(enrolment)
    sitting = row.sitting
    assert set(sitting.marks.values_list("component", flat=True)) == {"test", "self_study"}
    draft = work.open_submission(
        sitting_id=sitting.pk, assignment_key="project", at=on(7, 1), actor=enrolment.user
    )
    assert draft.group is None
    assert draft.sitting == sitting
    work.save_draft(
        submission_id=draft.pk, title="Жоба", text="Мәтін", revision=0, at=on(7, 1), actor=enrolment.user
    )
    late = {"submission_id": draft.pk, "actor": enrolment.user}
    assert refused(work.submit_work, at=on(7, 11), **late) == "too_late"
    assert work.submit_work(at=on(7, 10), **late).status == "submitted"


def test_work_and_test_that_were_carried_are_not_done_again(enrolment):
    row = book_alone(enrolment)
    begin = {"sitting_id": row.sitting_id, "assignment_key": "self_study", "actor": enrolment.user}
    assert refused(work.open_submission, at=on(7, 10), **begin) == "carried"
    done = failed(made_cohort(3), earned={"test": "80", "project": "9"})
    conclude(done.cohort, at=on(5, 21))
    again = book_alone(done)
    start = {"sitting_id": again.sitting_id, "quiz_key": "final", "actor": done.user}
    assert refused(attempts.start_attempt, at=on(7, 10), **start) == "carried"


def test_programme_b_is_assessed_anew_but_for_participation(db):
    cohort = made_cohort(code="B")
    earned = {"theory": "5", "practice": "10", "plan": "10", "defence": "5", "participation": "9"}
    enrolment = failed(cohort, earned=earned)
    conclude(cohort, at=on(5, 21))
    plan = booking_plan.plan_alone(right_of(enrolment), planned_on=DAY, at=NOW)
    assert [mark.component for _title, mark in plan.carried] == ["participation"]
    (doing,) = plan.due
    assert (doing.kind, doing.key, len(doing.components)) == ("assignment", "final_work", 4)


def test_the_editions_parameter_says_what_is_assessed_anew(enrolment):
    edition = enrolment.cohort.edition
    edition.parameters["reassessed"] = ["self_study"]
    edition.save(update_fields=["parameters"])
    plan = booking_plan.plan_alone(right_of(enrolment), planned_on=DAY, at=NOW)
    assert plan.again == {"self_study"}
    assert [mark.component for _title, mark in plan.carried] == ["test", "project"]


# With a cohort


def test_cohorts_that_can_be_joined(enrolment, next_cohort):
    made_cohort(3, ends=date(2026, 9, 20), upto="draft")
    made_cohort(4, ends=date(2026, 6, 10))  # over before today
    own = made_cohort(5, ends=date(2026, 10, 20))
    enrol(enrolment.user, own, at=NOW)  # studied anew: nothing to join there
    russian = made_cohort(6, ends=date(2026, 8, 20))
    Cohort.objects.filter(pk=russian.pk).update(language="ru")
    opened = made_cohort(7, ends=date(2027, 2, 10), upto="open")
    found = booking_plan.plans_with_cohorts(right_of(enrolment), at=NOW)
    assert [plan.cohort for plan in found] == [next_cohort, opened, russian]
    assert [plan.year for plan in found] == [2026, 2027, 2026]


def test_a_cohort_whose_test_is_over_is_not_offered(enrolment, next_cohort):
    assert booking_plan.plans_with_cohorts(right_of(enrolment), at=on(9, 20, 12))
    next_cohort.date_rules.filter(kind="quiz").update(closes_at=on(9, 19))
    assert not booking_plan.plans_with_cohorts(right_of(enrolment), at=on(9, 20, 12))
    assert refused(book_with, enrolment=enrolment, cohort=next_cohort, at=on(9, 20)) == "not_joinable"


def test_with_a_cohort_its_dates_hold_and_its_end_decides(enrolment, next_cohort):
    row = book_with(enrolment, next_cohort)
    assert (row.cohort, row.year, row.planned_on) == (next_cohort, 2026, date(2026, 9, 17))
    assert row.sitting.cohort == next_cohort
    assert not row.sitting.windows.exists()
    attempt = attempts.start_attempt(
        sitting_id=row.sitting_id, quiz_key="final", at=on(9, 18), actor=enrolment.user
    )
    attempts.submit_attempt(attempt_id=attempt.pk, at=on(9, 18), actor=enrolment.user)
    reassessment.begun(sitting_id=row.sitting_id, at=on(9, 18))
    row.refresh_from_db()
    assert row.status == "taken"
    conclude(next_cohort, at=on(9, 21))
    result = Result.objects.get(sitting=row.sitting)
    assert result.decision == "not_passed"
    reassessment.open_right(result_id=result.pk, at=on(9, 21))
    row.refresh_from_db()
    assert row.status == "decided"
    assert not Reassessment.objects.filter(user=enrolment.user).under_way().exists()


def test_who_does_not_come_to_a_joined_exam_is_not_decided_by_its_end(enrolment, next_cohort):
    row = book_with(enrolment, next_cohort)
    conclude(next_cohort, at=on(9, 21))
    assert not Result.objects.filter(sitting=row.sitting).exists()
    assert reassessment.lapse_due(at=on(9, 22)) == 1
    row.refresh_from_db()
    assert (row.status, row.lapse, row.sitting) == ("lapsed", "no_show", None)
    assert news(enrolment.user)[-1] == "right_lapsed"


def test_a_cohort_of_the_next_year_takes_the_slot_of_that_year_and_giving_it_up_brings_this_one_back(
    enrolment,
):
    later = made_cohort(3, ends=date(2027, 2, 10))
    row = book_with(enrolment, later)
    assert (row.year, row.slot, row.until) == (2027, 1, date(2027, 12, 31))
    assert row.planned_on.year == 2027
    reassessment.lapse_due(at=on(1, 1, year=2027))
    reassessment.renew(at=on(1, 1, year=2027))
    assert Reassessment.objects.under_way().get() == row
    row = reassessment.cancel(reassessment_id=row.pk, at=NOW, actor=enrolment.user)
    assert (row.status, row.year, row.until) == ("open", 2026, date(2026, 12, 31))


def test_a_cancelled_cohort_gives_the_right_back(enrolment, next_cohort):
    row = book_with(enrolment, next_cohort)
    from courses import services as courses

    courses.move_cohort(
        cohort_id=next_cohort.pk,
        to="cancelled",
        at=on(8, 1),
        actor=coordinator_of(next_cohort),
        reason="Топ жиналмады",
    )
    assert reassessment.lapse_due(at=on(8, 2)) == 1
    row.refresh_from_db()
    assert (row.status, row.kind, row.sitting) == ("open", "", None)
    assert news(enrolment.user)[-1] == "reassessment_set_free"


# Giving up


def test_a_booking_given_up_leaves_nothing_behind_where_nothing_was_done(enrolment, next_cohort):
    row = book_alone(enrolment)
    old = row.sitting_id
    row = reassessment.cancel(reassessment_id=row.pk, at=on(7, 9), actor=enrolment.user)
    assert (row.status, row.kind, row.sitting, row.planned_on) == ("open", "", None, None)
    assert not Sitting.objects.filter(pk=old).exists()
    assert Mark.objects.filter(sitting__enrolment=enrolment, sitting__number=1).count() == 3
    row = book_with(enrolment, next_cohort)
    assert row.sitting.number == 2
    assert row.sitting.marks.count() == 2


def test_a_draft_is_kept_closed_and_the_next_booking_has_a_sitting_of_its_own(db):
    cohort = made_cohort()
    enrolment = failed(cohort, earned={"test": "40", "project": "9"})
    conclude(cohort, at=on(5, 21))
    row = book_alone(enrolment)
    old = row.sitting
    draft = work.open_submission(
        sitting_id=old.pk, assignment_key="self_study", at=on(6, 20), actor=enrolment.user
    )
    work.save_draft(
        submission_id=draft.pk, title="А", text="Мәтін", revision=0, at=on(6, 20), actor=enrolment.user
    )
    reassessment.cancel(reassessment_id=row.pk, at=on(6, 21), actor=enrolment.user)
    draft.refresh_from_db()
    assert draft.text == "Мәтін"
    assert refused(work.submit_work, submission_id=draft.pk, at=on(6, 22), actor=enrolment.user) == "too_late"
    start = {"sitting_id": old.pk, "quiz_key": "final", "actor": enrolment.user}
    assert refused(attempts.start_attempt, at=on(7, 10), **start) == "late"
    assert book_alone(enrolment, at=on(6, 22)).sitting.number == 3


def test_on_the_day_only_a_coordinator_gives_it_up_and_says_why(enrolment, coordinator):
    row = book_alone(enrolment)
    give_up = {"reassessment_id": row.pk, "at": on(7, 10, 8)}
    assert refused(reassessment.cancel, actor=enrolment.user, **give_up) == "too_late"
    assert refused(reassessment.cancel, actor=coordinator, **give_up) == "reason_missing"
    assert reassessment.cancel(actor=coordinator, reason="Жарық жоқ", **give_up).status == "open"


def test_what_has_begun_is_not_given_up(enrolment, coordinator):
    row = book_alone(enrolment)
    attempts.start_attempt(sitting_id=row.sitting_id, quiz_key="final", at=on(7, 10, 9), actor=enrolment.user)
    give_up = {"reassessment_id": row.pk, "at": on(7, 10, 9), "reason": "Себеп"}
    assert refused(reassessment.cancel, actor=coordinator, **give_up) == "begun"


# Taking


def test_it_belongs_to_the_year_in_which_it_is_taken(enrolment, next_cohort):
    Cohort.objects.filter(pk=next_cohort.pk).update(ends_on=date(2026, 12, 30))
    next_cohort.date_rules.filter(kind="quiz").update(opens_at=on(12, 28), closes_at=on(1, 5, year=2027))
    row = book_with(enrolment, next_cohort)
    assert (row.year, row.planned_on) == (2026, date(2026, 12, 28))
    reassessment.lapse_due(at=on(1, 1, year=2027))
    row.refresh_from_db()
    assert row.status == "booked"  # its test is still open
    sit_and_fail(row, at=on(1, 3, year=2027))
    row.refresh_from_db()
    assert (row.status, row.year) == ("decided", 2027)
    assert reassessment.renew(at=on(1, 4, year=2027)) == 0
    assert reassessment.renew(at=on(1, 1, year=2028)) == 1


def test_two_failures_wait_for_the_new_year(enrolment):
    row = book_alone(enrolment)
    sit_and_fail(row, at=on(7, 10))
    assert not Reassessment.objects.under_way().exists()
    right = next(one for one in reassessment.rights_of(enrolment, on(7, 11)) if one.kind == "reassess")
    assert (right.is_open, right.why, right.opens_on) == (False, "used", date(2027, 1, 1))
    assert reassessment.renew(at=on(12, 31, 23)) == 0
    assert reassessment.renew(at=on(1, 1, 0, year=2027)) == 1
    assert right_of(enrolment).year == 2027
    assert news(enrolment.user)[-1] == "right_renewed"


def test_marks_go_on_from_sitting_to_sitting_and_name_the_first(enrolment):
    sit_and_fail(book_alone(enrolment), at=on(7, 10))
    reassessment.renew(at=on(1, 1, year=2027))
    row = book_alone(enrolment, day=date(2027, 2, 1), at=on(1, 5, year=2027))
    carried = row.sitting.marks.select_related("carried_from__sitting")
    assert {mark.component: mark.carried_from.sitting.number for mark in carried} == {
        "project": 1,
        "self_study": 1,
    }


def test_what_was_taken_and_left_unfinished_is_decided_after_its_day(db):
    cohort = made_cohort()
    enrolment = failed(cohort, earned={"test": "40", "project": "9"})
    conclude(cohort, at=on(5, 21))
    row = book_alone(enrolment)
    attempt = attempts.start_attempt(
        sitting_id=row.sitting_id, quiz_key="final", at=on(7, 10), actor=enrolment.user
    )
    attempts.submit_attempt(attempt_id=attempt.pk, at=on(7, 10, 13), actor=enrolment.user)
    from postcourse.services.rights import year as right_year

    right_year.lapse_due(at=on(7, 10, 14))
    assert right_year.decide_due(at=on(7, 10, 23)) == 0
    assert right_year.decide_due(at=on(7, 11)) == 1
    assert Result.objects.get(sitting=row.sitting).decision_reason == "missing_component"


def test_a_preview_writes_nothing(enrolment, next_cohort):
    row = right_of(enrolment)
    before = (Sitting.objects.count(), Mark.objects.count(), Notification.objects.count())
    plan = booking.preview(row, kind="cohort", cohort_id=next_cohort.pk, at=NOW)
    assert [one.key for one in plan.due] == ["final"]
    assert before == (Sitting.objects.count(), Mark.objects.count(), Notification.objects.count())


def test_a_second_course_that_is_passed_ends_the_right_of_the_first(enrolment, next_cohort):
    again = enrol(enrolment.user, next_cohort, at=NOW)
    decide(again, {"test": "90", "project": "10", "self_study": "9"}, at=on(9, 20))
    row = Reassessment.objects.get(user=enrolment.user)
    assert (row.status, row.lapse) == ("lapsed", "not_needed")
