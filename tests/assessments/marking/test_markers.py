"""Two markers, a third one, moderation and release, through the services."""

from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.models import Allocation, Assessment, Mark, Moderation, Submission
from assessments.services.marking import allocation, marking, moderation
from assessments.services.work import work
from people.errors import NotAllowed, Refusal
from people.models import Notification
from tests.factories import NOW, coordinator_of, enrol, make_trainer, make_user, sitting_of

from .conftest import finish, hand_in, rule


def status(submission) -> str:
    return Submission.objects.values_list("status", flat=True).get(pk=submission.pk)


def mark_of(submission) -> Mark:
    return Mark.objects.current().get(sitting=submission.sitting)


def test_two_markers_within_the_tolerance_give_the_mean(cohort, trainers):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    finish(submission, trainers[0], "7")
    assert status(submission) == "submitted"
    finish(submission, trainers[1], "8,5")
    assert status(submission) == "marked"
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainers[0])
    submission.refresh_from_db()
    assert mark_of(submission).value == Decimal("8")
    assert submission.outcome["basis"] == "mean"
    assert submission.outcome["total"] == "8.0"
    assert len(submission.outcome["assessments"]) == 2


def test_beyond_the_tolerance_a_third_marker_decides(cohort, trainers):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    finish(submission, trainers[0], "9")
    finish(submission, trainers[1], "4")
    assert status(submission) == "submitted"
    with pytest.raises(Refusal) as refused:
        marking.release(submission_ids=[submission.pk], at=NOW, actor=trainers[0])
    assert refused.value.code == "unfinished"
    coordinator = coordinator_of(cohort)
    assert Notification.objects.filter(user=coordinator, kind="third_marker_needed").count() == 1
    allocation.allocate(
        submission_id=submission.pk, marker_id=trainers[2].pk, place="third", at=NOW, actor=coordinator
    )
    finish(submission, trainers[2], "5")
    assert status(submission) == "marked"
    marking.release(submission_ids=[submission.pk], at=NOW, actor=coordinator)
    assert mark_of(submission).value == Decimal("5")
    assert mark_of(submission).marker == trainers[2]
    assert list(Assessment.objects.order_by("place").values_list("place", "total")) == [
        ("first", Decimal("9")),
        ("second", Decimal("4")),
        ("third", Decimal("5")),
    ]


def test_a_second_opinion_nobody_asked_for_reopens_marks_that_differ(cohort, trainers):
    submission = hand_in(cohort)
    finish(submission, trainers[0], "9")
    assert status(submission) == "marked"
    finish(submission, trainers[1], "3")
    assert status(submission) == "submitted"
    assert marking.outcome_of(submission).state == "third_needed"


def test_neither_marker_sees_the_other_before_their_own_are_finished(cohort, trainers):
    rule(cohort, "self_study")
    submission = hand_in(cohort)
    finish(submission, trainers[0], "7")
    assert marking.others_seen_by(trainers[1], submission) == []
    assert marking.others_seen_by(trainers[2], submission) == []
    finish(submission, trainers[1], "8")
    seen = marking.others_seen_by(trainers[1], submission)
    assert [one.marker for one in seen] == [trainers[0]]


def test_a_work_given_to_others_is_not_marked_by_a_third(cohort, trainers):
    submission = hand_in(cohort)
    allocation.allocate(
        submission_id=submission.pk,
        marker_id=trainers[0].pk,
        place="first",
        at=NOW,
        actor=coordinator_of(cohort),
    )
    with pytest.raises(Refusal) as refused:
        finish(submission, trainers[1], "7")
    assert refused.value.code == "given_to_others"
    assert not Assessment.objects.exists()
    finish(submission, trainers[0], "7")
    assert status(submission) == "marked"


def test_two_trainers_taking_the_same_work_are_told_apart(cohort, trainers):
    submission = hand_in(cohort)
    values = {"submission_id": submission.pk, "place": "first", "at": NOW}
    allocation.allocate(marker_id=trainers[0].pk, actor=trainers[0], **values)
    with pytest.raises(Refusal) as refused:
        allocation.allocate(marker_id=trainers[1].pk, actor=trainers[1], **values)
    assert refused.value.code in {"taken", "given_to_others"}
    with pytest.raises(NotAllowed):
        allocation.allocate(marker_id=trainers[1].pk, actor=trainers[0], **values)
    assert Allocation.objects.count() == 1


