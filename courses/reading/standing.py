"""How far a learner is with a topic: what was read and answered, what is missing, what comes next (one query)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q

from ..lessons import Lesson, Part, Question
from ..models import ControlAnswer, PlanTopic
from . import bank, rules

_FIELDS = (
    "own__opened_at",
    "own__studied_at",
    "own__read_at",
    "own__parts_read",
    "own__place",
    "own__seconds",
    "answer__question",
    "answer__answer",
    "answer__judgement",
    "answer__score",
    "answer__tries",
)


@dataclass(frozen=True)
class Said:
    """A learner's answer to a control question, as it stands. `is_judged`: an open one was compared with the explained."""

    answer: Mapping[str, Any]
    judgement: str
    score: Any
    tries: int

    @property
    def words(self) -> str:
        return str(self.answer.get("words", ""))

    @property
    def is_judged(self) -> bool:
        return bool(self.judgement)

    @property
    def judged(self) -> str:
        """The judgement in words."""
        return str(ControlAnswer.Judgement(self.judgement).label) if self.judgement else ""


def is_answered(question: Question, said: Said | None) -> bool:
    """Whether a question is answered: judged by its learner where it is open, graded where it is the bank's."""
    if said is None:
        return False
    return said.is_judged if question.is_open else said.score is not None


@dataclass(frozen=True)
class Standing:
    """`lesson` None: not published; `questions`: those that can be answered; `answers` by `stored_name` of the question."""

    lesson: Lesson | None
    is_practical: bool
    questions: tuple[Question, ...] = ()
    opened_at: datetime | None = None
    studied_at: datetime | None = None
    read_at: datetime | None = None
    parts_read: frozenset[str] = frozenset()
    place: str = ""
    seconds: int = 0
    answers: Mapping[str, Said] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.lesson.read_parts if self.lesson else ()

    @property
    def need(self) -> rules.Needs:
        return rules.needs(
            parts=len(self.parts), questions=len(self.questions), is_practical=self.is_practical
        )

    @property
    def is_studied(self) -> bool:
        return self.studied_at is not None

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def has_all(self) -> bool:
        """Everything the topic asks for is there."""
        return rules.is_studied(
            self.need, is_read=self.is_read, answered=self.answered, questions=len(self.questions)
        )

    def said(self, question: Question) -> Said | None:
        return self.answers.get(stored_name(question))

    @property
    def unread(self) -> list[Part]:
        """Parts still to be read; none once the lesson was read to its end, whatever was added since."""
        if self.is_read:
            return []
        return [part for part in self.parts if part.id not in self.parts_read]

    @property
    def unanswered(self) -> list[Question]:
        return [one for one in self.questions if not is_answered(one, self.said(one))]

    @property
    def answered(self) -> int:
        return len(self.questions) - len(self.unanswered)

    @property
    def only_last_is_unread(self) -> bool:
        return len(self.unread) == 1 and self.unread[0] == self.parts[-1]

    @property
    def resume(self) -> Part | None:
        """Where the reader was, offered while something is unread and it is not the beginning."""
        if not self.unread or self.lesson is None:
            return None
        found = next((part for part in self.lesson.parts if part.id == self.place), None)
        return None if found is None or found == self.lesson.parts[0] else found


def stored_name(question: Question) -> str:
    """The name an answer is kept under: the bank's key where there is one, so that it goes along with the question."""
    return question.key or question.id


def is_practical(*, lecture: int, practice: int) -> bool:
    """A topic of practice alone: done, not read."""
    return practice > 0 and lecture == 0


def askable(lesson: Lesson) -> tuple[Question, ...]:
    """The questions of a lesson that can be answered: one that the bank gave up asks nothing (no query without any)."""
    keys = [question.key for question in lesson.questions if not question.is_open]
    known = bank.resolver().exists(keys) if keys else set()
    return tuple(question for question in lesson.questions if question.is_open or question.key in known)


def standing_of(enrolment_id: int, *, topic_id: int, is_practical: bool, lesson: Lesson | None) -> Standing:
    """What stands of one topic: one query, one more where the bank is asked; none where no lesson is published."""
    if lesson is None:
        return Standing(lesson=None, is_practical=is_practical)
    rows = list(
        PlanTopic.objects.filter(pk=topic_id)
        .annotate(
            own=FilteredRelation("progress", condition=Q(progress__enrolment=enrolment_id)),
            answer=FilteredRelation("control_answers", condition=Q(control_answers__enrolment=enrolment_id)),
        )
        .values_list(*_FIELDS)
    )
    opened_at, studied_at, read_at, parts_read, place, seconds, *_answer = rows[0]
    return Standing(
        lesson=lesson,
        is_practical=is_practical,
        questions=askable(lesson),
        opened_at=opened_at,
        studied_at=studied_at,
        read_at=read_at,
        parts_read=frozenset(parts_read or ()),
        place=place or "",
        seconds=seconds or 0,
        answers={row[6]: Said(*row[7:]) for row in rows if row[6]},
    )
