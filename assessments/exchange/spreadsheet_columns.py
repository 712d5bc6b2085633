"""The sheets of the exchange workbook: one a kind, its columns by code, their headings and what may be chosen.

Headings stand in Kazakh and Russian at once, whoever opens the file; a column is found by its code in the first row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .rows import LANGUAGES, PART_KINDS, SHAPES, Row, names_for, natural

HEADINGS = 2
# Entries a sheet has room for before anybody writes more.
ROOM = {"options": 6, "left": 6, "right": 8, "steps": 8}

YES, NO = "иә/да", "жоқ/нет"
TRUE, FALSE = "дұрыс/верно", "қате/неверно"
WHOLE, PARTIAL = "толық/целиком", "ішінара/частично"
WORDS = {
    **dict.fromkeys(("иә", "да", "yes", "true", "1", "+", YES), True),
    **dict.fromkeys(("жоқ", "нет", "no", "false", "0", "-", NO), False),
}
VERDICTS = {
    **dict.fromkeys(("дұрыс", "верно", "true", "иә", "да", "1", TRUE, YES), "true"),
    **dict.fromkeys(("қате", "бұрыс", "неверно", "false", "жоқ", "нет", "0", FALSE, NO), "false"),
}
CREDITS = {
    **dict.fromkeys(("толық", "целиком", "whole", WHOLE), "whole"),
    **dict.fromkeys(("ішінара", "частично", "partial", PARTIAL), "partial"),
}


@dataclass(frozen=True)
class Column:
    """`choices`: what may be chosen from a list, joined by commas; `width` in letters."""

    code: str
    kk: str
    ru: str
    width: int = 12
    choices: str = ""

    @property
    def heading(self) -> str:
        return f"{self.kk} / {self.ru}"


_SPOKEN = {"kk": ("қазақша", "по-казахски"), "ru": ("орысша", "по-русски")}
_ENTRY = re.compile(r"(options|left|right|steps)\.([A-Za-z0-9_-]{1,20})\.(kk|ru)")
_LISTS = {
    "options": ("Жауап нұсқасы", "Вариант ответа"),
    "left": ("Сол жағы", "Слева"),
    "right": ("Оң жағы", "Справа"),
    "steps": ("Қадам", "Шаг"),
}


def _both(code: str, kk: str, ru: str, width: int = 42) -> list[Column]:
    """The same text in two languages, side by side."""
    return [
        Column(f"{code}.{language}", f"{kk}, {_SPOKEN[language][0]}", f"{ru} {_SPOKEN[language][1]}", width)
        for language in LANGUAGES
    ]


def entry(code: str) -> tuple[str, str, str] | None:
    """List, name and language of an entry's column."""
    found = _ENTRY.fullmatch(code)
    return (found[1], found[2], found[3]) if found else None


def columns_for(kind: str, rows: Sequence[Row] = ()) -> list[Column]:
    """Every column of a kind's sheet, with room for what the rows have; `rows` may be parts of cases too."""
    shape = SHAPES[kind]
    found = [Column("key", "Кілт", "Ключ", 12)]
    if kind in PART_KINDS:
        found.append(Column("part", "Кейстің бөлігі", "Часть кейса", 9))
    found += [
        Column("topic", "Тақырып", "Тема", 10),
        Column("difficulty", "Қиындығы", "Сложность", 10, "1,2,3"),
        Column("outcome", "Оқу нәтижесі", "Результат обучения", 13),
        Column("practice", "Тек практика үшін", "Только для практики", 13, f"{YES},{NO}"),
    ]
    if shape.shuffles:
        found.append(Column("shuffle", "Араластыру", "Перемешивать", 13, f"{YES},{NO}"))
    if shape.has_credit:
        found.append(Column("credit", "Балл беру", "Зачёт", 16, f"{WHOLE},{PARTIAL}"))
    found += _both("stem", "Кейс" if kind == "case" else "Сұрақ", "Кейс" if kind == "case" else "Вопрос")
    for name in shape.lists:
        names = set(names_for(name, ROOM[name]))
        for row in rows:
            names |= {one for language in row.languages for one in row.body[language].get(name) or {}}
        for one in sorted(names, key=natural):
            kk, ru = _LISTS[name]
            found += _both(f"{name}.{one}", f"{kk} {one}", f"{ru} {one}", 30)
    found += _answer_columns(kind)
    found += _both(
        "explanation",
        "Үлгі жауап" if kind == "open" else "Түсіндірме",
        "Образец ответа" if kind == "open" else "Пояснение",
    )
    for language in LANGUAGES:
        kk, ru = _SPOKEN[language]
        found.append(Column(f"image.{language}", f"Суреттің нөмірі, {kk}", f"Номер рисунка {ru}", 12))
        found.append(Column(f"alt.{language}", f"Суреттің сипаттамасы, {kk}", f"Описание рисунка {ru}", 30))
    return found


def _answer_columns(kind: str) -> list[Column]:
    right = ("Дұрыс жауап", "Верный ответ")
    if kind in ("single", "multiple"):
        return [Column("correct", *right, 14)]
    if kind == "true_false":
        return [Column("correct", *right, 16, f"{TRUE},{FALSE}")]
    if kind == "matching":
        return [Column("pairs", "Жұптар", "Пары", 26)]
    if kind == "ordering":
        return [Column("sequence", "Дұрыс реті", "Верный порядок", 20)]
    if kind == "short_text":
        fold = Column("fold", "Жазылуын кешіру", "Прощать написание", 16, f"{YES},{NO}")
        return [*_both("accepted", "Қабылданатын жауаптар", "Принимаемые ответы", 30), fold]
    if kind == "numeric":
        numbers = [
            Column("value", "Дұрыс сан", "Верное число", 14),
            Column("tolerance", "Ауытқу", "Допуск", 12),
        ]
        return [*numbers, *_both("unit", "Өлшем бірлігі", "Единица", 12)]
    if kind == "case":
        return [Column("parts", "Бөліктердің реті", "Порядок частей", 20)]
    return [Column("points", "Балл", "Баллы", 10), *_both("guide", "Бағалау тәртібі", "Как оценивать")]


def codes_for(kind: str) -> set[str]:
    """The codes a kind's sheet may have, without those of its entries."""
    return {column.code for column in columns_for(kind) if entry(column.code) is None}