def test_the_place_passes_to_another_and_what_was_typed_stays(cohort, trainers):
    submission = hand_in(cohort)
    coordinator = coordinator_of(cohort)
    values = {"submission_id": submission.pk, "place": "first", "at": NOW, "actor": coordinator}
    allocation.allocate(marker_id=trainers[0].pk, **values)
    marking.save_points(
        submission_id=submission.pk,
        points={"mark": {"value": "6", "comment": "Жақсы"}},
        comment="",
        revision=0,
        at=NOW,
        actor=trainers[0],
    )
    allocation.allocate(marker_id=trainers[1].pk, **values)
    assert Allocation.objects.filter(withdrawn_at__isnull=True).get().marker == trainers[1]
    assert Assessment.objects.get().points["mark"]["comment"] == "Жақсы"
    finish(submission, trainers[1], "8")
    with pytest.raises(Refusal) as refused:
        allocation.allocate(marker_id=trainers[2].pk, **values)
    assert refused.value.code == "place_finished"
    with pytest.raises(Refusal) as refused:
        allocation.withdraw(**values)
    assert refused.value.code == "finished"


def test_an_author_and_a_stranger_are_not_named(cohort, trainers):
    enrolment = enrol(trainers[0], cohort)
    submission = hand_in(cohort, enrolment=enrolment)
    values = {"submission_id": submission.pk, "place": "first", "at": NOW, "actor": coordinator_of(cohort)}
    with pytest.raises(Refusal) as refused:
        allocation.allocate(marker_id=trainers[0].pk, **values)
    assert refused.value.code == "own_work"
    with pytest.raises(Refusal) as refused:
        allocation.allocate(marker_id=make_user("trainer").pk, **values)
    assert refused.value.code == "no_trainer"


def test_forty_works_are_spread_over_the_trainers_and_a_repeat_gives_none(cohort, trainers):
    for _turn in range(7):
        hand_in(cohort)
    values = {
        "cohort_id": cohort.pk,
        "assignment_key": "self_study",
        "place": "first",
        "at": NOW,
        "actor": coordinator_of(cohort),
    }
    assert allocation.allocate_evenly(**values) == 7
    counts = [Allocation.objects.filter(marker=one).count() for one in trainers]
    assert sorted(counts) == [2, 2, 3]
    assert allocation.allocate_evenly(**values) == 0
    assert allocation.allocate_evenly(**values | {"place": "second"}) == 7
    for submission in Submission.objects.all():
        assert submission.allocations.values("marker").distinct().count() == 2


def test_third_markers_are_spread_over_disputed_works_alone(cohort, trainers):
    rule(cohort, "self_study")
    disputed, waiting = hand_in(cohort), hand_in(cohort)
    finish(disputed, trainers[0], "9")
    finish(disputed, trainers[1], "3")
    values = {"cohort_id": cohort.pk, "assignment_key": "self_study", "place": "third", "at": NOW}
    assert allocation.allocate_evenly(actor=coordinator_of(cohort), **values) == 1
    assert disputed.allocations.get().marker == trainers[2]
    assert not waiting.allocations.exists()


def test_the_queue_is_what_one_was_given_and_what_nobody_was(cohort, trainers):
    given, free, others = hand_in(cohort), hand_in(cohort), hand_in(cohort)
    coordinator = coordinator_of(cohort)
    for submission, trainer in ((given, trainers[0]), (others, trainers[1])):
        allocation.allocate(
            submission_id=submission.pk, marker_id=trainer.pk, place="first", at=NOW, actor=coordinator
        )
    assert set(Submission.objects.waiting_for(trainers[0])) == {given, free}
    finish(given, trainers[0], "7")
    assert set(Submission.objects.waiting_for(trainers[0])) == {free}
    assert set(Submission.objects.unallocated()) == {free}


def test_a_corrected_work_goes_back_to_its_marker(cohort, trainers):
    submission = hand_in(cohort)
    allocation.allocate(
        submission_id=submission.pk,
        marker_id=trainers[1].pk,
        place="first",
        at=NOW,
        actor=coordinator_of(cohort),
    )
    draft = work.return_work(
        submission_id=submission.pk, reason="Мақсатты нақтылаңыз.", at=NOW, actor=trainers[1]
    )
    work.submit_work(
        submission_id=draft.pk, at=NOW + timedelta(hours=1), actor=submission.sitting.enrolment.user
    )
    assert draft.allocations.get().marker == trainers[1]


