"""The first draft of a mentoring plan, from what a graduate's final work came to (pure functions).

What was weakest comes first: modules of the test with the fewest right answers, criteria and components below their maximum.
Who lost nothing anywhere starts from the programme's own outcomes. A draft is a proposal: the two change it as they like.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .plan_content import Content
from .support import add_months

GOALS = 3
CHECKPOINT_EVERY = 3  # months


@dataclass(frozen=True)
class Weak:
    """A part of the final work. `share`: reached of the maximum, 0 to 1.

    `kind`: module, criterion, component, outcome, or the key of a component that has words of its own (`own_words`).
    """

    kind: str
    title: str
    share: Decimal
    outcome: str = ""


PROGRAMME_B = frozenset({"theory", "practice", "plan", "defence", "participation"})
# {title} is the module's, criterion's or component's own; an outcome is said as it stands in the programme.
TEXTS: dict[str, dict[str, dict[str, str]]] = {
    "kk": {
        "module": {
            "goal": "«{title}» модулінің мазмұнын тереңдетіп, сабағымда тұрақты қолданамын.",
            "indicators": "Осы модульдің кемінде екі тәсілі сабақта қолданылды; әрқайсысынан кейін "
            "оқушылардың қатысуы мен түсінуіндегі өзгеріс жазылды.",
            "activities": "Модуль материалын қайта қарау; тәлімгермен талқылау; екі сабақта қолданып көру; "
            "нәтижесін талдау.",
            "evidence": "Сабақ жоспарлары, күнделік жазбалары.",
        },
        "criterion": {
            "goal": "Жұмысымның «{title}» деген қырын күшейтемін.",
            "indicators": "Жаңа жұмыстың осы критерийі тәлімгермен бірге талданып, ең жоғары деңгей сипаттамасына "
            "сай деп танылды.",
            "activities": "Қорытынды жұмыстағы ескертпелерді талдау; жұмысты қайта құру; тәлімгерден кері "
            "байланыс алу.",
            "evidence": "Жұмыстың жаңа нұсқасы, тәлімгердің кері байланысы.",
        },
        "component": {
            "goal": "«{title}» бойынша алған білімімді іс жүзінде бекітемін.",
            "indicators": "Сабақта немесе қолдау жұмысында кемінде үш рет қолданылды; әрқайсысының нәтижесі "
            "жазылды.",
            "activities": "Курс материалын қайта қарау; нақты жағдайда қолдану; тәлімгермен талдау.",
            "evidence": "Күнделік жазбалары, жұмыс үлгілері.",
        },
        # Programme B marks by these five.
        "theory": {
            "goal": "Теориялық білімімді («{title}») күнделікті шешімдерімнің негізіне айналдырамын.",
            "indicators": "Айына бір рет таңдаған тәсілімді курстағы ұғымдармен негіздеп түсіндірдім; тәлімгер "
            "негіздемені дұрыс деп бағалады.",
            "activities": "Курс материалынан айына бір тақырыпты қайта оқу; бір жағдайды сол тақырыппен талдау; "
            "тәлімгермен талқылау.",
            "evidence": "Күнделіктегі жағдай талдаулары.",
        },
        "practice": {
            "goal": "Қолдау құралдарын нақты жағдайға сай таңдап, сабақта қолданамын («{title}»).",
            "indicators": "Кемінде үш құрал екі аптадан қолданылды; баланың қатысуы мен дербестігіндегі өзгеріс "
            "бақылау парағында көрінеді.",
            "activities": "Жағдайды бақылап, кедергісін анықтау; құрал таңдау; екі апта қолданып, нәтижесін талдау; "
            "тәлімгердің сабаққа қатысуы.",
            "evidence": "Бақылау парақтары, қолданылған құралдар үлгісі.",
        },
        "plan": {
            "goal": "Бір баланың жеке қолдау жоспарын командамен бірге құрып, іске асырамын («{title}»).",
            "indicators": "Жоспарда қажеттіліктер мен құралдар өзара байланысты; екі ай сайын нәтижеге қарай "
            "қайта қаралды.",
            "activities": "Бақылау деректерін жинау; мақсатты өлшенетін етіп жазу; жоспарды мұғаліммен және ППҚҚ "
            "мамандарымен келісу; қайта қарау.",
            "evidence": "Жеке қолдау жоспарының нұсқалары, бақылау журналы.",
        },
        "defence": {
            "goal": "Өз жұмысымды әріптестер мен ата-анаға дәлелді, кәсіби тілмен жеткіземін («{title}»).",
            "indicators": "Кемінде екі рет жұмысымды таныстырып, сұрақтарға жауап бердім; кері байланыс жазылды.",
            "activities": "Қысқа таныстырылым дайындау; тәлімгермен жаттығу; мектептегі әдістемелік бірлестікте "
            "сөйлеу.",
            "evidence": "Таныстырылым, тыңдаушылардың кері байланысы.",
        },
        "participation": {
            "goal": "Әріптестермен тәжірибе алмасуға тұрақты қатысамын («{title}»).",
            "indicators": "Тоқсан сайын бір іс-шараға қатысып, айына бір рет талқылауға өз тәжірибеммен қосылдым.",
            "activities": "Вебинарға, қауымдастық талқылауына қатысу; бір тәжірибемді бөлісу.",
            "evidence": "Қатысу белгілері, бөліскен материал.",
        },
        "outcome": {
            "goal": "Курс нәтижесін күнделікті жұмысымда орнықтырамын: {title}.",
            "indicators": "Айына кемінде бір рет қолданылып, нәтижесі жазылды.",
            "activities": "Сабақта қолдану; тәлімгердің сабаққа қатысуы; әріптестерге көрсету.",
            "evidence": "Күнделік жазбалары, сабақ жоспары, бақылау парағы.",
        },
        "checkpoint": {
            "middle": "Аралық талдау: мақсаттардың орындалуын тәлімгермен бірге қараймыз.",
            "last": "Қорытынды талдау: нәтижелерді салыстырып, қорытынды есепті дайындаймыз.",
        },
    },
    "ru": {
        "module": {
            "goal": "Углубить содержание модуля «{title}» и постоянно применять его на уроках.",
            "indicators": "Не менее двух приёмов этого модуля применены на уроке; после каждого записано, как "
            "изменились участие и понимание учащихся.",
            "activities": "Повторить материал модуля; обсудить с наставником; применить на двух уроках; "
            "проанализировать результат.",
            "evidence": "Планы уроков, записи в дневнике.",
        },
        "criterion": {
            "goal": "Усилить ту сторону работы, которую оценивает критерий «{title}».",
            "indicators": "Новая работа разобрана с наставником по этому критерию и соответствует описанию высшего "
            "уровня.",
            "activities": "Разобрать замечания к итоговой работе; переработать её; получить обратную связь "
            "наставника.",
            "evidence": "Новая версия работы, обратная связь наставника.",
        },
        "component": {
            "goal": "Закрепить на практике то, что оценивалось как «{title}».",
            "indicators": "Не менее трёх раз применено на уроке или в работе по сопровождению; результат каждого "
            "раза записан.",
            "activities": "Повторить материал курса; применить в реальной ситуации; разобрать с наставником.",
            "evidence": "Записи в дневнике, образцы работ.",
        },
        "theory": {
            "goal": "Сделать теоретические знания («{title}») основой повседневных решений.",
            "indicators": "Раз в месяц выбранный приём объяснён понятиями курса; наставник считает обоснование верным.",
            "activities": "Раз в месяц перечитывать одну тему курса; разбирать по ней одну ситуацию; обсуждать с "
            "наставником.",
            "evidence": "Разборы ситуаций в дневнике.",
        },
        "practice": {
            "goal": "Подбирать средства поддержки под конкретную ситуацию и применять их на уроке («{title}»).",
            "indicators": "Не менее трёх средств применялись по две недели; изменения в участии и самостоятельности "
            "ребёнка видны в листе наблюдения.",
            "activities": "Понаблюдать и определить барьер; выбрать средство; применять две недели и разобрать "
            "результат; пригласить наставника на урок.",
            "evidence": "Листы наблюдений, образцы использованных средств.",
        },
        "plan": {
            "goal": "Составить вместе с командой и выполнить индивидуальный план поддержки одного ребёнка («{title}»).",
            "indicators": "В плане связаны потребности и средства; раз в два месяца он пересмотрен по результатам.",
            "activities": "Собрать данные наблюдений; записать измеримые цели; согласовать план с учителем и "
            "специалистами СППС; пересматривать его.",
            "evidence": "Версии индивидуального плана поддержки, журнал наблюдений.",
        },
        "defence": {
            "goal": "Убедительно и профессиональным языком рассказывать о своей работе коллегам и родителям («{title}»).",
            "indicators": "Не менее двух раз работа представлена, на вопросы даны ответы; отзывы записаны.",
            "activities": "Подготовить короткое выступление; потренироваться с наставником; выступить на методическом "
            "объединении школы.",
            "evidence": "Презентация, отзывы слушателей.",
        },
        "participation": {
            "goal": "Постоянно участвовать в обмене опытом с коллегами («{title}»).",
            "indicators": "Раз в четверть – участие в мероприятии, раз в месяц – своё слово в обсуждении.",
            "activities": "Участвовать в вебинарах и обсуждениях сообщества; поделиться одной своей практикой.",
            "evidence": "Отметки об участии, опубликованный материал.",
        },
        "outcome": {
            "goal": "Закрепить результат курса в повседневной работе: {title}.",
            "indicators": "Применено не реже раза в месяц, результат записан.",
            "activities": "Применять на уроках; пригласить наставника на урок; показать коллегам.",
            "evidence": "Записи в дневнике, план урока, лист наблюдения.",
        },
        "checkpoint": {
            "middle": "Промежуточный разбор: вместе с наставником смотрим, как выполняются цели.",
            "last": "Итоговый разбор: сравниваем результаты и готовим заключительный отчёт.",
        },
    },
}


def own_words(component: str) -> str:
    """The kind of a component: its key where there are words for it, else the general one."""
    return component if component in PROGRAMME_B else "component"


def weakest(parts: Sequence[Weak], *, most: int = GOALS) -> list[Weak]:
    """Parts below their maximum, the weakest first; of equals the one that stands earlier."""
    below = [one for one in parts if one.share < 1]
    return sorted(below, key=lambda one: one.share)[:most]


def checkpoints(*, starts_on: date, months: int, language: str) -> list[dict[str, str]]:
    """A look back every three months, the last one a month before the end."""
    words = TEXTS[language]["checkpoint"]
    days = [add_months(starts_on, month) for month in range(CHECKPOINT_EVERY, months - 1, CHECKPOINT_EVERY)]
    last = add_months(starts_on, max(1, months - 1))
    return [
        *({"on": day.isoformat(), "what": words["middle"]} for day in days if day < last),
        {"on": last.isoformat(), "what": words["last"]},
    ]


def draft(
    parts: Sequence[Weak], outcomes: Sequence[str], *, starts_on: date, months: int, language: str
) -> Content:
    """A plan with up to three suggested goals. `outcomes`: the programme's, for who lost nothing; `language`: kk or ru."""
    chosen = weakest(parts) or [Weak("outcome", one, Decimal(1), one) for one in outcomes[:GOALS]]
    return {
        "goals": [_goal(one, language) for one in chosen],
        "checkpoints": checkpoints(starts_on=starts_on, months=months, language=language),
        "note": "",
    }


def _goal(part: Weak, language: str) -> dict[str, str]:
    said = {key: text.format(title=part.title) for key, text in TEXTS[language][part.kind].items()}
    return {"outcome": part.outcome, **said}
