"""Groups: learners propose and answer, the coordinator decides on the unusual; who shares which work is a decision."""

from datetime import timedelta

import pytest

from assessments.models import GroupTransition, Mark, ProjectGroup, SubmissionMember
from assessments.services import telling
from assessments.services.groups import groups
from assessments.services.groups import proposals as group_proposals
from assessments.services.marking import marking
from assessments.services.work import work
from people.errors import Refusal
from people.roles import Role
from tests.factories import NOW, coordinator_of, enrol, make_cohort, make_trainer, make_user, sitting_of

LATER = NOW + timedelta(days=1)
FULL = {f"c{place}": {"value": "2", "comment": ""} for place in range(1, 7)}


def refusal(call, *args, **values) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **values)
    return refused.value.code


def status_of(group) -> str:
    group.refresh_from_db()
    return group.status


def present(group) -> set[int]:
    return set(group.memberships.filter(left_at__isnull=True).values_list("enrolment_id", flat=True))


def hand_in(member):
    sitting = sitting_of(member)
    row = work.open_submission(sitting_id=sitting.pk, assignment_key="project", at=NOW, actor=member.user)
    work.save_draft(
        submission_id=row.pk, title="Жоба", text="Мәтін", revision=row.revision, at=NOW, actor=member.user
    )
    return work.submit_work(submission_id=row.pk, at=NOW, actor=member.user)


def mark(submission, cohort, *, release: bool):
    trainer = make_trainer(cohort)
    marking.finalise(submission_id=submission.pk, points=FULL, comment="", revision=0, at=NOW, actor=trainer)
    if release:
        marking.release(submission_ids=[submission.pk], at=NOW, actor=trainer)


# Learners


def test_a_proposed_group_stands_with_the_last_yes(people, learners, open_to_learners):
    group = learners.propose(people[0], people[1:4])
    assert status_of(group) == "proposed"
    assert groups.group_of(people[0], group.assignment) is None
    learners.agree(group, people[1])
    learners.agree(group, people[2])
    assert status_of(group) == "proposed"
    learners.agree(group, people[3])
    assert status_of(group) == "standing"
    assert groups.group_of(people[0], group.assignment) == group
    move = GroupTransition.objects.get(group=group)
    assert (move.from_status, move.to_status, move.actor) == ("proposed", "standing", people[3].user)


def test_a_second_yes_changes_nothing(people, learners, open_to_learners):
    group = learners.propose(people[0], people[1:4])
    first = learners.agree(group, people[1])
    assert learners.agree(group, people[1]).confirmed_at == first.confirmed_at


def test_those_asked_are_told_and_the_proposer_is_not(people, learners, open_to_learners, monkeypatch):
    told = []
    monkeypatch.setattr(telling, "group_invited", lambda membership, at: told.append(membership.enrolment_id))
    learners.propose(people[0], people[1:4])
    assert sorted(told) == sorted(one.pk for one in people[1:4])


def test_nobody_is_invited_to_two_groups_at_once(people, learners, open_to_learners):
    learners.propose(people[0], people[1:4])
    assert refusal(learners.propose, people[4], [people[1], people[5]]) == "in_a_group"
    assert refusal(learners.propose, people[0], people[4:7]) == "in_a_group"
    assert ProjectGroup.objects.count() == 1


def test_who_declines_is_free_and_the_others_can_ask_somebody_else(people, learners, open_to_learners):
    group = learners.propose(people[0], people[1:4])
    for one in people[1:3]:
        learners.agree(group, one)
    assert refusal(learners.decline, group, people[3], reason=" ") == "reason_missing"
    left = learners.decline(group, people[3])
    assert left.reason == "Басқа тақырыпты таңдадым."
    assert status_of(group) == "proposed"
    learners.propose(people[3], people[5:8])
    learners.ask(group, people[0], [people[4]])
    learners.agree(group, people[4])
    assert status_of(group) == "standing"
    assert present(group) == {one.pk for one in (people[0], people[1], people[2], people[4])}


def test_a_group_of_five_stands_when_one_of_six_declines_last(people, learners, open_to_learners):
    group = learners.propose(people[0], people[1:6])
    for one in people[1:5]:
        learners.agree(group, one)
    learners.decline(group, people[5])
    assert status_of(group) == "standing"


def test_a_group_that_everybody_left_is_dissolved(people, learners, open_to_learners):
    group = learners.propose(people[0], [people[1]])
    learners.decline(group, people[1])
    learners.decline(group, people[0])
    assert status_of(group) == "dissolved"


