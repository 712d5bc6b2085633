"""What is typed around a support plan: at its defence, in appeals and reasons for returning it."""

import pytest
from django.urls import reverse

from assessments.models import DefenceQuestion, Submission
from assessments.papers.defence import protocol
from assessments.services.decisions import appeals
from assessments.services.defence import defence
from assessments.services.defence import running as defence_running
from assessments.services.defence import slots as defence_slots
from assessments.services.marking import allocation
from assessments.services.work import erasure, work
from people.errors import Refusal
from people.papers import Table
from tests.factories import NOW, coordinator_of, make_trainer

from .sample import open_plan
from .test_erasure import LATER, decided, trainer  # noqa: F401

pytestmark = pytest.mark.django_db
IIN, PHONE = "Баланың ЖСН 900101300017", "Анасы: +7 701 123 45 67"
BY = {"at": NOW}


def refused(call, **values) -> str:
    with pytest.raises(Refusal) as found:
        call(**values)
    assert "900101300017" not in str(found.value)
    return found.value.code


def session_of(cohort):
    return defence.plan_session(
        cohort_id=cohort.pk,
        assignment_key="final_work",
        starts_at=NOW,
        minutes=20,
        place="203",
        chair="Серікбаева Қ. Т.",
        members=["Нұрлан Б."],
        secretary="",
        actor=coordinator_of(cohort),
        **BY,
    )


def turn_of(cohort, sitting):
    """The running turn of that person."""
    boss = coordinator_of(cohort)
    session = session_of(cohort)
    (slot,) = defence.add_slots(session_id=session.pk, sitting_ids=[sitting.pk], actor=boss, **BY)
    defence_running.begin_slot(slot_id=slot.pk, actor=boss, **BY)
    return slot


def handed_in(sitting, examiner) -> Submission:
    submission = open_plan(sitting)
    author = sitting.enrolment.user
    work.submit_work(submission_id=submission.pk, at=NOW, actor=author, nameless=True)
    submission.allocations.all().delete()
    allocation.allocate(
        submission_id=submission.pk,
        marker_id=examiner.pk,
        place="first",
        at=NOW,
        actor=coordinator_of(submission.cohort),
    )
    return submission


@pytest.mark.parametrize(("words", "code"), [(IIN, "holds_iin"), (PHONE, "holds_phone")])
def test_numbers_are_refused_at_the_defence_of_a_plan(cohort, sitting, words, code):
    slot, boss = turn_of(cohort, sitting), coordinator_of(cohort)
    by = {"actor": boss, **BY}
    assert refused(defence_running.ask, slot_id=slot.pk, text=words, **by) == code
    assert refused(defence_running.ask, slot_id=slot.pk, text="Неге?", answer=words, **by) == code
    assert refused(defence_running.write_note, slot_id=slot.pk, note=words, **by) == code
    question = defence_running.ask(slot_id=slot.pk, text="Неге?", **by)
    assert (
        refused(
            defence_running.write_answer,
            question_id=question.pk,
            text="Неге?",
            answer=words,
            asked_by="",
            **by,
        )
        == code
    )
    question.refresh_from_db()
    assert (question.answer, DefenceQuestion.objects.count()) == ("", 1)


def test_what_is_typed_is_given_back_when_refused(client_for, cohort, sitting):
    slot = turn_of(cohort, sitting)
    answer = client_for(coordinator_of(cohort)).post(
        reverse("defence_session", args=[slot.session_id]), {"action": f"ask-{slot.pk}", "question": PHONE}
    )
    assert answer.status_code == 422
    assert PHONE in answer.content.decode()


