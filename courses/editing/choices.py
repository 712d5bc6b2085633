"""What an editor chooses by name: terms, literature, practice questions."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from ..reading import bank

Choice = tuple[str, str]


def named_term(kk: str, ru: str) -> str:
    """A term as an editor finds it, by its Kazakh or its Russian name."""
    return f"{kk} · {ru}" if ru and ru != kk else kk


def glossary_terms(codes: Iterable[str] = ()) -> list[Choice]:
    """(key, name) of the glossary's terms, each key once, by name; of all programmes where none is named. One query."""
    terms = apps.get_model("courses", "GlossaryTerm").objects.order_by("kk", "programme_code")
    if codes:
        terms = terms.filter(programme_code__in=codes)
    found: dict[str, str] = {}
    for term in terms.only("key", "kk", "ru"):
        found.setdefault(term.key, named_term(term.kk, term.ru))
    return list(found.items())


def works(codes: Iterable[str] = ()) -> list[Choice]:
    """(key, words as printed) of the literature, main works first. One query."""
    rows = apps.get_model("courses", "Reference").objects.order_by("programme_code", "order")
    if codes:
        rows = rows.filter(programme_code__in=codes)
    found: dict[str, str] = {}
    for work in rows.only("key", "kk"):
        found.setdefault(work.key, work.kk)
    return list(found.items())


def practice_questions() -> list[Choice]:
    """(key, name) of the bank's questions that lessons may ask, programme after programme."""
    codes = apps.get_model("courses", "ProgrammeEdition").objects.order_by("code")
    found: dict[str, str] = {}
    for code in codes.values_list("code", flat=True).distinct():
        found |= dict(bank.resolver().choices(code))
    return list(found.items())


def question_html(key: str | None, language: str) -> str:
    """A practice question as its place in a lesson shows it; empty where the bank does not have it."""
    return bank.resolver().in_words(key, language) if key else ""


def defined(key: str | None, context: dict[str, Any]) -> dict[str, str]:
    """{"term", "definition"} of a glossary key in the lesson's language, empty where there is no such term.

    The programme's whole glossary is read once for a page (`context["page"]`), however many terms stand in it.
    """
    page, language = context.get("page"), context["language"]
    code, is_of_programme, _rest = getattr(page, "key", "").partition(".")
    glossary = getattr(page, "_glossary", None)
    if glossary is None:
        terms = apps.get_model("courses", "GlossaryTerm").objects.order_by("-programme_code")
        if is_of_programme:
            terms = terms.filter(programme_code=code)
        glossary = {term.key: term for term in terms}
        if page is not None:
            page._glossary = glossary
    term = glossary.get(key)
    if term is None:
        return {"term": "", "definition": ""}
    return {"term": getattr(term, language), "definition": getattr(term, f"definition_{language}")}
