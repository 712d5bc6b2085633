"""The observation sheet of a classroom visit: fourteen items in five groups, looked at on a scale from 0 to 3.

It describes a lesson, not a child: nobody is named in it. Its groups are what both programmes teach to do in class:
environment, adapted tasks, support of behaviour and emotions, cooperation, assessment. A sheet is stored as
{"sheet": 1, "items": {key: 0–3}, "notes": {group: text}, "lesson": text}; an item nobody had occasion to see is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

SHEET = 1
LONGEST_NOTE = 2000

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Item:
    key: str
    title: Texts


@dataclass(frozen=True)
class Group:
    key: str
    title: Texts
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Step:
    """A place on the scale in words."""

    value: int
    title: Texts


def _two(kk: str, ru: str) -> Texts:
    return {"kk": kk, "ru": ru}


SCALE = (
    Step(0, _two("Байқалмады", "Не наблюдается")),
    Step(1, _two("Кейде байқалады", "Проявляется иногда")),
    Step(2, _two("Көбіне байқалады", "Проявляется чаще всего")),
    Step(3, _two("Тұрақты әрі орынды", "Постоянно и уместно")),
)
NOT_SEEN = _two("Көруге мүмкіндік болмады", "Не было случая увидеть")
GROUPS = (
    Group(
        "environment",
        _two("Білім беру ортасы", "Образовательная среда"),
        (
            Item(
                "space",
                _two(
                    "Сынып кеңістігі барлық оқушыға қолжетімді: жүріп-тұруға, көруге және естуге кедергі жоқ.",
                    "Пространство класса доступно каждому: ничто не мешает передвигаться, видеть и слышать.",
                ),
            ),
            Item(
                "visual",
                _two(
                    "Көрнекі тіректер (кесте, ережелер, қадамдар) бар және сабақта қолданылады.",
                    "Визуальные опоры (расписание, правила, шаги) есть, и на уроке ими пользуются.",
                ),
            ),
            Item(
                "sensory",
                _two(
                    "Шу, жарық және артық тітіркендіргіштер ескерілген; тынығып алатын орын бар.",
                    "Учтены шум, свет и лишние раздражители; есть место, где можно успокоиться.",
                ),
            ),
        ),
    ),
    Group(
        "adaptation",
        _two("Тапсырмаларды бейімдеу", "Адаптация заданий"),
        (
            Item(
                "goals",
                _two(
                    "Сабақтың мақсаты әр оқушыға түсінікті және оның мүмкіндігіне сай нақтыланған.",
                    "Цель урока понятна каждому ученику и уточнена с учётом его возможностей.",
                ),
            ),
            Item(
                "tasks",
                _two(
                    "Тапсырмалар деңгейі, көлемі немесе орындау тәсілі бойынша сараланған.",
                    "Задания дифференцированы по уровню, объёму или способу выполнения.",
                ),
            ),
            Item(
                "instructions",
                _two(
                    "Нұсқаулар қысқа, қадамдарға бөлінген; педагог олардың қалай түсінілгенін тексереді.",
                    "Инструкции короткие и разбиты на шаги; педагог проверяет, как их поняли.",
                ),
            ),
        ),
    ),
    Group(
        "behaviour",
        _two("Мінез-құлық пен эмоцияны қолдау", "Поддержка поведения и эмоций"),
        (
            Item(
                "rules",
                _two(
                    "Сабақтың тәртібі болжамды, ережелер «не істеу керек» деген түрде айтылған.",
                    "Ход урока предсказуем, правила говорят о том, что делать, а не чего нельзя.",
                ),
            ),
            Item(
                "praise",
                _two(
                    "Педагог қалаулы мінез-құлықты байқап, нақты сөзбен қолдайды.",
                    "Педагог замечает желательное поведение и поддерживает его конкретными словами.",
                ),
            ),
            Item(
                "calm",
                _two(
                    "Қиын сәтте педагог сабыр сақтап, балаға эмоциясын реттеуге көмектеседі.",
                    "В трудный момент педагог спокоен и помогает ребёнку справиться с эмоциями.",
                ),
            ),
        ),
    ),
    Group(
        "cooperation",
        _two("Ынтымақтастық", "Сотрудничество"),
        (
            Item(
                "peers",
                _two(
                    "Оқушылар жұпта немесе топта бірге жұмыс істейді, ешкім шет қалмайды.",
                    "Ученики работают вместе в парах или группах, никто не остаётся в стороне.",
                ),
            ),
            Item(
                "assistant",
                _two(
                    "Мұғалім мен педагог-ассистенттің рөлдері айқын, көмек дербестікке жетелейді.",
                    "Роли учителя и педагога-ассистента ясны, помощь ведёт к самостоятельности.",
                ),
            ),
            Item(
                "voice",
                _two(
                    "Әр оқушы таңдай алады, пікірін өзіне қолайлы тәсілмен білдіреді, көмек сұрайды.",
                    "Каждый ученик может выбирать, высказаться удобным ему способом и попросить о помощи.",
                ),
            ),
        ),
    ),
    Group(
        "assessment",
        _two("Бағалау және кері байланыс", "Оценивание и обратная связь"),
        (
            Item(
                "progress",
                _two(
                    "Оқушының жетістігі басқалармен емес, өзінің бастапқы деңгейімен салыстырылады.",
                    "Успехи ученика сравнивают не с другими, а с его собственным исходным уровнем.",
                ),
            ),
            Item(
                "feedback",
                _two(
                    "Кері байланыс нақты: не шықты және келесі қадам қандай.",
                    "Обратная связь конкретна: что получилось и каким будет следующий шаг.",
                ),
            ),
        ),
    ),
)
KEYS = tuple(item.key for group in GROUPS for item in group.items)
VALUES = tuple(step.value for step in SCALE)


def faults(sheet: Mapping[str, Any]) -> list[str]:
    """Codes of what is wrong with a sheet: "empty" (no item looked at), "unknown", "value", "note"; none for a good one."""
    items, notes = sheet.get("items", {}), sheet.get("notes", {})
    groups = {group.key for group in GROUPS}
    found = []
    if not items:
        found.append("empty")
    if set(items) - set(KEYS) or set(notes) - groups or sheet.get("sheet") != SHEET:
        found.append("unknown")
    # A truth value is a number to Python, not to the sheet.
    if any(isinstance(value, bool) or value not in VALUES for value in items.values()):
        found.append("value")
    words = [*notes.values(), sheet.get("lesson", "")]
    if any(not isinstance(text, str) or len(text) > LONGEST_NOTE for text in words):
        found.append("note")
    return found


def mean(sheet: Mapping[str, Any], group: Group) -> Decimal | None:
    """The mean of a group's items that were looked at, to one decimal; None where none was."""
    items = sheet["items"]
    values = [items[item.key] for item in group.items if item.key in items]
    if not values:
        return None
    return (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Change:
    """A group over visits in their order: its mean at each, None where nothing of it was looked at."""

    group: Group
    means: tuple[Decimal | None, ...]

    @property
    def known(self) -> list[Decimal]:
        return [one for one in self.means if one is not None]

    @property
    def first(self) -> Decimal | None:
        return self.known[0] if self.known else None

    @property
    def last(self) -> Decimal | None:
        return self.known[-1] if self.known else None


def over_visits(sheets: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Every group's means over the visits, in the order given."""
    sheets = list(sheets)
    return [Change(group, tuple(mean(sheet, group) for sheet in sheets)) for group in GROUPS]


def values_of(sheets: Sequence[Mapping[str, Any]], item: Item) -> list[int | None]:
    """What one item was at each visit."""
    return [sheet["items"].get(item.key) for sheet in sheets]


def texts_of(sheet: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was written freely: ("lesson" or the group's key, text), without empty ones."""
    parts = [("lesson", sheet.get("lesson", ""))]
    parts += [(group.key, sheet.get("notes", {}).get(group.key, "")) for group in GROUPS]
    return [(key, text) for key, text in parts if text.strip()]
