"""A programme's folder into the site: courses and assessments load in one transaction, or nothing does."""

from pathlib import Path

from django.db import transaction
from wagtail.models import Locale, Page

from assessments import loader as assessments
from courses import loader as courses
from courses.loader.files import Fault, LoadErrors, Report, Say
from courses.models import ProgrammeEdition
from courses.translating.services import remember_as_translated

from .library.loading import load_library
from .models import HomePage


def homes() -> dict[str, Page]:
    """The home page of each content language; the Russian one is made beside the Kazakh one where it is missing."""
    kazakh = HomePage.objects.get(locale__language_code="kk")
    russian = kazakh.get_translation_or_none(Locale.objects.get(language_code="ru"))
    if russian is None:
        russian = kazakh.copy_for_translation(Locale.objects.get(language_code="ru"))
        russian.title = russian.draft_title = "Тирек"
        russian.save_revision().publish()
    return {"kk": kazakh, "ru": russian.specific}


def load_programme(folder: Path, *, overwrite: bool = False, say: Say = print) -> Report:
    """Load a folder; raises LoadErrors with every fault of both parts, and then nothing has changed."""
    parsed = courses.parse(folder)
    _check_terms(parsed)
    modules = [module["number"] for module in parsed.edition["modules"]]
    topics = {key for key, _language in parsed.topics}
    questions = assessments.parse(folder, modules=modules, topics=topics)
    with transaction.atomic():
        report = courses.apply(parsed, parent=homes(), overwrite=overwrite, say=say)
        edition = ProgrammeEdition.objects.get(code=parsed.code, number=parsed.edition["number"])
        second = assessments.apply(questions, edition=edition, overwrite=overwrite, say=say)
        remember_as_translated(parsed.code)
        load_library(homes())
    for what in ("created", "updated", "unchanged", "kept"):
        getattr(report, what).extend(getattr(second, what))
    return report


def _check_terms(parsed: courses.ParsedProgramme) -> None:
    """Raises LoadErrors where a lesson explains a term that is not in the glossary."""
    known = {row["id"] for row in parsed.glossary}
    faults = [
        Fault(
            f"{parsed.folder.name}/{topic.path.relative_to(parsed.folder)}",
            1,
            f"there is no term {value['key']} in the glossary",
        )
        for topic in parsed.topics.values()
        for kind, value in topic.blocks
        if kind == "key_term" and value["key"] not in known
    ]
    if faults:
        raise LoadErrors(faults)


__all__ = ["LoadErrors", "homes", "load_programme"]
