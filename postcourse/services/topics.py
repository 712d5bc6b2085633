"""Lessons of the programmes as something else is sorted by them: practices, goals, events."""

from dataclasses import dataclass

from django.utils.translation import get_language

from courses.models import EditionTopic


@dataclass(frozen=True)
class Topic:
    """A lesson of a programme's newest edition: key “A.3.2”, number “3.2”."""

    programme: str
    programme_kk: str
    programme_ru: str
    key: str
    number: str
    title_kk: str
    title_ru: str

    @property
    def title(self) -> str:
        return self.title_ru if get_language() == "ru" else self.title_kk

    @property
    def programme_title(self) -> str:
        return self.programme_ru if get_language() == "ru" else self.programme_kk


def topics() -> list[Topic]:
    """Every lesson of each programme's newest edition, in their order (one query)."""
    rows = EditionTopic.objects.select_related("module__edition").order_by(
        "module__edition__code", "-module__edition__number", "module__number", "order"
    )
    newest: dict[str, int] = {}
    found = []
    for row in rows:
        edition = row.module.edition
        if newest.setdefault(edition.code, edition.pk) == edition.pk:
            found.append(
                Topic(
                    programme=edition.code,
                    programme_kk=edition.title_kk,
                    programme_ru=edition.title_ru,
                    key=row.key,
                    number=row.number,
                    title_kk=row.title_kk,
                    title_ru=row.title_ru,
                )
            )
    return found


def topic_of(key: str) -> Topic | None:
    """The lesson with this key; None for one that is no longer taught."""
    return next((topic for topic in topics() if topic.key == key), None)
