"""Every write of reading: opening a topic, what was read, answers to control questions, and the topic studied by both."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.errors import Refusal

from ..lessons import Question, lesson_for
from ..models import ControlAnswer, Enrolment, TopicProgress
from ..signals import topic_studied
from . import bank, rules
from .standing import Standing, is_practical, standing_of, stored_name

MOST_LETTERS = 4000


@transaction.atomic
def open_topic(*, enrolment_id: int, topic_id: int, at: datetime) -> TopicProgress:
    """Note the first opening of a topic; later ones change nothing."""
    progress, _created = TopicProgress.objects.get_or_create(
        enrolment_id=enrolment_id, topic_id=topic_id, defaults={"opened_at": at}
    )
    return progress


def _locked(enrolment_id: int, topic_id: int, *, at: datetime) -> TopicProgress:
    """The progress row, locked, with its enrolment and topic; refused while the person does not study."""
    rows = TopicProgress.objects.select_for_update(of=("self",)).select_related("enrolment__cohort", "topic")
    progress = rows.filter(enrolment_id=enrolment_id, topic_id=topic_id).first()
    if progress is None:
        open_topic(enrolment_id=enrolment_id, topic_id=topic_id, at=at)
        progress = rows.get(enrolment_id=enrolment_id, topic_id=topic_id)
    if progress.enrolment.status != Enrolment.Status.STUDYING:
        raise Refusal(
            _("Your study in this cohort is over or has not begun, so progress cannot change."), code="closed"
        )
    return progress


def _standing(progress: TopicProgress) -> Standing:
    topic = progress.topic
    return standing_of(
        progress.enrolment_id,
        topic_id=topic.pk,
        is_practical=is_practical(lecture=topic.lecture, practice=topic.practice),
        lesson=lesson_for(topic.key, language=progress.enrolment.cohort.language),
    )


def _save(progress: TopicProgress, **changes: Any) -> None:
    """One UPDATE of what differs; none where nothing does."""
    changed = {name: value for name, value in changes.items() if getattr(progress, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(progress, name, value)
    TopicProgress.objects.filter(pk=progress.pk).update(**changed)
    if changed.get("studied_at"):
        transaction.on_commit(
            partial(
                topic_studied.send_robust,
                sender=TopicProgress,
                enrolment_id=progress.enrolment_id,
                topic_id=progress.topic_id,
            )
        )


def _elapsed(progress: TopicProgress, at: datetime) -> float:
    return max(0.0, (at - progress.opened_at).total_seconds())


def _read_changes(progress: TopicProgress, before: Standing, read: set[str], at: datetime) -> dict[str, Any]:
    """What changes once these parts are read: the parts, the whole lesson, the topic with its last missing thing."""
    added = [part.id for part in before.parts if part.id in read and part.id not in before.parts_read]
    changes: dict[str, Any] = {"parts_read": [*progress.parts_read, *added]}
    is_whole = bool(before.parts) and all(part.id in read for part in before.parts)
    if is_whole and progress.read_at is None:
        changes["read_at"] = at
        is_studied = rules.is_studied(
            before.need, is_read=True, answered=before.answered, questions=len(before.questions)
        )
        if is_studied and progress.studied_at is None:
            changes["studied_at"] = at
    return changes


@transaction.atomic
def see_parts(
    *,
    enrolment_id: int,
    topic_id: int,
    seen: Mapping[str, float],
    at: datetime,
    place: str = "",
    seconds: int = 0,
) -> TopicProgress:
    """Believe what the page saw of a lesson, as far as time allows (`rules.believed`); the topic is studied with it where
    its questions are answered.

    `seen`: seconds each part was before the eyes in all; `place`: the part the reader is at; `seconds`: the lesson in all,
    earlier visits with it. A report may come twice or late: nothing is taken away. Refused while the person does not study.
    """
    progress = _locked(enrolment_id, topic_id, at=at)
    before = _standing(progress)
    elapsed = _elapsed(progress, at)
    read = rules.believed(before.parts, read=before.parts_read, seen=seen, elapsed=elapsed)
    changes = _read_changes(progress, before, {*read}, at)
    if before.lesson and any(part.id == place for part in before.lesson.parts):
        changes["place"] = place
    changes["seconds"] = max(progress.seconds, min(seconds, int(elapsed)))
    _save(progress, **changes)
    return progress


@transaction.atomic
def finish_reading(*, enrolment_id: int, topic_id: int, at: datetime) -> TopicProgress:
    """The learner says that the lesson is read to its end. Refused while less time has passed than that takes, and while
    the person does not study.
    """
    progress = _locked(enrolment_id, topic_id, at=at)
    before = _standing(progress)
    if before.is_read or not before.parts:
        return progress
    if left := rules.seconds_left(before.parts, elapsed=_elapsed(progress, at)):
        raise Refusal(_too_early(left), code="too_early")
    _save(progress, **_read_changes(progress, before, {part.id for part in before.parts}, at))
    return progress


def _too_early(left: int) -> str:
    minutes = -(-left // 60)
    return ngettext(
        "You opened this lesson a short while ago: reading it takes about %(minutes)s minute more. "
        "Go on reading, then press the button again.",
        "You opened this lesson a short while ago: reading it takes about %(minutes)s minutes more. "
        "Go on reading, then press the button again.",
        minutes,
    ) % {"minutes": minutes}


def _question(standing: Standing, question_id: str, *, is_open: bool) -> Question:
    """The lesson's question; LookupError where it has none of that id and kind."""
    for question in standing.questions:
        if question.id == question_id and question.is_open == is_open:
            return question
    raise LookupError(question_id)


