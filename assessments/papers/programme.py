"""How a programme is assessed, as a section of its printed text: components, bands, tests, works with their criteria."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from courses.models import ProgrammeEdition
from people.numbers import points
from people.papers import Block, Paragraph, Table

from ..models import Assignment, Quiz, Scheme

WORDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "parts": "Бағаланатын бөліктер",
        "part": "Бөлік",
        "maximum": "Ең жоғары балл",
        "counts": "Нәтижеге қалай әсер етеді",
        "scored": "балы нәтижеге қосылады",
        "gate": "тапсырылып, бағалануға тиіс",
        "free": "міндетті емес",
        "least": "кемінде {minimum} балл",
        "pass_mark": "Сертификат алу үшін кемінде {mark} балл қажет. Нәтиже шекпен дөңгелектенбей салыстырылады.",
        "bands": "Бағалау шкаласы",
        "band": "Деңгей",
        "from": "Бастап, балл",
        "below": "Дейін, балл",
        "result": "Қорытынды",
        "passed": "курс тапсырылды",
        "not_passed": "курс тапсырылмады",
        "tests": "Тестілер",
        "test": "Тест",
        "questions": "Сұрақ саны",
        "minutes": "Уақыты, минут",
        "attempts": "Мүмкіндік саны",
        "criteria": "«{title}»: бағалау критерийлері",
        "criterion": "Критерий",
        "levels": "Деңгейлер",
    },
    "ru": {
        "parts": "Что оценивается",
        "part": "Часть",
        "maximum": "Наибольший балл",
        "counts": "Как влияет на результат",
        "scored": "баллы входят в результат",
        "gate": "должна быть сдана и оценена",
        "free": "необязательна",
        "least": "не менее {minimum} баллов",
        "pass_mark": "Для сертификата нужно не менее {mark} баллов. С порогом результат сравнивается без округления.",
        "bands": "Шкала оценивания",
        "band": "Уровень",
        "from": "От, баллов",
        "below": "До, баллов",
        "result": "Итог",
        "passed": "курс сдан",
        "not_passed": "курс не сдан",
        "tests": "Тесты",
        "test": "Тест",
        "questions": "Вопросов",
        "minutes": "Время, минут",
        "attempts": "Попыток",
        "criteria": "«{title}»: критерии оценки",
        "criterion": "Критерий",
        "levels": "Уровни",
    },
}


def assessment_blocks(edition: ProgrammeEdition, language: str) -> list[Block]:
    """The section's blocks in "kk" or "ru" (four queries); none before the edition has a scheme."""
    scheme = Scheme.objects.filter(edition=edition).first()
    if scheme is None:
        return []
    words = WORDS[language]
    return [
        *_components(scheme.content, words, language),
        *_bands(scheme.content, words, language),
        *_tests(edition, words, language),
        *_works(edition, words, language),
    ]


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("kk", "")


def _number(value: Any) -> str:
    return points(Decimal(str(value)))


def _components(content: Mapping[str, Any], words: Mapping[str, str], language: str) -> list[Block]:
    rows = []
    for part in content["components"]:
        how = [words["scored"] if part.get("scored", True) else words["gate"]]
        if not part.get("required", True):
            how = [words["free"]]
        if part.get("minimum"):
            how.append(words["least"].format(minimum=_number(part["minimum"])))
        rows.append([_in(part["title"], language), _number(part["maximum"]), ", ".join(how)])
    return [
        Paragraph(words["parts"]),
        Table([words["part"], words["maximum"], words["counts"]], rows, numeric=frozenset({1})),
        Paragraph(words["pass_mark"].format(mark=_number(content["pass_mark"]))),
    ]


def _bands(content: Mapping[str, Any], words: Mapping[str, str], language: str) -> list[Block]:
    rows, above = [], "100"
    for band in sorted(content["bands"], key=lambda one: Decimal(str(one["floor"])), reverse=True):
        rows.append(
            [
                _in(band["title"], language),
                _number(band["floor"]),
                above,
                words["passed" if band["passed"] else "not_passed"],
            ]
        )
        above = f"< {_number(band['floor'])}"
    head = [words["band"], words["from"], words["below"], words["result"]]
    return [Paragraph(words["bands"]), Table(head, rows, numeric=frozenset({1, 2}))]


def _questions(blueprint: Mapping[str, Any]) -> int:
    return sum(
        value if isinstance(value, int) else sum(part["count"] for part in value)
        for value in blueprint.values()
    )


def _tests(edition: ProgrammeEdition, words: Mapping[str, str], language: str) -> list[Block]:
    """Tests that count: those for practice are no part of the assessment."""
    rows = [
        [
            _in(quiz.title_texts, language),
            str(_questions(quiz.blueprint)),
            str(quiz.minutes or "–"),
            str(quiz.attempts or "–"),
        ]
        for quiz in Quiz.objects.filter(edition=edition).exclude(mode=Quiz.Mode.PRACTICE).order_by("pk")
    ]
    head = [words["test"], words["questions"], words["minutes"], words["attempts"]]
    return [Paragraph(words["tests"]), Table(head, rows, numeric=frozenset({1, 2, 3}))] if rows else []


def _works(edition: ProgrammeEdition, words: Mapping[str, str], language: str) -> list[Block]:
    blocks: list[Block] = []
    works = Assignment.objects.filter(edition=edition).select_related("rubric").order_by("pk")
    for work in works.prefetch_related("rubric__versions"):
        versions = list(work.rubric.versions.all())
        if not versions:
            continue
        rows = [
            [
                _in(criterion["title"], language),
                _number(criterion["maximum"]),
                "\n".join(_level(level, language) for level in criterion.get("levels") or []) or "–",
            ]
            for criterion in versions[0].content["criteria"]
        ]
        head = [words["criterion"], words["maximum"], words["levels"]]
        blocks += [
            Paragraph(words["criteria"].format(title=_in(work.title_texts, language))),
            Table(head, rows, numeric=frozenset({1})),
        ]
    return blocks


def _level(level: Mapping[str, Any], language: str) -> str:
    return f"{_number(level['value'])} – {_in(level['descriptor'], language)}"