def test_a_moderator_looks_before_release(cohort, trainers):
    works = [hand_in(cohort) for _turn in range(3)]
    for submission, value in zip(works, ("3", "6", "9"), strict=True):
        finish(submission, trainers[0], value)
    coordinator = coordinator_of(cohort)
    chosen = moderation.pick_sample(
        cohort_id=cohort.pk,
        assignment_key="self_study",
        moderator_id=trainers[1].pk,
        size=2,
        at=NOW,
        actor=coordinator,
    )
    assert set(chosen) == {works[0].pk, works[2].pk}
    with pytest.raises(Refusal) as refused:
        marking.release(submission_ids=[work.pk for work in works], at=NOW, actor=coordinator)
    assert refused.value.code == "moderation_waits"
    assert not Mark.objects.exists()
    moderation.confirm(submission_id=works[0].pk, at=NOW, actor=trainers[1])
    moderation.confirm(submission_id=works[0].pk, at=NOW, actor=trainers[1])
    with pytest.raises(Refusal) as refused:
        finish(works[2], trainers[1], "7")
    assert refused.value.code == "reason_missing"
    finish(works[2], trainers[1], "7", reason="Екінші критерий толық емес.")
    assert marking.release(submission_ids=[work.pk for work in works], at=NOW, actor=coordinator) == 3
    assert mark_of(works[2]).value == Decimal("7")
    assert set(Moderation.objects.values_list("verdict", flat=True)) == {"confirmed", "changed"}
    assert Submission.objects.get(pk=works[2].pk).outcome["basis"] == "moderator"


def test_a_marker_is_not_asked_to_moderate_own_marks(cohort, trainers):
    finish(hand_in(cohort), trainers[0], "7")
    with pytest.raises(Refusal) as refused:
        moderation.pick_sample(
            cohort_id=cohort.pk,
            assignment_key="self_study",
            moderator_id=trainers[0].pk,
            size=1,
            at=NOW,
            actor=coordinator_of(cohort),
        )
    assert refused.value.code == "nothing_to_moderate"


def test_the_rule_stays_once_marks_are_finished(cohort, trainers):
    submission = hand_in(cohort)
    values = {
        "cohort_id": cohort.pk,
        "assignment_id": submission.assignment_id,
        "tolerance": Decimal("1.5"),
        "is_blind": False,
        "actor": coordinator_of(cohort),
    }
    allocation.set_rule(markers=1, **values)
    finish(submission, trainers[0], "7")
    allocation.set_rule(markers=1, **values)
    with pytest.raises(Refusal) as refused:
        allocation.set_rule(markers=2, **values)
    assert refused.value.code == "rule_in_use"
    with pytest.raises(NotAllowed):
        allocation.set_rule(markers=1, **values | {"actor": trainers[0]})


def test_one_member_who_was_excluded_gets_no_mark(cohort, trainers):
    submission = hand_in(cohort)
    member = submission.members.get()
    member.excluded_at, member.reason, member.decided_by = NOW, "Қатысқан жоқ.", coordinator_of(cohort)
    member.save()
    finish(submission, trainers[0], "7")
    marking.release(submission_ids=[submission.pk], at=NOW, actor=trainers[0])
    assert not Mark.objects.exists()


def test_a_support_plan_is_given_to_a_trainer_as_it_arrives(db):
    from tests.factories import make_cohort, make_edition

    cohort = make_cohort(make_edition("B"))
    trainers = [make_trainer(cohort), make_trainer(cohort)]
    enrolments = [enrol(None, cohort) for _turn in range(4)]
    plans = [
        hand_in(cohort, "final_work", enrolment=one, text="Оқушы А.", nameless=True) for one in enrolments
    ]
    assert [Allocation.objects.filter(marker=one).count() for one in trainers] == [2, 2]
    for plan in plans:
        reader = plan.allocations.get().marker
        other = next(one for one in trainers if one != reader)
        assert Submission.objects.visible_to(reader).filter(pk=plan.pk).exists()
        assert not Submission.objects.visible_to(other).filter(pk=plan.pk).exists()
        assert not Submission.objects.visible_to(make_user("administrator")).filter(pk=plan.pk).exists()
        assert not Submission.objects.visible_to(coordinator_of(cohort)).filter(pk=plan.pk).exists()


def test_sitting_of_the_work_is_the_learners(cohort):
    enrolment = enrol(None, cohort)
    assert hand_in(cohort, enrolment=enrolment).sitting == sitting_of(enrolment)


def test_a_moderator_is_named_only_once_the_work_is_marked(cohort, trainers):
    submission = hand_in(cohort)
    values = {
        "submission_id": submission.pk,
        "marker_id": trainers[1].pk,
        "place": "moderator",
        "at": NOW,
        "actor": coordinator_of(cohort),
    }
    with pytest.raises(Refusal) as refused:
        allocation.allocate(**values)
    assert refused.value.code == "not_marked"
    finish(submission, trainers[0], "7")
    assert allocation.allocate(**values).place == "moderator"