def test_what_is_said_of_a_plan_is_for_its_examiners_and_the_coordinators(client_for, cohort, sitting):
    examiner, other = make_trainer(cohort), make_trainer(cohort)
    handed_in(sitting, examiner)
    slot, boss = turn_of(cohort, sitting), coordinator_of(cohort)
    defence_running.ask(slot_id=slot.pk, text="Неге осы әдіс?", answer="Себебі…", actor=examiner, **BY)
    defence_running.write_note(slot_id=slot.pk, note="Ескертпе сөз", actor=boss, **BY)
    assert refused(defence_running.ask, slot_id=slot.pk, text="Тағы?", actor=other, **BY) == "not_given"
    assert refused(defence_running.write_note, slot_id=slot.pk, note="x", actor=other, **BY) == "not_given"
    address = reverse("defence_session", args=[slot.session_id])
    for reader in (examiner, boss):
        page = client_for(reader).get(address).content.decode()
        assert "Неге осы әдіс?" in page
        assert "Ескертпе сөз" in page
    page = client_for(other).get(address).content.decode()
    assert "Неге осы әдіс?" not in page
    assert "Ескертпе сөз" not in page

    def questions_for(reader) -> str:
        blocks = protocol(slot.session, language="kk", reader=reader).blocks
        return " ".join(str(one.rows) for one in blocks if isinstance(one, Table))

    assert "Неге осы әдіс?" in questions_for(boss)
    assert "Неге осы әдіс?" not in questions_for(other)
    assert [turn.is_readable for turn in defence_slots.turns_of(slot.session, reader=other)] == [False]


def test_erasing_a_plan_erases_what_was_said_at_its_defence(decided, cohort, sitting):  # noqa: F811
    session = session_of_decided(decided)
    slot = session.slots.get()
    question = slot.questions.get()
    assert erasure.erase_plan(submission_id=decided.pk, at=LATER)
    slot.refresh_from_db()
    question.refresh_from_db()
    told = f"{question.text} {question.answer} {slot.note}"
    for words in ("Неге осы әдіс?", "Бала тыныш", "Ата-анасы"):
        assert words not in told
    assert question.text
    assert question.text == question.answer == slot.note
    assert question.asked_by == "Нұрлан Б."


def session_of_decided(submission):
    """A session held before the cohort was concluded."""
    from assessments.models import DefenceSession, DefenceSlot

    session = DefenceSession.objects.create(
        cohort=submission.cohort,
        assignment=submission.assignment,
        starts_at=NOW,
        place="203",
        created_at=NOW,
        created_by=coordinator_of(submission.cohort),
    )
    slot = DefenceSlot.objects.create(
        session=session, order=1, sitting=submission.sitting, began_at=NOW, note="Ата-анасы келді"
    )
    slot.questions.create(text="Неге осы әдіс?", answer="Бала тыныш", asked_by="Нұрлан Б.", at=NOW)
    return session


def test_a_reason_for_returning_a_plan_holds_no_number(cohort, sitting):
    examiner = make_trainer(cohort)
    submission = handed_in(sitting, examiner)
    values = {"submission_id": submission.pk, "actor": examiner, **BY}
    assert refused(work.return_work, reason=IIN, **values) == "holds_iin"
    assert refused(work.return_work, reason=PHONE, **values) == "holds_phone"
    submission.refresh_from_db()
    assert submission.status == "submitted"
    work.return_work(reason="Мақсатын нақтылаңыз.", **values)


def test_an_appeal_of_programme_b_holds_no_number(decided, cohort, sitting):  # noqa: F811
    result = sitting.results.get()
    values = {"result_id": result.pk, "component": "", "actor": sitting.enrolment.user, **BY}
    assert refused(appeals.file_appeal, reason=IIN, **values) == "holds_iin"
    assert not sitting.appeals.exists()
    appeal = appeals.file_appeal(reason="Балл төмен.", **values)
    boss = coordinator_of(cohort)
    assert refused(appeals.pass_on, appeal_id=appeal.pk, reason=PHONE, actor=boss, **BY) == "holds_phone"
    appeals.pass_on(appeal_id=appeal.pk, reason="Сарапшы жоқ.", actor=boss, **BY)
    assert (
        refused(
            appeals.decide_appeal,
            appeal_id=appeal.pk,
            upheld=False,
            decision_text=PHONE,
            commission="Комиссия",
            protocol="№ 3, 12.11.2026",
            marks={},
            actor=boss,
            **BY,
        )
        == "holds_phone"
    )
    appeal.refresh_from_db()
    assert appeal.status == "in_review"
