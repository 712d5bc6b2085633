"""A page that a running cohort studies can be mended, not taken away.

Models are asked of the registry: pages stand on this module.
"""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from people.errors import Refusal

STUDIED = ("open", "running", "assessing")
IS_STUDIED = _("“%(page)s” is in the plan of cohorts that study now (%(cohorts)s).")
SENTENCES = {
    "remove": _("Its text can be corrected, but it cannot be removed or unpublished before they end."),
    "move": _("It can change its place among its neighbours, but it cannot move elsewhere before they end."),
    "slug": _("Its address was given to learners and cannot change before they end."),
    "expire": _("It cannot be set to expire before they end."),
    "key": _("It cannot become the page of another topic before they end."),
}


def topic_keys(page: Page) -> list[str]:
    """Keys of the lessons that this page is or holds."""
    topics = apps.get_model("courses", "TopicPage").objects
    return list(topics.descendant_of(page, inclusive=True).values_list("key", flat=True))


def cohorts_of(keys: list[str]) -> list[str]:
    """Codes of the cohorts that study one of the topics now (one query)."""
    if not keys:
        return []
    rows = (
        apps.get_model("courses", "PlanTopic")
        .objects.filter(key__in=keys, cohort__status__in=STUDIED)
        .values_list("cohort__edition__code", "cohort__number")
        .distinct()
    )
    return [f"{code}-{number}" for code, number in sorted(rows)]


def running_cohorts(page: Page) -> list[str]:
    """Codes of the cohorts whose plan needs this page or one below it (two queries)."""
    return cohorts_of(topic_keys(page))


def sentence(page: Page, act: str, cohorts: list[str]) -> str:
    """Why `act`, a key of SENTENCES, has to wait."""
    said = IS_STUDIED % {"page": page.title, "cohorts": ", ".join(cohorts)}
    return f"{said} {SENTENCES[act]}"


def refusal(page: Page, act: str) -> str:
    """The sentence that refuses `act`, empty where no running cohort needs the page."""
    cohorts = running_cohorts(page)
    return sentence(page, act, cohorts) if cohorts else ""


def check(page: Page, act: str) -> None:
    """Refuses `act` on a page that a running cohort studies."""
    if said := refusal(page, act):
        raise Refusal(said, code=f"studied_{act}")


@transaction.atomic
def keep_studied_pages(*, at: datetime) -> list[str]:
    """Take the end off pages that would expire by `at` while a cohort studies them; their titles.

    An end that was set before the cohort opened: the form refuses one set later.
    """
    kept = []
    for page in Page.objects.select_for_update().filter(live=True, expire_at__lt=at).order_by("path"):
        if running_cohorts(page):
            Page.objects.filter(pk=page.pk).update(expire_at=None)
            kept.append(page.title)
    return kept
