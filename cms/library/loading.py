"""What the library holds from the beginning, and the pages of glossary and library in both languages."""

from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Page

from courses.kit.reader import kit
from courses.loader.files import Reader
from courses.pages import page_key

from ..library_models import GlossaryPage, LibraryItem, LibraryPage

ITEMS = Path(__file__).parent / "items.yaml"
LANGUAGES = ("kk", "ru")
# Slug and key → model, title and introduction in each language.
PAGES: dict[str, tuple[type[Page], dict[str, tuple[str, str]]]] = {
    "glossary": (
        GlossaryPage,
        {
            "kk": (
                "Сөздік",
                "<p>Инклюзивті білім беру терминдері үш тілде: нені білдіреді, қай сабақта кездеседі.</p>",
            ),
            "ru": (
                "Глоссарий",
                "<p>Термины инклюзивного образования на трёх языках: что значат и в каких уроках встречаются.</p>",
            ),
        },
    ),
    "library": (
        LibraryPage,
        {
            "kk": (
                "Кітапхана",
                "<p>Заңдар, әдістемелік құралдар, дайын үлгілер: қайсысы қандай жағдайда керек екені айтылған.</p>",
            ),
            "ru": (
                "Библиотека",
                "<p>Законы и приказы, методические пособия, готовые формы: о каждом сказано, в каком случае он нужен.</p>",
            ),
        },
    ),
}


@transaction.atomic
def load_library(homes: dict[str, Page]) -> int:
    """Make what is missing of the two pages and the first items; how many were made.

    What stands is left as editors made it. Raises LoadErrors with every fault of the file.
    """
    made = sum(_page(homes[language], slug, language) for slug in PAGES for language in LANGUAGES)
    standing = set(LibraryItem.objects.values_list("key", flat=True))
    for values in read():
        if values["key"] not in standing:
            LibraryItem.objects.create(**values)
            made += 1
    return made


def _page(home: Page, slug: str, language: str) -> bool:
    model, words = PAGES[slug]
    if model.objects.filter(locale=home.locale).exists():
        return False
    title, introduction = words[language]
    page = model(
        title=title,
        slug=slug,
        locale=home.locale,
        translation_key=page_key(slug),
        introduction=introduction,
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return True


def read(path: Path = ITEMS) -> list[dict[str, Any]]:
    """The fields of each item; raises LoadErrors with every fault by line. A row with `kit` takes the form's words."""
    reader = Reader(path.parent)
    found = [values for row in reader.yaml(path) or [] if (values := _item(reader, path, row))]
    reader.stop_if_faulty()
    return found


def _item(reader: Reader, path: Path, row: Any) -> dict[str, Any]:
    key, kind = reader.need(path, row, "key", str), reader.need(path, row, "kind", str)
    if kind not in LibraryItem.Kind.values:
        reader.fault(path, row.line, f"“kind” must be one of {', '.join(LibraryItem.Kind.values)}")
    values: dict[str, Any] = {"key": key, "kind": kind}
    if "kit" in row:
        form = kit().of(row["kit"])
        if form is None:
            reader.fault(path, row.line, f"the practical kit has no form “{row['kit']}”")
            return {}
        for language in LANGUAGES:
            values[f"title_{language}"] = form.wordings[language].title
            values[f"about_{language}"] = form.wordings[language].when
        return values | {"kit_key": form.key, "topics": list(form.topics)}
    for name in ("title", "about", "source"):
        values |= {
            f"{name}_{language}": text.strip() for language, text in reader.texts(path, row, name).items()
        }
    return values | {"year": row.get("year"), "topics": list(row.get("topics") or [])}