def test_only_somebody_who_agreed_asks_others_in(people, learners, open_to_learners):
    group = learners.propose(people[0], people[1:3])
    assert refusal(learners.ask, group, people[1], [people[4]]) == "not_allowed"
    assert refusal(learners.ask, group, people[5], [people[4]]) == "not_allowed"
    assert refusal(learners.agree, group, people[5]) == "not_allowed"


def test_learners_do_not_form_groups_where_the_coordinator_does(people, learners, cohort, boss):
    assert refusal(learners.propose, people[0], people[1:4]) == "not_open"
    assert (
        refusal(
            group_proposals.let_learners_form,
            cohort_id=cohort.pk,
            assignment_key="project",
            allowed=True,
            at=NOW,
            actor=people[0].user,
        )
        == "not_allowed"
    )


def test_nobody_proposes_a_group_alone_or_in_another_cohort(people, learners, open_to_learners, cohort):
    stranger = enrol(None, make_cohort(cohort.edition, number=2))
    assert refusal(learners.propose, people[0], []) == "nobody"
    assert refusal(learners.propose, people[0], [stranger]) == "not_studying"
    assert refusal(learners.propose, stranger, people[:3]) == "not_allowed"


def test_in_a_standing_group_nobody_declines(people, learners, form):
    group = form(people[:4])
    assert refusal(learners.decline, group, people[0]) == "stands"


# The coordinator


def test_the_coordinator_lets_a_small_group_stand_with_a_reason(people, learners, open_to_learners, boss):
    group = learners.propose(people[0], people[1:3])
    values = {"group_id": group.pk, "at": NOW, "actor": boss}
    assert refusal(groups.approve_group, size_reason="Үшеуі қалды.", **values) == "unanswered"
    learners.agree(group, people[1])
    learners.agree(group, people[2])
    assert status_of(group) == "proposed"
    assert refusal(groups.approve_group, size_reason="", **values) == "reason_missing"
    groups.approve_group(size_reason="Үшеуі қалды.", **values)
    assert status_of(group) == "standing"
    assert group.size_reason == "Үшеуі қалды."
    assert refusal(groups.approve_group, size_reason="Тағы.", **values) == "illegal_move"
    assert (
        refusal(groups.approve_group, size_reason="Т.", **values | {"actor": people[0].user}) == "not_allowed"
    )


def test_taking_out_the_one_who_does_not_answer_lets_the_rest_stand(people, learners, open_to_learners, boss):
    group = learners.propose(people[0], people[1:5])
    for one in people[1:4]:
        learners.agree(group, one)
    groups.leave_group(
        group_id=group.pk, enrolment_id=people[4].pk, reason="Жауап бермеді.", at=NOW, actor=boss
    )
    assert status_of(group) == "standing"


def test_several_groups_are_formed_together_or_not_at_all(people, cohort, boss):
    values = {"cohort_id": cohort.pk, "assignment_key": "project", "at": NOW, "actor": boss}
    ids = [one.pk for one in people]
    assert refusal(groups.form_groups, division=[ids[:4], ids[3:7]], **values) == "in_a_group"
    assert not ProjectGroup.objects.exists()
    formed = groups.form_groups(division=[ids[:4], ids[4:]], **values)
    assert [group.number for group in formed] == [1, 2]


def test_work_done_alone_has_no_groups(people, cohort, form):
    assert refusal(form, people[:4], assignment_key="self_study") == "no_group_work"
    assert refusal(form, [], size_reason="Бос топ.") == "nobody"


def test_a_dissolved_group_frees_its_people_and_one_with_work_is_not_dissolved(people, form, boss):
    first, second = form(people[:4]), form(people[4:])
    values = {"at": LATER, "actor": boss}
    assert refusal(groups.dissolve_group, group_id=first.pk, reason="", **values) == "reason_missing"
    groups.dissolve_group(group_id=first.pk, reason="Қайта құрамыз.", **values)
    assert status_of(first) == "dissolved"
    assert not present(first)
    form(people[:4])
    hand_in(people[4])
    assert refusal(groups.dissolve_group, group_id=second.pk, reason="Қайта.", **values) == "handed_in"
    assert refusal(groups.dissolve_group, group_id=first.pk, reason="Қайта.", **values) == "illegal_move"


