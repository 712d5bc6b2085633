"""The frozen plan with one learner's progress, as screens show it: one query once the plan is in the cache."""

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from .models import Cohort, Enrolment, PlanModule, PlanTopic, TopicProgress


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


@dataclass(frozen=True)
class _Plan:
    """A cohort's frozen plan in one language: modules (pk, number, title, hours) and topic rows."""

    modules: tuple[tuple[int, int, str, int], ...]
    topics: tuple[tuple[int, int, str, str, str, int, int, int], ...]


def _plan(cohort: Cohort, language: str) -> _Plan:
    """The plan from the cache: it never changes once the cohort has opened."""
    name = f"plan:{cohort.pk}:{cohort.frozen_at.timestamp() if cohort.frozen_at else 0}:{language}"
    plan = cache.get(name)
    if plan is None:
        title = "title_ru" if language == "ru" else "title_kk"
        plan = _Plan(
            modules=tuple(
                PlanModule.objects.filter(cohort=cohort).values_list("pk", "number", title, "hours")
            ),
            topics=tuple(
                PlanTopic.objects.filter(cohort=cohort).values_list(
                    "pk", "module_id", "key", "number", title, "lecture", "practice", "final"
                )
            ),
        )
        cache.set(name, plan, 60 * 60)
    return plan


def outline_for(enrolment: Enrolment, *, language: str) -> CourseOutline:
    """The plan and progress of an enrolment (its cohort at hand), titles in the language asked for."""
    plan = _plan(enrolment.cohort, language)
    progress = dict(TopicProgress.objects.filter(enrolment=enrolment).values_list("topic_id", "studied_at"))
    topics: dict[int, list[TopicOutline]] = {}
    stem = reverse("study_course", args=[enrolment.pk])
    for pk, module_id, key, number, title, lecture, practice, final in plan.topics:
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
            for module_id, *_rest in plan.modules
            for topic in topics.get(module_id, [])
            if not topic.is_studied and not topic.is_final
        ),
        None,
    )
    return CourseOutline(
        modules=tuple(
            ModuleOutline(
                number=number,
                title=title,
                hours=hours,
                topics=tuple(topics.get(pk, [])),
                is_current=current is not None and current in topics.get(pk, []),
            )
            for pk, number, title, hours in plan.modules
        ),
        current=current,
    )
