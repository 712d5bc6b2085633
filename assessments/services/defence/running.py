"""While a defence session runs: whose turn it is, what was asked and answered, notes for the protocol."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.errors import NotAllowed, Refusal
from people.models import User

from ...models import DefenceQuestion, DefenceSlot
from ..work import typed_words
from .defence import check_planned, locked_session, may_hold, may_read_talk


def _running(slot_id: int, actor: User) -> DefenceSlot:
    """The turn, its session locked; refuses whoever does not run it and a session that is over."""
    session = locked_session(DefenceSlot.objects.values_list("session_id", flat=True).get(pk=slot_id))
    if not may_hold(actor, session.cohort):
        raise NotAllowed()
    check_planned(session)
    slot = session.slots.get(pk=slot_id)
    slot.session = session
    return slot


def _check_talk(slot: DefenceSlot, actor: User, *texts: str) -> None:
    """Of a support plan: refuse whoever may not read what is said, and numbers that lead to the child or the family."""
    if not slot.session.assignment.is_support_plan:
        return
    if not may_read_talk(slot.session, [slot], actor):
        raise Refusal(
            _("What is said about this plan is written down by its markers or a coordinator."),
            code="not_given",
        )
    typed_words.check_numbers(*texts)


@transaction.atomic
def begin_slot(*, slot_id: int, at: datetime, actor: User) -> DefenceSlot:
    """It is their turn now; the turn that runs ends with it. A repeat changes nothing."""
    slot = _running(slot_id, actor)
    if slot.began_at is None:
        DefenceSlot.objects.filter(
            session=slot.session_id, began_at__isnull=False, ended_at__isnull=True
        ).update(ended_at=at)
        slot.began_at, slot.is_absent = at, False
        slot.save(update_fields=["began_at", "is_absent"])
    return slot


@transaction.atomic
def end_slot(*, slot_id: int, at: datetime, actor: User) -> DefenceSlot:
    """Their turn is over. A repeat changes nothing; refused for a turn that has not begun."""
    slot = _running(slot_id, actor)
    if slot.began_at is None:
        raise Refusal(_("This turn has not begun yet."), code="not_begun")
    if slot.ended_at is None:
        slot.ended_at = at
        slot.save(update_fields=["ended_at"])
    return slot


@transaction.atomic
def set_absent(*, slot_id: int, absent: bool, at: datetime, actor: User) -> DefenceSlot:
    """They did not come, or came after all; refused once their turn has begun."""
    slot = _running(slot_id, actor)
    if absent and slot.began_at is not None:
        raise Refusal(_("This turn has begun, so they are here."), code="begun")
    slot.is_absent = absent
    slot.save(update_fields=["is_absent"])
    return slot


@transaction.atomic
def ask(
    *, slot_id: int, text: str, at: datetime, actor: User, asked_by: str = "", answer: str = ""
) -> DefenceQuestion:
    """Write a question down as it is asked; the answer may follow."""
    slot = _running(slot_id, actor)
    if slot.began_at is None:
        raise Refusal(_("Begin this turn first, then write down what is asked."), code="not_begun")
    if not text.strip():
        raise Refusal(_("Write the question."), code="question_missing")
    _check_talk(slot, actor, text, answer, asked_by)
    return DefenceQuestion.objects.create(
        slot=slot, asked_by=asked_by.strip()[:200], text=text.strip(), answer=answer.strip(), at=at
    )


@transaction.atomic
def write_answer(
    *, question_id: int, text: str, answer: str, asked_by: str, at: datetime, actor: User
) -> DefenceQuestion:
    """How a question was answered, and mending what was typed in haste, until the session is closed."""
    slot = _running(DefenceQuestion.objects.values_list("slot_id", flat=True).get(pk=question_id), actor)
    question = DefenceQuestion.objects.select_for_update(of=("self",)).get(pk=question_id)
    if not text.strip():
        raise Refusal(_("Write the question."), code="question_missing")
    _check_talk(slot, actor, text, answer, asked_by)
    question.text, question.answer, question.asked_by = text.strip(), answer.strip(), asked_by.strip()[:200]
    question.save(update_fields=["text", "answer", "asked_by"])
    return question


@transaction.atomic
def write_note(*, slot_id: int, note: str, at: datetime, actor: User) -> DefenceSlot:
    """The note that stands with this turn in the protocol."""
    slot = _running(slot_id, actor)
    _check_talk(slot, actor, note)
    slot.note = note.strip()
    slot.save(update_fields=["note"])
    return slot
