"""A resource centre's report as a paper and as a spreadsheet, in Kazakh or Russian, from its figures and words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table
from people.papers.sheets import sheet

from ..rules import centres as rules

WORDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "title": "Ресурстық орталықтың есебі",
        "draft": "Жоба: әлі тапсырылған жоқ.",
        "half_1": "{year} жылдың бірінші жартыжылдығы",
        "half_2": "{year} жылдың екінші жартыжылдығы",
        "half_0": "{year} жыл",
        "centre": "Базалық ұйым",
        "period": "Есепті кезең",
        "coordinator": "Үйлестіруші",
        "handed_in": "Тапсырылған күні",
        "totals": "Негізгі көрсеткіштер",
        "all": "Атқарылған іс",
        "people": "Қамтылған адам",
        "trainings": "Оқыту іс-шаралары",
        "trained": "Оқыту іс-шараларына қатысқандар",
        "practices": "Жинақталған тәжірибелер",
        "consultations": "Кеңестер мен көмек",
        "by_function": "Функциялар бойынша",
        "function": "Функция",
        "times": "Саны",
        "lines": "Не істелді",
        "on": "Күні",
        "what": "Мазмұны",
        "nothing": "Осы кезеңде жазба жоқ.",
        "text": "Қорытынды",
        "sheet": "Істер",
        "source": "Дереккөз",
        "entry": "орталық жазған",
        "event": "іс-шаралар",
        "practice": "тәжірибелер",
    },
    "ru": {
        "title": "Отчёт ресурсного центра",
        "draft": "Проект: ещё не сдан.",
        "half_1": "первое полугодие {year} года",
        "half_2": "второе полугодие {year} года",
        "half_0": "{year} год",
        "centre": "Базовая организация",
        "period": "Отчётный период",
        "coordinator": "Координатор",
        "handed_in": "Дата сдачи",
        "totals": "Основные показатели",
        "all": "Проведено дел",
        "people": "Охвачено человек",
        "trainings": "Обучающие мероприятия",
        "trained": "Участники обучающих мероприятий",
        "practices": "Обобщённые практики",
        "consultations": "Консультации и помощь",
        "by_function": "По функциям",
        "function": "Функция",
        "times": "Количество",
        "lines": "Что сделано",
        "on": "Дата",
        "what": "Содержание",
        "nothing": "За этот период записей нет.",
        "text": "Итоги",
        "sheet": "Дела",
        "source": "Источник",
        "entry": "внёс центр",
        "event": "мероприятия",
        "practice": "практики",
    },
}
TOTALS = ("all", "people", "trainings", "trained", "consultations", "practices")


def period_words(year: int, half: int, language: str) -> str:
    """“2026 жылдың бірінші жартыжылдығы”, “второе полугодие 2026 года”, “2026 жыл”."""
    return WORDS[language][f"half_{half}"].format(year=year)


def report_paper(
    content: Mapping[str, Any], *, year: int, half: int, text: str, language: str, handed_in: date | None
) -> Paper:
    """The report. `content`: of services.centre_reports.content_of; without `handed_in` the paper says it is a draft."""
    words = WORDS[language]
    head = [
        (words["centre"], content["centre"][language]),
        (words["period"], period_words(year, half, language)),
        (words["coordinator"], content["coordinator"] or "–"),
    ]
    if handed_in:
        head.append((words["handed_in"], f"{handed_in:%d.%m.%Y}"))
    blocks: list[Block] = [
        Facts(head),
        Heading(words["totals"]),
        Facts([(words[name], str(content["totals"][name])) for name in TOTALS]),
    ]
    if text:
        blocks += [Heading(words["text"]), Paragraph(text)]
    blocks += [Heading(words["by_function"]), _by_function(content, language)]
    blocks.append(Heading(words["lines"]))
    blocks.append(_lines(content, language) if content["lines"] else Paragraph(words["nothing"]))
    blocks.append(Signatures([(words["coordinator"], content["coordinator"])]))
    return Paper(
        title=words["title"], subtitle="" if handed_in else words["draft"], language=language, blocks=blocks
    )


def _by_function(content: Mapping[str, Any], language: str) -> Table:
    words = WORDS[language]
    rows = [
        (f"{key} {rules.FUNCTIONS[key].name(language)}", str(times), str(people))
        for key, (times, people) in content["by_function"].items()
        if key in rules.FUNCTIONS
    ]
    return Table(
        head=(words["function"], words["times"], words["people"]), rows=rows, numeric=frozenset({1, 2})
    )


def _lines(content: Mapping[str, Any], language: str) -> Table:
    words = WORDS[language]
    rows = [
        (
            f"{date.fromisoformat(line['on']):%d.%m.%Y}",
            line["function"],
            line[language],
            str(line["people"] or "–"),
        )
        for line in content["lines"]
    ]
    head = (words["on"], words["function"], words["what"], words["people"])
    return Table(head=head, rows=rows, numeric=frozenset({3}))


def report_sheet(content: Mapping[str, Any], *, year: int, half: int, language: str) -> bytes:
    """Every line of the report as a spreadsheet."""
    words = WORDS[language]
    rows = [
        (
            date.fromisoformat(line["on"]),
            line["function"],
            rules.FUNCTIONS[line["function"]].name(language) if line["function"] in rules.FUNCTIONS else "",
            line[language],
            line["people"],
            words[line["source"]],
        )
        for line in content["lines"]
    ]
    head = (words["on"], "№", words["function"], words["what"], words["people"], words["source"])
    title = f"{words['title']}: {period_words(year, half, language)}"
    return sheet(title=title, name=words["sheet"], head=head, rows=rows)
