"""Control questions put into their places in a lesson's cached HTML, as they stand for this learner."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ..lessons import Question
from ..models import ControlAnswer
from . import bank
from .standing import Standing, is_answered

_PLACE = re.compile(r"<!--question ([^>]*?)-->.*?<!--/question-->", re.DOTALL)


@dataclass(frozen=True)
class Frame:
    """What every question on a page shares. `language`: of the content; `csrf_token`: for its form; `topic_url`: of the
    page; `may_answer`: the learner studies now.
    """

    enrolment_id: int
    key: str
    topic_url: str
    language: str
    csrf_token: str
    may_answer: bool


@dataclass(frozen=True)
class Trouble:
    """An answer that was refused: the question's id, what was sent, and why."""

    question_id: str
    posted: QueryDict
    sentence: str


def _is_asked(question: Question, standing: Standing, again: str, trouble: Trouble | None) -> bool:
    """Whether the question is shown to be answered: for the first time, once more, or after a refusal."""
    if again == question.id or (trouble is not None and trouble.question_id == question.id):
        return True
    said = standing.said(question)
    return said is None or (not question.is_open and said.score is None)


def live_questions(
    questions: Collection[Question],
    standing: Standing,
    frame: Frame,
    *,
    again: str = "",
    trouble: Trouble | None = None,
    focus: bool = False,
) -> dict[str, SafeString]:
    """Each question as it stands, by its id; the bank is asked once for all of them. `again`: the id of one to be answered
    anew; `focus`: keys go on from here (a part of the page that was just replaced).
    """
    asked = {one.id: _is_asked(one, standing, again, trouble) and frame.may_answer for one in questions}
    items = _of_bank(questions, standing, frame, asked, trouble)
    found = {}
    for question in questions:
        said = standing.said(question)
        if not frame.may_answer and (said is None or not is_answered(question, said)):
            continue  # who does not study reads the answer as it stands in the lesson
        own = trouble if trouble is not None and trouble.question_id == question.id else None
        context = {
            "question": question,
            "item": items.get(question.id, ""),
            "said": said,
            "is_asked": asked[question.id],
            "is_answered": is_answered(question, said),
            "words": own.posted.get("words", "") if own else said.words if said else "",
            "trouble": own.sentence if own else "",
            "judgements": ControlAnswer.Judgement.choices,
            "url": reverse("reading_question", args=[frame.enrolment_id, frame.key, question.id]),
            "frame": frame,
            "focus": focus,
            "csrf_token": frame.csrf_token,
            "LANGUAGE_CODE": get_language(),
        }
        found[question.id] = mark_safe(render_to_string("courses/reading/question.html", context))  # noqa: S308
    return found


def _of_bank(
    questions: Collection[Question],
    standing: Standing,
    frame: Frame,
    asked: dict[str, bool],
    trouble: Trouble | None,
) -> dict[str, SafeString]:
    """The bank's questions by the id of their block: inputs where they are asked, else the review."""
    ours = {one.id: one for one in questions if not one.is_open}
    wanted = []
    for one in ours.values():
        said = standing.said(one)
        typed = trouble.posted if trouble is not None and trouble.question_id == one.id else None
        if said is None or asked[one.id]:
            wanted.append(bank.Wanted(key=one.key, typed=typed))
        else:
            wanted.append(bank.Wanted(key=one.key, answer=said.answer, graded=said.score))
    shown = bank.resolver().present_many(wanted, frame.language) if wanted else {}
    return {one.id: shown[one.key] for one in ours.values() if one.key in shown}


def fill(html: str, live: dict[str, SafeString]) -> SafeString:
    """A lesson's HTML with live questions in their places; the others stay as they stand."""
    return mark_safe(_PLACE.sub(lambda place: live.get(place[1], place[0]), html))  # noqa: S308