def _keep_answer(
    progress: TopicProgress, question: Question, *, at: datetime, is_try: bool = True, **values: Any
) -> ControlAnswer:
    """Write the answer that stands; with the last one missing the topic is studied, where it was read."""
    before = _standing(progress)
    own = {"enrolment_id": progress.enrolment_id, "topic_id": progress.topic_id}
    answer, is_new = ControlAnswer.objects.get_or_create(
        **own, question=stored_name(question), defaults={**values, "first_at": at, "at": at}
    )
    if not is_new:
        for name, value in values.items():
            setattr(answer, name, value)
        answer.at = at
        answer.tries = min(answer.tries + is_try, 32_767)
        answer.save()
    after = _standing(progress)
    if before.unanswered and after.has_all and progress.studied_at is None:
        _save(progress, studied_at=at)
    return answer


@transaction.atomic
def answer_open(
    *, enrolment_id: int, topic_id: int, question_id: str, words: str, at: datetime
) -> ControlAnswer:
    """Keep one's own words (they may be empty) for an open control question; it is answered once it is judged too.

    Refuses too long a text; LookupError where the lesson has no such question.
    """
    progress = _locked(enrolment_id, topic_id, at=at)
    question = _question(_standing(progress), question_id, is_open=True)
    words = words.replace("\r\n", "\n").replace("\0", "").strip()  # PostgreSQL keeps no NUL
    if len(words) > MOST_LETTERS:
        raise Refusal(
            _("Your answer has %(letters)s characters, at most %(most)s can be kept. Shorten it.")
            % {"letters": len(words), "most": MOST_LETTERS},
            code="too_long",
        )
    return _keep_answer(progress, question, answer={"words": words}, at=at)


@transaction.atomic
def judge_answer(
    *, enrolment_id: int, topic_id: int, question_id: str, judgement: str, at: datetime
) -> ControlAnswer:
    """What the learner thinks of the own answer after the explained one; it may be thought over.

    Refuses before the answer was given and an unknown judgement; LookupError where the lesson has no such question.
    """
    progress = _locked(enrolment_id, topic_id, at=at)
    question = _question(_standing(progress), question_id, is_open=True)
    if judgement not in ControlAnswer.Judgement.values:
        raise Refusal(_("Choose how your answer compares with the explained one."), code="unknown_judgement")
    answers = ControlAnswer.objects.filter(enrolment_id=enrolment_id, topic_id=topic_id)
    if not answers.filter(question=stored_name(question)).exists():
        raise Refusal(_("Answer first, then compare with the explained answer."), code="unanswered")
    return _keep_answer(progress, question, judgement=judgement, at=at, is_try=False)


@transaction.atomic
def answer_bank(
    *, enrolment_id: int, topic_id: int, question_id: str, posted: QueryDict, at: datetime
) -> ControlAnswer:
    """Grade and keep an answer to a question of the bank; it may be repeated, the latest stands.

    Refuses an empty answer; LookupError where the lesson has no such question.
    """
    progress = _locked(enrolment_id, topic_id, at=at)
    question = _question(_standing(progress), question_id, is_open=False)
    answer, score = bank.resolver().grade(question.key, posted)
    return _keep_answer(progress, question, answer=answer, score=Decimal(score), at=at)


@transaction.atomic
def mark_studied(*, enrolment_id: int, topic_id: int, at: datetime, studied: bool = True) -> TopicProgress:
    """Mark a topic as studied by the learner's own word, or take the mark back.

    Refused while the person does not study, and where the lesson asks for reading or answers that are not there yet: they
    mark it by themselves. A topic whose lesson is not published, or one of practice alone without questions, asks for none.
    """
    progress = _locked(enrolment_id, topic_id, at=at)
    if not studied:
        _save(progress, studied_at=None)
        return progress
    standing = _standing(progress)
    if progress.studied_at is None and not standing.has_all:
        raise Refusal(
            _(
                "The topic counts as studied when its lesson is read to the end and its control questions are answered. "
                "Go on where something is still missing: it stands below the lesson."
            ),
            code="not_yet",
        )
    _save(progress, studied_at=progress.studied_at or at)
    return progress
