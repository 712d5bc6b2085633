"""The fixed list of words by which shared practices are found, after the subjects of the two programmes (pure data)."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tag:
    """`key` is stored; a reader of English sees the Kazakh word, as in the rest of the content."""

    key: str
    kk: str
    ru: str

    def name(self, language: str) -> str:
        return self.ru if language == "ru" else self.kk


MOST = 6  # of one practice: what is tagged with everything is found by nothing

TAGS = (
    Tag("observation", "Бақылау", "Наблюдение"),
    Tag("abc", "ABC талдау", "ABC-анализ"),
    Tag("needs", "Қажеттіліктерді бағалау", "Оценка потребностей"),
    Tag("support-plan", "Жеке қолдау жоспары", "Индивидуальный план поддержки"),
    Tag("learning-plan", "Жеке оқу бағдарламасы", "Индивидуальная учебная программа"),
    Tag("adaptation", "Материалды бейімдеу", "Адаптация материалов"),
    Tag("udl", "Оқытудағы әмбебап дизайн", "Универсальный дизайн обучения"),
    Tag("differentiation", "Саралап оқыту", "Дифференцированное обучение"),
    Tag("task-analysis", "Қадамдап оқыту", "Пошаговое обучение"),
    Tag("independence", "Дербестік, көмекті азайту", "Самостоятельность, уменьшение помощи"),
    Tag("visual", "Көрнекі қолдау", "Визуальная поддержка"),
    Tag("communication", "Қарым-қатынас, баламалы коммуникация", "Общение, альтернативная коммуникация"),
    Tag("social-story", "Әлеуметтік әңгіме", "Социальная история"),
    Tag("behaviour", "Мінез-құлықты қолдау", "Поддержка поведения"),
    Tag("emotions", "Эмоция және өзін-өзі реттеу", "Эмоции и саморегуляция"),
    Tag("sensory", "Сенсорлық қолдау", "Сенсорная поддержка"),
    Tag("attention", "Зейін мен мотивация", "Внимание и мотивация"),
    Tag("play", "Ойын, белсенді әдістер", "Игра, активные методы"),
    Tag("technology", "Цифрлық құралдар", "Цифровые инструменты"),
    Tag("environment", "Қолжетімді орта", "Доступная среда"),
    Tag("assessment", "Бағалау және кері байланыс", "Оценивание и обратная связь"),
    Tag("progress", "Ілгерілеуді бақылау", "Отслеживание прогресса"),
    Tag("parents", "Ата-анамен ынтымақтастық", "Сотрудничество с родителями"),
    Tag("teamwork", "Командадағы жұмыс", "Работа в команде"),
)
BY_KEY = {tag.key: tag for tag in TAGS}


def known(keys: Iterable[str]) -> list[str]:
    """Keys of the list alone, each once, in the list's order."""
    wanted = set(keys)
    return [tag.key for tag in TAGS if tag.key in wanted]


def names(keys: Iterable[str], language: str) -> list[str]:
    """Words of keys in a language; a key that is no longer in the list is left out."""
    return [BY_KEY[key].name(language) for key in known(keys)]