@pytest.mark.parametrize("shares", [True, False])
def test_a_late_joiner_shares_the_work_or_not_as_was_decided(people, form, boss, cohort, shares):
    group = form(people[:4])
    submission = hand_in(people[0])
    groups.add_member(
        group_id=group.pk,
        enrolment_id=people[4].pk,
        join_reason="Емханадан кейін қосылды.",
        shares_work=shares,
        at=LATER,
        actor=boss,
    )
    row = SubmissionMember.objects.filter(submission=submission, sitting__enrolment=people[4]).first()
    if shares:
        assert (row.reason, row.decided_by) == ("Емханадан кейін қосылды.", boss)
    else:
        assert row is None
    assert group.memberships.get(enrolment=people[4]).join_reason == "Емханадан кейін қосылды."
    mark(submission, cohort, release=True)
    assert Mark.objects.filter(sitting__enrolment=people[4]).exists() is shares
    assert Mark.objects.filter(component="project").count() == 4 + shares


def test_a_late_joiner_of_released_work_gets_no_mark_by_it(people, form, boss, cohort):
    group = form(people[:4])
    mark(hand_in(people[0]), cohort, release=True)
    values = {"group_id": group.pk, "enrolment_id": people[4].pk, "at": LATER, "actor": boss}
    assert refusal(groups.add_member, join_reason="Кеш.", shares_work=True, **values) == "released"
    assert people[4].pk not in present(group)
    groups.add_member(join_reason="Кеш.", shares_work=False, **values)
    assert people[4].pk in present(group)


def test_a_sixth_member_needs_the_reason_of_the_size(people, form, boss, in_english):
    group = form(people[:5])
    values = {
        "group_id": group.pk,
        "enrolment_id": people[5].pk,
        "shares_work": False,
        "at": LATER,
        "actor": boss,
    }
    assert refusal(groups.add_member, join_reason="", **values) == "reason_missing"
    assert refusal(groups.add_member, join_reason="Кеш келді.", **values) == "size"
    groups.add_member(join_reason="Кеш келді.", size_reason="Басқа топта орын жоқ.", **values)
    group.refresh_from_db()
    assert group.size_reason == "Басқа топта орын жоқ."
    assert refusal(groups.add_member, join_reason="Тағы.", **values) == "in_a_group"
    assert (
        refusal(groups.add_member, join_reason="Т.", **values | {"actor": make_user(Role.TRAINER)})
        == "not_allowed"
    )


@pytest.mark.parametrize("keeps", [True, False])
def test_who_leaves_keeps_the_mark_or_not_as_was_decided(people, form, boss, cohort, keeps):
    group = form(people[:5])
    submission = hand_in(people[0])
    groups.leave_group(
        group_id=group.pk,
        enrolment_id=people[4].pk,
        reason="Жұмысқа қатыспады.",
        keeps_mark=keeps,
        at=LATER,
        actor=boss,
    )
    row = SubmissionMember.objects.get(submission=submission, sitting__enrolment=people[4])
    assert (row.excluded_at is None) is keeps
    if not keeps:
        assert (row.reason, row.decided_by, row.excluded_at) == ("Жұмысқа қатыспады.", boss, LATER)
    mark(submission, cohort, release=True)
    assert Mark.objects.filter(component="project", sitting__enrolment=people[4]).exists() is keeps
    assert Mark.objects.filter(component="project").count() == 4 + keeps


def test_a_released_mark_is_not_taken_by_leaving(people, form, boss, cohort):
    group = form(people[:5])
    mark(hand_in(people[0]), cohort, release=True)
    values = {
        "group_id": group.pk,
        "enrolment_id": people[4].pk,
        "reason": "Кетті.",
        "at": LATER,
        "actor": boss,
    }
    assert refusal(groups.leave_group, keeps_mark=False, **values) == "released"
    assert people[4].pk in present(group)
    groups.leave_group(keeps_mark=True, **values)
    assert people[4].pk not in present(group)


def test_an_excluded_person_who_comes_back_shares_the_work_again(people, form, boss):
    group = form(people[:5])
    submission = hand_in(people[0])
    values = {"group_id": group.pk, "enrolment_id": people[4].pk, "actor": boss}
    groups.leave_group(reason="Жұмысқа қатыспады.", keeps_mark=False, at=LATER, **values)
    groups.add_member(join_reason="Түсініспеушілік болды.", shares_work=True, at=LATER, **values)
    row = SubmissionMember.objects.get(submission=submission, sitting__enrolment=people[4])
    assert row.excluded_at is None


def test_a_proposed_group_does_not_begin_work(people, learners, open_to_learners):
    group = learners.propose(people[0], people[1:4])
    assert group.is_proposed
    assert refusal(hand_in, people[0]) == "no_group"


def test_another_coordinator_may_a_trainer_may_not(people, cohort, form):
    assert refusal(form, people[:4], actor=make_trainer(cohort)) == "not_allowed"
    other = coordinator_of(make_cohort(cohort.edition, number=2))
    assert form(people[:4], actor=other).is_standing
