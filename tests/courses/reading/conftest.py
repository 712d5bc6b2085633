"""A lesson of three parts to read and two open questions, in a running cohort."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from wagtail.models import Locale, Page

from assessments.models import Question, QuestionVersion
from courses.lessons import Lesson, lesson_for
from courses.models import ControlAnswer, Enrolment, PlanTopic, TopicProgress
from courses.pages import TopicPage
from courses.reading import services
from courses.services import open_topic
from tests.courses.pages import stream
from tests.factories import NOW, enrol, make_cohort, make_edition

WORDS = "<p>" + "сөз " * 160 + "</p>"
LESSON = [
    ("text", f"<h2>Бірінші бөлім</h2>{WORDS}"),
    ("case", {"title": "Мысал", "text": WORDS}),
    ("control_question", {"question": "Неге <бұлай>?", "answer": "<p>Себебі осы.</p>"}),
    ("text", WORDS),
    ("control_question", {"question": "Енді не істейміз?", "answer": "<p>Жалғастырамыз.</p>"}),
]
KEY = "A.1.1"


@dataclass
class Studying:
    """A learner with an opened topic."""

    enrolment: Enrolment
    topic: PlanTopic
    key: str = KEY
    opened_at: datetime = NOW

    @property
    def own(self) -> dict:
        return {"enrolment_id": self.enrolment.pk, "topic_id": self.topic.pk}

    @property
    def lesson(self) -> Lesson:
        lesson = lesson_for(self.key, language="kk")
        assert lesson is not None
        return lesson

    @property
    def progress(self) -> TopicProgress:
        return TopicProgress.objects.get(**self.own)

    @property
    def questions(self) -> list[str]:
        return [question.id for question in self.lesson.questions]

    def after(self, seconds: float) -> datetime:
        return self.opened_at + timedelta(seconds=seconds)

    def see(self, *places: int, after: float, seconds: int = 100, **more) -> TopicProgress:
        """A report that the parts at these places of the lesson were seen so long."""
        parts = self.lesson.read_parts
        return services.see_parts(
            **self.own, seen={parts[place].id: seconds for place in places}, at=self.after(after), **more
        )

    def answer(
        self, place: int, *, after: float = 60, words: str = "", judgement: str = "knew"
    ) -> ControlAnswer:
        """The open question at this place, answered and judged."""
        which = {**self.own, "question_id": self.questions[place], "at": self.after(after)}
        services.answer_open(**which, words=words)
        return services.judge_answer(**which, judgement=judgement)


@pytest.fixture
def cohort(db):
    return make_cohort(make_edition())


def publish(key: str = KEY, body=LESSON) -> TopicPage:
    """The Kazakh lesson alone, without the pages above it: quickly made, and found as any other."""
    page = TopicPage(
        title=f"Тақырып {key}",
        slug=key.lower().replace(".", "-"),
        key=key,
        locale=Locale.objects.get(language_code="kk"),
        aim="Мақсат.",
        outcomes=["түсінеді"],
        body=stream(body, name=key),
    )
    return Page.get_first_root_node().add_child(instance=page)


def begin(cohort, key: str = KEY, enrolment: Enrolment | None = None) -> Studying:
    enrolment = enrolment or enrol(None, cohort)
    topic = PlanTopic.objects.get(cohort=cohort, key=key)
    open_topic(enrolment_id=enrolment.pk, topic_id=topic.pk, at=NOW)
    return Studying(enrolment, topic, key)


@pytest.fixture
def studying(cohort) -> Studying:
    publish()
    return begin(cohort)


def practice(key: str = "A.1.1", *, is_practice: bool = True) -> Question:
    """A question of the bank as factories make it, for practice."""
    number = {True: "p", False: "f"}[is_practice] + key[-1]
    question = Question.objects.create(
        key=f"A.1.{number}", programme_code="A", module=1, topic_key=key, is_practice=is_practice
    )
    texts = {
        "stem": f"Банк сұрағы {number}?",
        "options": {"a": "дұрыс", "b": "бұрыс"},
        "explanation": "Түсіндірме осы.",
    }
    body = {"shuffle": True, "correct": ["a"], "kk": texts, "ru": texts}
    QuestionVersion.objects.create(
        question=question, number=1, status="ready", kind="single", body=body, content_hash=number
    )
    return question
