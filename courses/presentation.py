"""What the public pages of programmes show besides their own text: hours, cohorts, neighbours."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from .kit.views import for_topic
from .lessons import lesson_for
from .models import Cohort, Enrolment, ProgrammeEdition
from .pages import CataloguePage, ModulePage, OrientationPage, ProgrammePage, TopicPage


def newest_editions() -> dict[str, ProgrammeEdition]:
    """The current edition of each programme (one query)."""
    editions: dict[str, ProgrammeEdition] = {}
    for edition in ProgrammeEdition.objects.order_by("code", "number"):
        editions[edition.code] = edition
    return editions


KEEP_SECONDS = 300
ORIENTATION_KEYS = {"kk": "orientation:kk", "ru": "orientation:ru"}


def content_language() -> str:
    """The language of pages in the reader's interface: the English one reads the Kazakh pages."""
    return "ru" if get_language() == "ru" else "kk"


def orientation_page() -> OrientationPage | None:
    """“How to study here” where it is published; no query while the answer is in the cache."""
    language = content_language()
    found = cache.get(ORIENTATION_KEYS[language])
    if found is None:
        pages = OrientationPage.objects.live().filter(locale__language_code=language)
        found = [*pages.select_related("locale").defer("body")[:1]]
        cache.set(ORIENTATION_KEYS[language], found, KEEP_SECONDS)
    return found[0] if found else None


def open_lessons(above: Page) -> list[TopicPage]:
    """The lessons below a page that anyone reads whole, in the plan's order."""
    rows = TopicPage.objects.live().descendant_of(above).filter(is_open=True)
    return list(rows.defer("body").order_by("path"))


def front_context(page: Page) -> dict:
    """The programmes, each with a lesson to try, and how to study here."""
    lessons = open_lessons(page)
    return {
        "programmes": [
            {
                "page": programme,
                "lesson": next((one for one in lessons if one.path.startswith(programme.path)), None),
            }
            for programme in ProgrammePage.objects.live().descendant_of(page).order_by("key")
        ],
        "orientation": orientation_page(),
        "content_language": content_language(),
    }


def catalogue_context(page: CataloguePage, request: HttpRequest) -> dict:
    """Programmes with their hours and the next cohort to apply to."""
    editions = newest_editions()
    open_cohorts: dict[str, Cohort] = {}
    for cohort in Cohort.objects.taking_applications().select_related("edition").order_by("-starts_on"):
        open_cohorts[cohort.edition.code] = cohort
    programmes = ProgrammePage.objects.live().child_of(page).order_by("key")
    return {
        "programmes": [
            {
                "page": programme,
                "edition": editions.get(programme.key),
                "next_cohort": open_cohorts.get(programme.key),
            }
            for programme in programmes
        ]
    }


def programme_context(page: ProgrammePage, request: HttpRequest) -> dict:
    """The plan with hours and links, and the cohorts that take applications."""
    language = page.locale.language_code
    edition = newest_editions().get(page.key)
    topics = {
        topic.key: topic
        for topic in TopicPage.objects.live().descendant_of(page).only("key", "url_path", "path", "is_open")
    }
    paths = {key: topic.url_path.split("/programmes/", 1)[-1] for key, topic in topics.items()}
    modules = []
    if edition:
        for module in edition.modules.prefetch_related("topics"):
            modules.append(
                {
                    "number": module.number,
                    "title": module.title_in(language),
                    "hours": module.hours,
                    "topics": [
                        {
                            "number": topic.number,
                            "title": topic.title_in(language),
                            "lecture": topic.lecture,
                            "practice": topic.practice,
                            "final": topic.final,
                            "hours": topic.hours,
                            "path": paths.get(topic.key, ""),
                            "is_open": topic.key in topics and topics[topic.key].is_open,
                        }
                        for topic in module.topics.all()
                    ],
                }
            )
    cohorts = list(
        Cohort.objects.taking_applications()
        .filter(edition__code=page.key)
        .select_related("edition")
        .order_by("starts_on")
    )
    mine: dict[int, Enrolment] = {}
    if request.user.is_authenticated:
        mine = {row.cohort_id: row for row in Enrolment.objects.of(request.user).filter(cohort__in=cohorts)}
    return {
        "edition": edition,
        "modules": modules,
        "try_path": next((path for key, path in paths.items() if topics[key].is_open), ""),
        "cohorts": [{"cohort": cohort, "enrolment": mine.get(cohort.pk)} for cohort in cohorts],
    }


def module_context(page: ModulePage, request: HttpRequest) -> dict:
    return {
        "topics": TopicPage.objects.live().child_of(page).order_by("path"),
        "programme": page.get_parent(),
    }


def topic_context(page: TopicPage, request: HttpRequest) -> dict:
    """What a visitor sees of a lesson, the whole of an open one; a learner is shown the way into their own course."""
    language = page.locale.language_code
    is_whole = page.is_open and not getattr(request, "is_preview", False)
    own = None
    if request.user.is_authenticated:
        own = Enrolment.objects.of(request.user).studying().filter(cohort__plan_topics__key=page.key).last()
    *_above, programme, module = page.get_ancestors()
    return {
        "module": module,
        "programme": programme,
        "own": own,
        "lesson": lesson_for(page.key, language=language) if is_whole else None,
        "kit_forms": for_topic(page.key, language) if is_whole else [],
        "content_language": language,
        "is_editor": request.user.is_authenticated
        and request.user.has_role("methodologist", "administrator"),
    }
