"""A lesson's text as HTML, rendered once per published revision and kept in the cache."""

from dataclasses import dataclass

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from .models import GlossaryTerm, Reference
from .pages import TopicPage

KEEP_SECONDS = 60 * 60 * 24


@dataclass(frozen=True)
class Lesson:
    """What a reader shows of a topic page. `minutes`: reading time at 160 words a minute."""

    title: str
    aim: str
    outcomes: list[str]
    html: str
    minutes: int
    is_full: bool


def lesson_html(page: TopicPage) -> str:
    """The lesson's parts, its key terms and literature, rendered."""
    code = page.key.split(".")[0]
    language = page.locale.language_code
    terms = list(GlossaryTerm.objects.filter(programme_code=code, key__in=page.terms)) if page.terms else []
    works = (
        list(Reference.objects.filter(programme_code=code, key__in=page.literature))
        if page.literature
        else []
    )
    return render_to_string(
        "courses/lesson.html",
        {
            "page": page,
            "language": language,
            "terms": [(getattr(term, language), getattr(term, f"definition_{language}")) for term in terms],
            "works": [getattr(work, language) for work in works],
        },
    )


def lesson_for(key: str, *, language: str) -> Lesson | None:
    """The published lesson of a topic; None where it is not published. One query where the text is in the cache."""
    stamp = (
        TopicPage.objects.filter(key=key, locale__language_code=language, live=True)
        .values_list("pk", "live_revision_id")
        .first()
    )
    if stamp is None:
        return None
    # The interface language decides headings such as “Key terms” inside the lesson: the cohort's language does.
    name = f"lesson:{stamp[0]}:{stamp[1]}"
    lesson = cache.get(name)
    if lesson is None:
        page = TopicPage.objects.select_related("locale").get(pk=stamp[0])
        with translation.override(language):
            html = lesson_html(page)
        words = len(strip_tags(html).split())
        lesson = Lesson(
            title=page.title,
            aim=page.aim,
            outcomes=page.outcomes,
            html=html,
            minutes=max(1, round(words / 160)),
            is_full=any(block.block_type != "text" for block in page.body),
        )
        cache.set(name, lesson, KEEP_SECONDS)
    return lesson
