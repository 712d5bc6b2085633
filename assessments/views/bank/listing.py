"""The bank as a list: filters, search, pages, and what each question's row says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ... import items
from ...models import QuestionReview, QuestionVersion
from . import filters, places
from .bulk import BulkForm
from .frame import LAST_LIST, for_keepers, screen, status_tag

PER_PAGE = 30


@dataclass(frozen=True)
class QuestionRow:
    """A question in the list. `tags`: the version in use, and the newest one where it is another."""

    question_id: int
    key: str
    stem: str
    language: str
    kind: str
    topic: str
    difficulty: int
    difficulty_words: str
    tags: list[dict[str, str]]
    review: str
    review_tone: str
    missing: list[str]
    shown: int


def difficulty_words(difficulty: int) -> str:
    return {1: _("easy"), 2: _("medium"), 3: _("hard")}[difficulty]


def rows_for(versions: Iterable[QuestionVersion], titles: dict[str, str]) -> list[QuestionRow]:
    """Rows for a page of newest versions (two queries however many)."""
    versions = list(versions)
    ready = {
        version.question_id: version
        for version in QuestionVersion.objects.filter(
            question__in=[version.question_id for version in versions], status="ready"
        ).defer("body")
    }
    verdicts: dict[int, QuestionReview] = {}
    for review in QuestionReview.objects.filter(version__in=versions).order_by("at", "pk"):
        verdicts[review.version_id] = review
    return [
        _row(version, ready.get(version.question_id), verdicts.get(version.pk), titles)
        for version in versions
    ]


def _row(
    version: QuestionVersion,
    ready: QuestionVersion | None,
    review: QuestionReview | None,
    titles: dict[str, str],
) -> QuestionRow:
    question = version.question
    language = "ru" if get_language() == "ru" else "kk"
    texts = {one: (version.body.get(one) or {}).get("stem", "") for one in filters.LANGUAGES}
    if not texts[language]:
        language = next((one for one in filters.LANGUAGES if texts[one]), language)
    tags = [status_tag(one) for one in (ready, version if version != ready else None) if one is not None]
    return QuestionRow(
        question_id=question.pk,
        key=question.key,
        stem=texts[language],
        language=language,
        kind=str(items.kind(version.kind).title) if version.kind in items.KINDS else version.kind,
        topic=titles.get(question.topic_key, question.topic_key),
        difficulty=version.difficulty,
        difficulty_words=difficulty_words(version.difficulty),
        tags=tags,
        review=review.get_verdict_display() if review else "",
        review_tone={"approve": "ok", "rework": "bad"}[review.verdict] if review else "",
        missing=[language for language in filters.LANGUAGES if language in filters.incomplete(version.body)],
        shown=getattr(version, "shown", 0),
    )


@for_keepers
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    topics = places.topics()
    form = filters.FilterForm(request.GET, topics)
    found = filters.narrowed(form, request.user).select_related("question")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    # Other screens lead back to the list as it was.
    if request.session.get(LAST_LIST, "") != request.GET.urlencode():
        request.session[LAST_LIST] = request.GET.urlencode()
    topic = next((one for one in topics if one.key == form.asked.get("topic")), None)
    return screen(
        request,
        "list",
        title=_("Question bank"),
        form=form,
        page=page,
        rows=rows_for(page.object_list, {topic.key: topic.label for topic in topics}),
        query=query.urlencode(),
        bulk=BulkForm(),
        begin=topic.value if topic else "",
    )
