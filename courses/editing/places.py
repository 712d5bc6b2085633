"""Which places of a programme's table still have no page in a language."""

from django.apps import apps
from wagtail.models import Locale, Page

Choice = tuple[str, str]


def _newest(code: str):
    editions = apps.get_model("courses", "ProgrammeEdition").objects
    return editions.filter(code=code).order_by("-number").first()


def topics_of(parent: Page, language: str) -> list[Choice]:
    """(key, number and title) of the topics of a module page's module, in the newest edition."""
    code, _dot, number = getattr(parent, "key", "").partition(".")
    edition = _newest(code)
    if edition is None or not number.isdecimal():
        return []
    topics = apps.get_model("courses", "EditionTopic").objects.filter(
        module__edition=edition, module__number=int(number)
    )
    return [(topic.key, f"{topic.number} {topic.title_in(language)}") for topic in topics.order_by("order")]


def modules_of(parent: Page, language: str) -> list[Choice]:
    """(key, number and title) of the modules of a programme page's newest edition."""
    edition = _newest(getattr(parent, "key", ""))
    if edition is None:
        return []
    modules = edition.modules.order_by("number")
    return [(f"{edition.code}.{one.number}", f"{one.number}. {one.title_in(language)}") for one in modules]


def programmes(parent: Page, language: str) -> list[Choice]:
    """(code, title) of the programmes."""
    editions = apps.get_model("courses", "ProgrammeEdition").objects.order_by("code", "number")
    return list({one.code: f"{one.code}. {one.title_in(language)}" for one in editions}.items())


def free(places: list[Choice], model: type[Page], locale: Locale) -> list[Choice]:
    """Those of the places that have no page of the model in the locale (one query)."""
    keys = [key for key, _name in places]
    taken = set(model.objects.filter(locale=locale, key__in=keys).values_list("key", flat=True))
    return [place for place in places if place[0] not in taken]
