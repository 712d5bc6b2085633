"""Defence sessions: planned, ordered, announced, run, closed with a protocol that names everybody and no child."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from assessments.models import DefenceSession, DefenceTransition, MarkingRule, Submission
from assessments.next_steps import defence as next_steps_defence
from assessments.papers.defence import protocol
from assessments.rules import defence as rules
from assessments.services import telling
from assessments.services.defence import defence
from assessments.services.defence import running as defence_running
from assessments.services.defence import slots as defence_slots
from assessments.services.work import work
from people import notify
from people.errors import Refusal
from people.models import Notification
from people.papers import docx, pdf
from people.roles import Role
from tests.factories import (
    NOW,
    coordinator_of,
    enrol,
    make_cohort,
    make_trainer,
    make_user,
    sitting_of,
)

BEGINS = NOW + timedelta(days=2)
COMMISSION = {
    "chair": "Серікбаева Қ. Т.",
    "members": ["Әбдірова А. С.", "Нұрлан Б."],
    "secretary": "Ілиясова Г.",
}


def refusal(call, *args, **values) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **values)
    return refused.value.code


def plan(cohort, key="project", **more) -> DefenceSession:
    values = {
        "cohort_id": cohort.pk,
        "assignment_key": key,
        "starts_at": BEGINS,
        "minutes": 20,
        "place": "203-кабинет",
        "at": NOW,
        "actor": coordinator_of(cohort),
    }
    return defence.plan_session(**values | COMMISSION | more)


@pytest.fixture
def four_groups(cohort, form):
    """Four groups of four."""
    return [form([enrol(None, cohort) for _turn in range(4)]) for _group in range(4)]


@pytest.fixture
def session(cohort, four_groups):
    """All four groups in the order of their numbers."""
    session = plan(cohort)
    defence.add_everybody(session_id=session.pk, at=NOW, actor=coordinator_of(cohort))
    return session


@pytest.fixture
def by(boss):
    return {"at": BEGINS, "actor": boss}


def order_of(session) -> list[int]:
    assert [slot.order for slot in session.slots.all()] == list(range(1, session.slots.count() + 1))
    return [slot.group.number for slot in session.slots.select_related("group")]


def finish(session, by) -> None:
    for slot in session.slots.all():
        defence_running.begin_slot(slot_id=slot.pk, **by)
        defence_running.end_slot(slot_id=slot.pk, **by)


# Planning


def test_a_session_needs_a_place_time_for_each_and_a_cohort_under_study(cohort, in_english):
    assert refusal(plan, cohort, place="  ") == "place_missing"
    assert refusal(plan, cohort, minutes=0) == "minutes"
    assert refusal(plan, cohort, actor=make_trainer(cohort)) == "not_allowed"
    assert refusal(plan, make_cohort(cohort.edition, number=2, upto="open")) == "cohort_closed"
    assert plan(cohort, members=[" Әбдірова А. С. ", ""]).members == ["Әбдірова А. С."]


def test_all_groups_get_turns_once_and_their_times_follow_one_another(session, four_groups, by):
    assert order_of(session) == [1, 2, 3, 4]
    assert [turn.begins for turn in defence_slots.turns_of(session)] == [
        BEGINS + timedelta(minutes=minutes) for minutes in (0, 20, 40, 60)
    ]
    assert refusal(defence.add_everybody, session_id=session.pk, **by) == "nobody_waits"
    second = plan(session.cohort)
    assert refusal(defence.add_slots, session_id=second.pk, group_ids=[four_groups[0].pk], **by) == "not_free"
    assert refusal(defence.add_slots, session_id=second.pk, group_ids=[], **by) == "nobody"


def test_a_group_of_another_cohort_gets_no_turn(session, by):
    other = plan(make_cohort(session.cohort.edition, number=2))
    group = session.slots.first().group_id
    assert refusal(defence.add_slots, session_id=other.pk, group_ids=[group], **by) == "not_free"


def test_the_order_is_set_whole_or_not_at_all(session, by):
    ids = list(session.slots.values_list("pk", flat=True))
    defence.set_order(session_id=session.pk, slot_ids=list(reversed(ids)), **by)
    assert order_of(session) == [4, 3, 2, 1]
    assert refusal(defence.set_order, session_id=session.pk, slot_ids=ids[:3], **by) == "stale"
    assert refusal(defence.set_order, session_id=session.pk, slot_ids=[*ids[:3], ids[0]], **by) == "stale"
    assert order_of(session) == [4, 3, 2, 1]


def test_taking_a_turn_out_moves_the_others_up_and_frees_the_group(session, four_groups, by):
    defence.remove_slot(slot_id=session.slots.get(order=2).pk, **by)
    assert order_of(session) == [1, 3, 4]
    assert defence.waiting_groups(session) == [four_groups[1]]
    first = session.slots.get(order=1)
    defence_running.begin_slot(slot_id=first.pk, **by)
    assert refusal(defence.remove_slot, slot_id=first.pk, **by) == "begun"


def test_a_lot_is_written_down_and_can_be_drawn_again_by_anybody(session, by):
    ids = list(session.slots.values_list("pk", flat=True))
    seed = defence.draw_lots(session_id=session.pk, **by)
    assert list(session.slots.values_list("pk", flat=True)) == rules.lot(ids, seed=seed)
    assert DefenceTransition.objects.get(session=session).reason == f"lot:{seed}"
    session.refresh_from_db()
    assert session.status == "planned"


def test_a_lot_leaves_those_who_have_begun_where_they_are(session, by):
    defence_running.begin_slot(slot_id=session.slots.get(order=1).pk, **by)
    for seed in "12345":
        defence.draw_lots(session_id=session.pk, seed=seed, **by)
        assert order_of(session)[0] == 1


def test_announcing_tells_and_opens_the_turn_to_the_learner(session, by, monkeypatch, in_english):
    told = []
    monkeypatch.setattr(telling, "defence_announced", lambda session, at: told.append(session.pk))
    member = session.slots.get(order=3).group.memberships.first().enrolment
    sitting = sitting_of(member)
    assert next_steps_defence.offers(sitting=sitting, at=NOW) == ([], [])
    defence.announce(session_id=session.pk, **by)
    assert told == [session.pk]
    (step,), (due,) = next_steps_defence.offers(sitting=sitting, at=NOW)
    assert due.at == step.due == BEGINS + timedelta(minutes=40)
    assert "203-кабинет" in step.text
    assert "number 3" in step.text
    assert next_steps_defence.offers(sitting=sitting, at=BEGINS + timedelta(days=2))[0] == []
    assert refusal(defence.announce, session_id=plan(session.cohort).pk, **by) == "empty"


def test_the_learner_sees_no_turn_that_is_over_or_called_off(session, by):
    defence.announce(session_id=session.pk, **by)
    sitting = sitting_of(session.slots.get(order=1).group.memberships.first().enrolment)
    assert len(next_steps_defence.turns(sitting)) == 1
    defence.cancel(session_id=session.pk, reason="Төраға ауырып қалды.", **by)
    assert next_steps_defence.turns(sitting) == []


# Running


def test_a_turn_that_begins_ends_the_one_before(session, by):
    first, second = session.slots.all()[:2]
    defence_running.begin_slot(slot_id=first.pk, **by)
    later = by | {"at": BEGINS + timedelta(minutes=18)}
    defence_running.begin_slot(slot_id=second.pk, **later)
    first.refresh_from_db()
    assert (first.began_at, first.ended_at) == (BEGINS, later["at"])
    again = defence_running.begin_slot(slot_id=first.pk, **later)
    assert again.began_at == BEGINS
    second.refresh_from_db()
    assert second.ended_at is None


def test_questions_are_written_as_they_are_asked_and_answered_later(session, by):
    slot = session.slots.first()
    values = {"slot_id": slot.pk, "text": "Неліктен бұл әдіс?", **by}
    assert refusal(defence_running.ask, **values) == "not_begun"
    defence_running.begin_slot(slot_id=slot.pk, **by)
    assert refusal(defence_running.ask, **values | {"text": "  "}) == "question_missing"
    question = defence_running.ask(**values, asked_by="Әбдірова А. С.")
    defence_running.write_answer(
        question_id=question.pk,
        text=question.text,
        asked_by=question.asked_by,
        answer="Сынақ көрсетті.",
        **by,
    )
    question.refresh_from_db()
    assert (question.answer, question.asked_by) == ("Сынақ көрсетті.", "Әбдірова А. С.")


def test_who_did_not_come_may_come_later_in_this_session_or_another(session, by):
    slot = session.slots.first()
    defence_running.set_absent(slot_id=slot.pk, absent=True, **by)
    second = plan(session.cohort)
    assert defence.waiting_groups(second) == [slot.group]
    begun = defence_running.begin_slot(slot_id=slot.pk, **by)
    assert not begun.is_absent
    assert defence.waiting_groups(second) == []
    assert refusal(defence_running.set_absent, slot_id=slot.pk, absent=True, **by) == "begun"


def test_the_cohorts_trainer_runs_a_session_and_nobody_else_does(session, cohort, by):
    slot = session.slots.first()
    for stranger in (make_user(Role.TRAINER), slot.group.memberships.first().enrolment.user):
        values = {"slot_id": slot.pk, "at": BEGINS, "actor": stranger}
        assert refusal(defence_running.begin_slot, **values) == "not_allowed"
        assert refusal(defence_running.write_note, note="Ескерту", **values) == "not_allowed"
    trainer = make_trainer(cohort)
    defence_running.begin_slot(slot_id=slot.pk, at=BEGINS, actor=trainer)
    assert (
        refusal(defence.hold, session_id=session.pk, protocol_number="1", at=NOW, actor=trainer)
        == "not_allowed"
    )


# The end


def test_a_session_is_closed_when_everybody_defended_or_did_not_come(session, by, in_english):
    first, second, *_rest = session.slots.all()
    defence_running.set_absent(slot_id=first.pk, absent=True, **by)
    values = {"session_id": session.pk, "protocol_number": "7", **by}
    with pytest.raises(Refusal, match=r"Group 2, Group 3, Group 4"):
        defence.hold(**values)
    for slot in session.slots.exclude(pk=first.pk):
        defence_running.begin_slot(slot_id=slot.pk, **by)
    assert refusal(defence.hold, **values) == "not_over"
    defence_running.end_slot(slot_id=session.slots.last().pk, **by)
    assert refusal(defence.hold, **values | {"protocol_number": " "}) == "protocol_missing"
    held = defence.hold(**values)
    assert (held.status, held.protocol_number) == ("held", "7")
    assert refusal(defence_running.write_note, slot_id=second.pk, note="Кеш", **by) == "over"
    assert refusal(defence.cancel, session_id=session.pk, reason="Қате", **by) == "over"


def test_a_session_without_a_commission_is_not_closed(cohort, four_groups, by):
    session = plan(cohort, chair="", members=[])
    assert refusal(defence.hold, session_id=session.pk, protocol_number="7", **by) == "empty"
    defence.add_everybody(session_id=session.pk, **by)
    finish(session, by)
    assert refusal(defence.hold, session_id=session.pk, protocol_number="7", **by) == "no_commission"


@pytest.mark.parametrize("announced", [True, False])
def test_a_session_called_off_tells_those_who_were_told_of_it(session, by, announced, in_english):
    for enrolment in session.cohort.enrolments.all():
        sitting_of(enrolment)
    if announced:
        defence.announce(session_id=session.pk, **by)
    defence.cancel(session_id=session.pk, reason="Жарық жоқ.", **by)
    told = Notification.objects.filter(kind="defence_cancelled")
    assert told.count() == (16 if announced else 0)
    if announced:
        assert "Why: Жарық жоқ." in notify.shown(told.first())


def test_the_reason_of_a_support_plans_cancelled_defence_stays_with_the_coordinators(cohort_b):
    enrol(None, cohort_b)
    sitting_of(cohort_b.enrolments.get())
    session = plan(cohort_b, "final_work")
    by = {"at": NOW, "actor": coordinator_of(cohort_b), "session_id": session.pk}
    defence.add_everybody(**by)
    defence.announce(**by)
    defence.cancel(reason="Оқушы А туралы пікірталас болды.", **by)
    assert Notification.objects.get(kind="defence_cancelled").context["reason"] == ""


def test_a_cancelled_session_frees_its_groups_and_one_that_began_is_not_cancelled(session, by):
    assert refusal(defence.cancel, session_id=session.pk, reason=" ", **by) == "reason_missing"
    second = plan(session.cohort)
    defence.cancel(session_id=session.pk, reason="Жарық жоқ.", **by)
    assert len(defence.add_everybody(session_id=second.pk, **by)) == 4
    defence_running.begin_slot(slot_id=second.slots.first().pk, **by)
    assert refusal(defence.cancel, session_id=second.pk, reason="Жарық жоқ.", **by) == "begun"


# The protocol


def words_of(paper) -> tuple[str, str]:
    """What the PDF and the DOCX say, without breaks."""
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf(paper))).pages)
    document = Document(BytesIO(docx(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    written = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return tuple(
        " ".join(text.replace("\xa0", " ").replace("\xad", "").split()) for text in (printed, written)
    )


@pytest.mark.parametrize(
    ("language", "title"), [("kk", "Қорғау отырысының хаттамасы"), ("ru", "Протокол заседания")]
)
def test_the_protocol_names_commission_members_topics_and_questions(session, by, language, title):
    slot = session.slots.first()
    member = slot.group.memberships.first().enrolment
    row = work.open_submission(
        sitting_id=sitting_of(member).pk, assignment_key="project", at=NOW, actor=member.user
    )
    work.save_draft(
        submission_id=row.pk, title="Қауіпсіз орта", text="М", revision=0, at=NOW, actor=member.user
    )
    work.submit_work(submission_id=row.pk, at=NOW, actor=member.user)
    defence_running.begin_slot(slot_id=slot.pk, **by)
    defence_running.ask(
        slot_id=slot.pk, text="Неліктен бұл?", asked_by="Әбдірова А. С.", answer="Себебі.", **by
    )
    defence_running.write_note(slot_id=slot.pk, note="Жақсы қорғады.", **by)
    finish(session, by)
    session = defence.hold(session_id=session.pk, protocol_number="7-А", **by)
    for text in words_of(protocol(session, language=language)):
        for wanted in (
            title,
            "№ 7-А",
            "Серікбаева Қ. Т.",
            "Нұрлан Б.",
            "Ілиясова Г.",
            member.user.full_name,
            "Қауіпсіз орта",
            "Неліктен бұл?",
            "Себебі.",
            "Жақсы қорғады.",
        ):
            assert wanted in text


def test_a_turn_leads_to_the_desk_unless_the_marker_is_not_to_know_whose_work_it_is(session, cohort):
    trainer = make_trainer(cohort)
    group = session.slots.first().group
    work = Submission.objects.create(
        assignment=session.assignment,
        cohort=cohort,
        group=group,
        status="submitted",
        created_at=NOW,
        submitted_at=NOW,
    )
    assert defence_slots.turns_of(session, reader=trainer)[0].submission_id == work.pk
    assert defence_slots.turns_of(session, reader=make_user(Role.TRAINER))[0].submission_id is None
    MarkingRule.objects.create(cohort=cohort, assignment=session.assignment, is_blind=True)
    assert defence_slots.turns_of(session, reader=trainer)[0].submission_id is None


def test_who_had_left_the_group_before_its_turn_is_not_in_the_protocol(session, by, boss):
    from assessments.services.groups import groups

    slot = session.slots.first()
    early, late, *_rest = slot.group.memberships.select_related("enrolment__user")
    for row, given in ((early, "Ертелеу"), (late, "Кештеу")):
        type(row.enrolment.user).objects.filter(pk=row.enrolment.user_id).update(given_name=given)
    leave = {"group_id": slot.group_id, "reason": "Кетті.", "actor": boss}
    groups.leave_group(enrolment_id=early.enrolment_id, at=BEGINS - timedelta(hours=1), **leave)
    finish(session, by)
    groups.leave_group(enrolment_id=late.enrolment_id, at=BEGINS + timedelta(hours=9), **leave)
    people = " ".join(defence_slots.turns_of(session)[0].people)
    assert "Кештеу" in people
    assert "Ертелеу" not in people


def test_a_support_plan_is_defended_without_its_title(cohort_b):
    boss = coordinator_of(cohort_b)
    learner = enrol(None, cohort_b)
    sitting = sitting_of(learner)
    session = plan(cohort_b, key="final_work")
    Submission.objects.create(
        assignment=session.assignment,
        cohort=cohort_b,
        sitting=sitting,
        status="submitted",
        title="Арман Т. үшін жоспар",
        created_at=NOW,
        submitted_at=NOW,
    )
    defence.add_slots(session_id=session.pk, sitting_ids=[sitting.pk], at=NOW, actor=boss)
    (turn,) = defence_slots.turns_of(session, reader=boss)
    assert turn.topic == ""
    assert turn.people == (learner.user.full_name,)
    for text in words_of(protocol(session, language="kk")):
        assert "Арман" not in text
        assert learner.user.full_name in text
        assert "Жеке қолдау жоспары" in text


def test_the_draft_of_a_protocol_says_that_it_is_one(session):
    assert "Проект" in words_of(protocol(session, language="ru"))[0]


def test_edition_b_is_defended_alone(cohort_b):
    boss = coordinator_of(cohort_b)
    for _turn in range(3):
        sitting_of(enrol(None, cohort_b))
    session = plan(cohort_b, key="final_work")
    assert len(defence.add_everybody(session_id=session.pk, at=NOW, actor=boss)) == 3
