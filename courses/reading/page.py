"""A topic as its learner sees it: the lesson with live questions, how far one is, the way through the module."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ..kit.views import for_topic
from ..lessons import Lesson, Part, Question, lesson_for
from ..models import Enrolment
from ..outline import CourseOutline, TopicOutline, outline_for
from . import rules, services
from .fill import Frame, Trouble, fill, live_questions
from .standing import Standing, is_practical, standing_of


def own_enrolment(request: HttpRequest, enrolment_id: int) -> Enrolment:
    """The reader's own enrolment with its cohort; anyone else's does not exist."""
    return get_object_or_404(
        Enrolment.objects.of(request.user).studying().select_related("cohort__edition"), pk=enrolment_id
    )


@dataclass(frozen=True)
class Place:
    """A topic of one's own course with its lesson and how far one is with it."""

    enrolment: Enrolment
    outline: CourseOutline
    topic: TopicOutline
    lesson: Lesson | None
    standing: Standing

    @property
    def language(self) -> str:
        return self.enrolment.cohort.language

    @property
    def may_answer(self) -> bool:
        return self.enrolment.status == Enrolment.Status.STUDYING and not self.topic.is_final

    @property
    def is_studied(self) -> bool:
        return self.topic.is_studied

    @property
    def following(self) -> TopicOutline | None:
        return self.outline.around(self.topic.key)[1]

    @property
    def next_part(self) -> Part | None:
        """The first part that is not read yet."""
        return next(iter(self.standing.unread), None)

    @property
    def next_question(self) -> Question | None:
        return next(iter(self.standing.unanswered), None)

    def frame(self, request: HttpRequest) -> Frame:
        return Frame(
            enrolment_id=self.enrolment.pk,
            key=self.topic.key,
            topic_url=self.topic.url,
            language=self.language,
            csrf_token=get_token(request) if self.may_answer else "",
            may_answer=self.may_answer,
        )


def place_of(request: HttpRequest, enrolment_id: int, key: str) -> Place:
    """The topic in the reader's own course; 404 where there is no such course or topic."""
    enrolment = own_enrolment(request, enrolment_id)
    outline = outline_for(enrolment, language=enrolment.cohort.language)
    topic = next((topic for topic in outline.topics if topic.key == key), None)
    if topic is None:
        raise Http404
    lesson = lesson_for(key, language=enrolment.cohort.language)
    standing = standing_of(
        enrolment.pk,
        topic_id=topic.pk,
        is_practical=is_practical(lecture=topic.lecture, practice=topic.practice),
        lesson=lesson,
    )
    return Place(enrolment=enrolment, outline=outline, topic=topic, lesson=lesson, standing=standing)


def topic_page(
    request: HttpRequest,
    enrolment_id: int,
    key: str,
    *,
    trouble: Trouble | None = None,
    too_early: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page. `trouble`: an answer that was refused, given back; `too_early`: why the end is not believed yet."""
    place = place_of(request, enrolment_id, key)
    topic, enrolment, lesson = place.topic, place.enrolment, place.lesson
    if not topic.is_opened and enrolment.status == Enrolment.Status.STUDYING:
        services.open_topic(enrolment_id=enrolment.pk, topic_id=topic.pk, at=timezone.now())
    lesson_html = ""
    if lesson is not None:
        live = live_questions(
            place.standing.questions,
            place.standing,
            place.frame(request),
            again=request.GET.get("again", ""),
            trouble=trouble,
        )
        lesson_html = fill(lesson.html, live)
    context = {
        "place": place,
        "standing": place.standing,
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "topic": topic,
        "lesson": lesson,
        "lesson_html": lesson_html,
        "module": place.outline.module_of(key),
        "previous": place.outline.around(key)[0],
        "following": place.following,
        "may_mark": place.may_answer,
        "asks_bank": any(not question.is_open for question in place.standing.questions),
        "too_early": too_early,
        # Words that one second of looking at a part is enough for.
        "reading_pace": f"{rules.WORDS_A_MINUTE * rules.SHARE / 60:.4f}",
        "content_language": place.language,
        "kit_forms": for_topic(key, place.language),
    }
    return render(request, "courses/topic.html", context, status=status)
