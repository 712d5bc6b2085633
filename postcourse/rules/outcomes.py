"""What a graduate looks back on in the self-assessment, and when it is asked (pure functions).

The items are the programmes' own expected results, said as what a person does: programme A from its aim and the three
results of each module, programme B from "knows / can / has the skill". Another programme has none until they are written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Moment = Literal["before", "after"]
LOWEST, HIGHEST = 1, 5
# The first one belongs to the first two months; a later one is taken and shown as late. The last one opens two months
# before the plan ends, or when its closing report was begun.
BEFORE_DAYS = AFTER_DAYS = 61


@dataclass(frozen=True)
class Words:
    """A text in both languages of the programmes."""

    kk: str
    ru: str

    def text(self, language: str) -> str:
        return self.ru if language == "ru" else self.kk


@dataclass(frozen=True)
class Item:
    """`key` stands in the kept answers: it is never given to another item."""

    key: str
    words: Words


SCALE: Mapping[int, Words] = {
    1: Words("Әзірге қолымнан келмейді", "Пока не получается"),
    2: Words("Біреудің көмегімен істеймін", "Получается с чьей-то помощью"),
    3: Words("Кейде өз бетімше істеймін", "Иногда получается и без помощи"),
    4: Words("Көбіне сенімді істеймін", "Обычно получается уверенно"),
    5: Words("Басқаларға да үйрете аламын", "Могу научить этому других"),
}


def _items(*rows: tuple[str, str, str]) -> tuple[Item, ...]:
    return tuple(Item(key, Words(kk, ru)) for key, kk, ru in rows)


ITEMS: Mapping[str, tuple[Item, ...]] = {
    "A": _items(
        (
            "principles",
            "Инклюзия қағидаттарын күнделікті сабағымда қолданамын.",
            "Применяю принципы инклюзии на своих повседневных уроках.",
        ),
        (
            "law",
            "Инклюзивті білім беру туралы заңнаманы білемін, шешімімді соған сүйеніп негіздеймін.",
            "Знаю законодательство об инклюзивном образовании и обосновываю им свои решения.",
        ),
        (
            "role",
            "Инклюзивті сыныптағы өз рөлімді және басқа мамандармен міндет бөлісуді анық түсінемін.",
            "Ясно понимаю свою роль в инклюзивном классе и разделение обязанностей с другими специалистами.",
        ),
        (
            "needs",
            "Оқушылардың психологиялық ерекшеліктері мен қажеттіліктерін байқап, сипаттаймын.",
            "Замечаю и описываю психологические особенности и потребности учащихся.",
        ),
        (
            "approaches",
            "Әртүрлі балаларға сай педагогикалық тәсілдерді таңдаймын.",
            "Подбираю педагогические подходы, подходящие разным детям.",
        ),
        (
            "emotions",
            "Өз эмоциямды басқарамын, балалардың көңіл күйін түсініп, сенімді қарым-қатынас орнатамын.",
            "Управляю своими эмоциями, понимаю состояние детей и строю с ними доверительные отношения.",
        ),
        (
            "adapting",
            "Тапсырмалар мен оқу материалдарын оқу мақсатын төмендетпей бейімдеймін.",
            "Адаптирую задания и учебные материалы, не снижая цели обучения.",
        ),
        (
            "programmes",
            "Жеке білім беру бағдарламасын (ЖБББ) әзірлеп, сабақта іске асырамын.",
            "Разрабатываю индивидуальную образовательную программу и реализую её на уроке.",
        ),
        (
            "technology",
            "Инклюзивті оқытуда технологиялар мен белсенді әдістерді мақсатты қолданамын.",
            "Целенаправленно использую технологии и активные методы в инклюзивном обучении.",
        ),
        (
            "parents",
            "Ата-аналармен ашық сөйлесіп, шешімді бірге қабылдаймыз.",
            "Открыто говорю с родителями, решения мы принимаем вместе.",
        ),
        (
            "community",
            "Бала мүддесі үшін мамандарды, қауымдастықты және жергілікті ұйымдарды тартамын.",
            "Привлекаю в интересах ребёнка специалистов, сообщество и местные организации.",
        ),
        (
            "assessment",
            "Әр оқушының ілгерілеуін өзіне сай әдіспен бағалап, бақылап отырамын.",
            "Оцениваю и отслеживаю продвижение каждого ученика подходящим ему способом.",
        ),
        (
            "feedback",
            "Оқушыға келесі қадамын көрсететін сындарлы кері байланыс беремін.",
            "Даю ученику конструктивную обратную связь, из которой виден его следующий шаг.",
        ),
        (
            "adjusting",
            "Бақылау нәтижесіне қарай оқыту стратегиямды түзетемін.",
            "Корректирую стратегию обучения по результатам наблюдений.",
        ),
    ),
    "B": _items(
        (
            "law",
            "Инклюзивті білім беру құжаттарын, ПМПК мен ППҚҚ ұсынымдарын біліп, жұмысымда басшылыққа аламын.",
            "Знаю документы об инклюзивном образовании, рекомендации ПМПК и СППС и руководствуюсь ими в работе.",
        ),
        (
            "boundaries",
            "Кәсіби шекараны, әдеп пен қауіпсіздік талаптарын сақтаймын.",
            "Соблюдаю профессиональные границы, требования этики и безопасности.",
        ),
        (
            "observation",
            "Баланы жоспарлы бақылап, ABC парағын толтырамын, триггерлерді анықтаймын.",
            "Планомерно наблюдаю за ребёнком, заполняю лист ABC, выявляю триггеры.",
        ),
        (
            "needs",
            "Баланың мықты жақтарын, қажеттіліктері мен кедергілерін сипаттаймын.",
            "Описываю сильные стороны ребёнка, его потребности и барьеры.",
        ),
        (
            "plans",
            "Жеке қолдау жоспарын құруға қатысып, сабақта орындаймын.",
            "Участвую в составлении индивидуального плана поддержки и выполняю его на уроке.",
        ),
        (
            "behaviour",
            "Жағымсыз мінез-құлықтың алдын аламын, жағымдысын қолдаймын (PBIS).",
            "Предупреждаю нежелательное поведение и поддерживаю желательное (PBIS).",
        ),
        (
            "prompting",
            "Көмек түрін таңдап, модельдеймін, көмекті біртіндеп азайтамын (fading).",
            "Подбираю подсказки, моделирую действие и постепенно уменьшаю помощь (fading).",
        ),
        (
            "visuals",
            "Көрнекі кесте, таңдау картасы, әлеуметтік әңгіме жасап, қолданамын.",
            "Делаю и использую визуальные расписания, карты выбора, социальные истории.",
        ),
        (
            "regulation",
            "Сенсорлық немесе эмоциялық шамадан тыс жүктеме кезінде балаға тынышталуға көмектесемін.",
            "Помогаю ребёнку успокоиться при сенсорной или эмоциональной перегрузке.",
        ),
        (
            "adapting",
            "Мұғалім берген тапсырманы балаға бейімдеп, қадамдарға бөлемін (task analysis).",
            "Адаптирую задание учителя для ребёнка и разбиваю его на шаги (task analysis).",
        ),
        (
            "attention",
            "Зейін мен өзін-өзі реттеуді таймер, чек-парақ сияқты құралдармен қолдаймын.",
            "Поддерживаю внимание и саморегуляцию таймером, чек-листом и другими средствами.",
        ),
        (
            "independence",
            "Баланың менсіз істей алатын ісін көбейтемін.",
            "Увеличиваю то, что ребёнок делает без меня.",
        ),
        (
            "team",
            "Мұғаліммен, ППҚҚ мамандарымен және ата-анамен келісіп жұмыс істеймін.",
            "Согласую свою работу с учителем, специалистами СППС и родителями.",
        ),
        (
            "monitoring",
            "Бақылау парақтарын жүргізіп, динамиканы дәйекпен көрсетемін.",
            "Веду листы наблюдений и показываю динамику на фактах.",
        ),
    ),
}


def items_of(programme: str) -> tuple[Item, ...]:
    """The items of a programme by its code, in their order; none where none are written."""
    return ITEMS.get(programme, ())


def open_moment(
    *,
    starts_on: date,
    ends_on: date,
    is_under_way: bool,
    closing_began: bool,
    given: frozenset[str],
    today: date,
) -> Moment | None:
    """Which self-assessment can be given today. Each is given once; the first one not after the last one opened."""
    if not is_under_way:
        return None
    if closing_began or today >= ends_on - timedelta(days=AFTER_DAYS):
        return None if "after" in given else "after"
    return None if "before" in given or today < starts_on else "before"


def is_late(*, starts_on: date, given_on: date) -> bool:
    """Whether the first one came after the first two months, so that it says less about the beginning."""
    return given_on > starts_on + timedelta(days=BEFORE_DAYS)


def unanswered(programme: str, answers: Mapping[str, int]) -> list[str]:
    """Keys of items without an answer on the scale, in their order."""
    return [one.key for one in items_of(programme) if not LOWEST <= answers.get(one.key, 0) <= HIGHEST]


def mean(answers: Mapping[str, int]) -> Decimal | None:
    """The mean of the answers, unrounded; nothing of none."""
    if not answers:
        return None
    return Decimal(sum(answers.values())) / len(answers)
