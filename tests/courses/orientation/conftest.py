"""A programme of two short lessons, with “how to study here” beside it."""

from pathlib import Path

import pytest

from cms.programmes import homes
from courses import loader

PROGRAMME = """\
code: T
number: 1
slug: t
title: {kk: Шағын бағдарлама, ru: Малая программа, en: A small programme}
legal_basis: {kk: Ереже, ru: Правила}
total_hours: 8
open_lessons: [T.1.1]
parameters: {certificate_years: 3}
modules:
  - number: 1
    title: {kk: Модуль, ru: Модуль}
    hours: 8
    results:
      - {id: T.1.r1, kk: түсіну, ru: понимать}
    topics:
      - {key: T.1.1, number: "1.1", title: {kk: Бірінші, ru: Первая}, lecture: 4}
      - {key: T.1.2, number: "1.2", title: {kk: Екінші, ru: Вторая}, lecture: 4}
"""
PAGE = """\
---
title: {title}
summary: Қысқаша.
you_will_be_able: [үйретесіз]
how_assessed: [тест]
you_receive: [сертификат]
---
Мәтін.
"""
TEXT = """\
---
key: {key}
language: {language}
title: {title}
aim: "Мақсат: {title}."
outcomes: [түсінесіз]
---
## Тезис {title}

Мазмұны {title}.

:::figure drawing.svg
alt: Сурет не туралы
---
Ұзақ сипаттама {title}.
:::

:::check Сұрақ {title}?
Жауап {title}.
:::
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10"/>'
TITLES = {
    "T.1.1": {"kk": "Бірінші", "ru": "Первая"},
    "T.1.2": {"kk": "Екінші", "ru": "Вторая"},
    "orientation": {"kk": "Қалай оқимыз", "ru": "Как учиться"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small programme's folder, free to be spoiled."""
    folder = tmp_path / "T"
    for figures in (tmp_path / "figures", folder / "m1" / "figures"):
        figures.mkdir(parents=True)
        (figures / "drawing.svg").write_text(DRAWING)
    (folder / "programme.yaml").write_text(PROGRAMME)
    (folder / "glossary.yaml").write_text(
        "- {id: term, kk: Ұғым, ru: Понятие, definition_kk: Анықтама., definition_ru: Определение.}\n"
    )
    (folder / "literature.yaml").write_text("- {id: work, kind: main, kk: Кітап, ru: Книга}\n")
    for language in ("kk", "ru"):
        (folder / f"page.{language}.md").write_text(PAGE.format(title=f"Бағдарлама {language}"))
        for key, titles in TITLES.items():
            stem = tmp_path / key if key == "orientation" else folder / "m1" / key.removeprefix("T.")
            Path(f"{stem}.{language}.md").write_text(
                TEXT.format(key=key, language=language, title=titles[language])
            )
    return folder


@pytest.fixture
def load(db, folder):
    """load() reads the folder into pages; its report says what was done."""

    def load(**options) -> loader.Report:
        options.setdefault("say", lambda _line: None)
        return loader.apply(loader.parse(folder), parent=homes(), **options)

    return load
