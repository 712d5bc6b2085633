"""What the public pages of programmes show besides their own text: hours, cohorts, neighbours."""

from django.http import HttpRequest

from .models import Cohort, Enrolment, ProgrammeEdition
from .pages import CataloguePage, ModulePage, ProgrammePage, TopicPage


def newest_editions() -> dict[str, ProgrammeEdition]:
    """The current edition of each programme (one query)."""
    editions: dict[str, ProgrammeEdition] = {}
    for edition in ProgrammeEdition.objects.order_by("code", "number"):
        editions[edition.code] = edition
    return editions


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
    topic_urls = {
        topic.key: topic.url_path.split("/programmes/", 1)[-1]
        for topic in TopicPage.objects.live().descendant_of(page).only("key", "url_path", "path")
    }
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
                            "path": topic_urls.get(topic.key, ""),
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
        "cohorts": [{"cohort": cohort, "enrolment": mine.get(cohort.pk)} for cohort in cohorts],
    }


def module_context(page: ModulePage, request: HttpRequest) -> dict:
    return {
        "topics": TopicPage.objects.live().child_of(page).order_by("path"),
        "programme": page.get_parent(),
    }


def topic_context(page: TopicPage, request: HttpRequest) -> dict:
    """What a visitor sees of a lesson; a learner is shown the way into their own course."""
    own = None
    if request.user.is_authenticated:
        own = Enrolment.objects.of(request.user).studying().filter(cohort__plan_topics__key=page.key).last()
    module = page.get_parent()
    return {
        "module": module,
        "programme": module.get_parent(),
        "own": own,
        "is_editor": request.user.is_authenticated
        and request.user.has_role("methodologist", "administrator"),
    }
