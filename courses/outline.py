"""The frozen plan with one learner's progress, as screens show it: three queries, whatever the size."""

from dataclasses import dataclass

from django.urls import reverse

from .models import Enrolment, PlanModule, PlanTopic, TopicProgress


@dataclass(frozen=True)
class TopicOutline:
    pk: int
    key: str
    number: str
    title: str
    lecture: int
    practice: int
    final: int
    url: str
    is_studied: bool
    is_opened: bool

    @property
    def hours(self) -> int:
        return self.lecture + self.practice + self.final

    @property
    def is_final(self) -> bool:
        """The final assessment: nothing to read, its hours come with the decision."""
        return self.final > 0


@dataclass(frozen=True)
class ModuleOutline:
    number: int
    title: str
    hours: int
    topics: tuple[TopicOutline, ...]
    is_current: bool

    @property
    def studied_hours(self) -> int:
        return sum(topic.hours for topic in self.topics if topic.is_studied)

    @property
    def is_done(self) -> bool:
        return all(topic.is_studied for topic in self.topics)

    @property
    def percent(self) -> int:
        return round(100 * self.studied_hours / self.hours) if self.hours else 0


@dataclass(frozen=True)
class CourseOutline:
    modules: tuple[ModuleOutline, ...]
    current: TopicOutline | None

    @property
    def topics(self) -> tuple[TopicOutline, ...]:
        return tuple(topic for module in self.modules for topic in module.topics)

    @property
    def hours(self) -> int:
        return sum(module.hours for module in self.modules)

    @property
    def studied_hours(self) -> int:
        return sum(module.studied_hours for module in self.modules)

    @property
    def percent(self) -> int:
        return round(100 * self.studied_hours / self.hours) if self.hours else 0

    def around(self, key: str) -> tuple[TopicOutline | None, TopicOutline | None]:
        """The topics before and after one."""
        topics = self.topics
        index = next(place for place, topic in enumerate(topics) if topic.key == key)
        return (topics[index - 1] if index else None, topics[index + 1] if index + 1 < len(topics) else None)

    def module_of(self, key: str) -> ModuleOutline:
        return next(module for module in self.modules if any(topic.key == key for topic in module.topics))


def outline_for(enrolment: Enrolment, *, language: str) -> CourseOutline:
    """The plan and progress of an enrolment, titles in the language asked for."""
    modules = list(PlanModule.objects.filter(cohort_id=enrolment.cohort_id))
    rows = PlanTopic.objects.filter(cohort_id=enrolment.cohort_id).values_list(
        "pk",
        "module_id",
        "key",
        "number",
        "title_ru" if language == "ru" else "title_kk",
        "lecture",
        "practice",
        "final",
    )
    progress = dict(TopicProgress.objects.filter(enrolment=enrolment).values_list("topic_id", "studied_at"))
    topics: dict[int, list[TopicOutline]] = {}
    stem = reverse("study_course", args=[enrolment.pk])
    for pk, module_id, key, number, title, lecture, practice, final in rows:
        topics.setdefault(module_id, []).append(
            TopicOutline(
                pk=pk,
                key=key,
                number=number,
                title=title,
                lecture=lecture,
                practice=practice,
                final=final,
                url=f"{stem}{key}/",
                is_studied=progress.get(pk) is not None,
                is_opened=pk in progress,
            )
        )
    current = next(
        (
            topic
            for module in modules
            for topic in topics.get(module.pk, [])
            if not topic.is_studied and not topic.is_final
        ),
        None,
    )
    return CourseOutline(
        modules=tuple(
            ModuleOutline(
                number=module.number,
                title=module.title_in(language),
                hours=module.hours,
                topics=tuple(topics.get(module.pk, [])),
                is_current=current is not None and current in topics.get(module.pk, []),
            )
            for module in modules
        ),
        current=current,
    )
