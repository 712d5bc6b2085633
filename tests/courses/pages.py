"""Pages of a programme for tests, in both languages, without loading a programme."""

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from wagtail.models import Locale, Page

from cms.programmes import homes
from courses.pages import CataloguePage, ModulePage, ProgrammePage, TopicPage, page_key

Block = tuple[str, Any]
TITLES = {"kk": "Тақырып", "ru": "Тема"}
AIMS = {"kk": "Тақырыптың мақсаты.", "ru": "Цель темы."}
TEXTS = {"kk": "<h2>Неден бастаймыз</h2><p>Мәтін.</p>", "ru": "<h2>С чего начать</h2><p>Текст.</p>"}


def stream(blocks: Sequence[Block], *, name: str = "") -> str:
    """Blocks (type, value as stored) as a StreamField keeps them; their ids hang on `name` and place alone."""
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}#{place}"))}
            for place, (kind, value) in enumerate(blocks)
        ]
    )


def _page(
    model: type[Page], parent: Page, *, language: str, key: str, is_live: bool = True, **values
) -> Page:
    """The page of this key and language below the parent; made where it is missing. A lesson has its revision."""
    locale = Locale.objects.get(language_code=language)
    page = model.objects.filter(locale=locale, translation_key=page_key(key)).first()
    if page is None:
        if any(field.name == "key" for field in model._meta.get_fields()):
            values["key"] = key
        page = model(locale=locale, translation_key=page_key(key), live=is_live, **values)
        parent.add_child(instance=page)
        if model is not TopicPage:
            return page
        revision = page.save_revision()
        if is_live:
            revision.publish()
            page.refresh_from_db()
    return page


def make_topic_page(
    key: str = "A.1.1",
    *,
    body: Mapping[str, Sequence[Block]] | Sequence[Block] | None = None,
    is_live: bool = True,
    **values: Any,
) -> dict[str, TopicPage]:
    """The lesson of a topic in Kazakh and Russian, under its module and programme: {"kk": page, "ru": page}.

    `body`: blocks as (type, stored value), the same in both languages or by language; a short text where it is left out.
    `values`: other fields of the page, the same in both.
    """
    code, module, number = key.split(".")
    pages = {}
    for language, home in homes().items():
        catalogue = _page(
            CataloguePage, home, language=language, key="catalogue", title="Programmes", slug="programmes"
        )
        programme = _page(
            ProgrammePage,
            catalogue,
            language=language,
            key=code,
            title=f"{code}",
            slug=code.lower(),
            summary="…",
            you_will_be_able=["…"],
            how_assessed=["…"],
            you_receive=["…"],
        )
        above = _page(
            ModulePage,
            programme,
            language=language,
            key=f"{code}.{module}",
            title=f"{module}",
            slug=f"m{module}",
            outcomes=["…"],
        )
        given = body.get(language) if isinstance(body, Mapping) else body
        said = [("text", TEXTS[language])] if given is None else given
        pages[language] = _page(
            TopicPage,
            above,
            language=language,
            key=key,
            is_live=is_live,
            **{
                "title": f"{TITLES[language]} {module}.{number}",
                "slug": f"t{number}",
                "aim": AIMS[language],
                "outcomes": ["…"],
            }
            | {"body": stream(said, name=f"{key}.{language}")}
            | values,
        )
    return pages


def make_asking_page(key: str = "A.1.1") -> str:
    """A lesson of a short text and an open control question, kk and ru; the id of the Kazakh question."""
    asks = {
        "kk": {"question": "Неге олай?", "answer": "<p>Себебі осы.</p>"},
        "ru": {"question": "Почему так?", "answer": "<p>Потому что так.</p>"},
    }
    body = {
        language: [("text", TEXTS[language]), ("control_question", value)] for language, value in asks.items()
    }
    return make_topic_page(key, body=body)["kk"].body[1].id
