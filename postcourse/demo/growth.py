"""The demonstration's diaries, self-assessments and indicators: of every support that is under way with a mentor."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from courses.models import Cohort
from people.demo import People
from people.models import User

from ..models import MentoringPlan
from ..rules import outcomes
from ..services.growth import diary, indicators, self_assessment
from ..services.mentoring.plan_people import mentor_of


@dataclass(frozen=True)
class Written:
    """An entry of the demonstration: how many days after the support began; `said`: mentor, graduate, mentor, …"""

    after: int
    kind: str
    title: str
    text: str
    said: tuple[str, ...] = ()
    is_shared: bool = True


ENTRIES: Mapping[str, tuple[Written, ...]] = {
    "kk": (
        Written(
            12,
            "reflection",
            "Көрнекі кесте бірінші рет көмектесті",
            "Бүгін математикадан өзіндік жұмысқа көшер алдында тақтаға төрт қадамдық көрнекі кесте ілдім. "
            "Бұрын Оқушы А әр қадам сайын менен «енді не?» деп сұрайтын. Бүгін екі рет қана сұрады, "
            "қалғанында кестеге қарады.\n\nМенің қателігім: кестені барлығына бірдей түсіндірмедім, сондықтан "
            "алғашқы бес минут түсініксіз болды. Келесі жолы сабақтың басында бір балаға дауыстап оқытамын.",
            (
                "Нақты сәтті жақсы байқапсыз. Екі рет сұрағанда қай қадамда тұрып қалды?",
                "Екеуінде де үшінші қадамда: «тексер» деген сөз тым жалпы екен.",
                "Онда үшінші қадамды сурет пен екі сұраққа ауыстырып көрейік.",
            ),
        ),
        Written(
            40,
            "case",
            "Қоңырау соғылғанда құлағын басады",
            "Оқушы А қоңырау мен үзіліс шуында құлағын басып, партаның астына тығылады. Екі апта бақыладым: "
            "алдында – шу мен күтпеген ауысу, кезінде – құлағын басу, соңында – ересек адам келіп, жеке отырғызады.\n\n"
            "Екі түсіндірмем бар: дыбысқа сезімталдық және ауысуды күтпеуі. Алдымен ауысуға екі минут қалғанда "
            "көрнекі белгі беріп тексеремін.",
            ("ABC парағы анық. Алдын ала ескертуден кейін қанша рет қайталанғанын белгілеп жүріңіз.",),
        ),
        Written(
            75,
            "lesson_plan",
            "Әдебиеттік оқу: мәтінге үш жол",
            "Мақсат: мәтіннің негізгі ойын өз сөзімен айту.\n\nҰсыну: мәтін, аудио, сурет тізбегі. "
            "Жауап беру: ауызша, сурет арқылы, үш сөйлемнің бірін таңдау. Көмек: сөздік тірек, екінші оқудан кейін алынады.",
        ),
        Written(
            96,
            "reflection",
            "Ата-анамен әңгімеден кейін",
            "Бұл жолы әңгімені баланың мықты жағынан бастадым, сондықтан сөйлесу жеңіл өтті. Әлі ойланып жүрмін.",
            is_shared=False,
        ),
    ),
    "ru": (
        Written(
            12,
            "reflection",
            "Наглядное расписание помогло в первый раз",
            "Перед самостоятельной работой по математике я повесила на доску расписание из четырёх шагов. "
            "Раньше Ученик А на каждом шаге спрашивал, что дальше. Сегодня спросил только два раза, "
            "в остальном смотрел на расписание.\n\nМоя ошибка: я не объяснила расписание всем, первые пять минут "
            "были непонятны. В следующий раз попрошу одного из детей прочитать шаги вслух.",
            (
                "Момент описан точно. На каком шаге он остановился, когда спрашивал?",
                "Оба раза на третьем: слово «проверь» слишком общее.",
                "Тогда попробуем заменить третий шаг картинкой и двумя вопросами.",
            ),
        ),
        Written(
            40,
            "case",
            "Закрывает уши, когда звенит звонок",
            "Ученик А при звонке и шуме перемены закрывает уши и прячется под парту. Две недели наблюдений: до – шум и "
            "неожиданный переход, во время – закрывает уши, после – подходит взрослый и отводит в сторону.\n\n"
            "Два объяснения: чувствительность к звуку и неготовность к переходу. Сначала проверю второе: "
            "за две минуты до звонка буду давать наглядный знак.",
            ("Лист ABC понятный. Отмечайте, сколько раз это повторится после предупреждения.",),
        ),
        Written(
            75,
            "lesson_plan",
            "Литературное чтение: три пути к тексту",
            "Цель: передать главную мысль текста своими словами.\n\nПредставление: текст, аудио, ряд картинок. "
            "Ответ: устно, рисунком, выбором одного из трёх предложений. Помощь: словарная опора, "
            "убирается после второго чтения.",
        ),
        Written(
            96,
            "reflection",
            "После разговора с родителями",
            "На этот раз начала разговор с сильных сторон ребёнка, и говорить стало легче. Ещё думаю об этом.",
            is_shared=False,
        ),
    ),
}
# Name, unit, which is better, highest value, readings two weeks apart.
WATCHED: Mapping[str, tuple[tuple[str, str, str, int, tuple[int, ...]], ...]] = {
    "kk": (
        (
            "Көмексіз жұмыс істеген уақыты",
            "бір сабақта, минут",
            "more",
            20,
            (3, 4, 3, 6, 7, 6, 9, 11, 10),
        ),
        ("Партадан рұқсатсыз тұруы", "бір сабақта, рет", "less", 12, (9, 8, 9, 7, 8, 5, 4, 5, 3)),
        ("Сұрап көмек алуы", "бір күнде, рет", "more", 10, (2, 3, 2, 2, 3, 2)),
    ),
    "ru": (
        (
            "Время работы без помощи",
            "минут за урок",
            "more",
            20,
            (3, 4, 3, 6, 7, 6, 9, 11, 10),
        ),
        ("Встаёт из-за парты без разрешения", "раз за урок", "less", 12, (9, 8, 9, 7, 8, 5, 4, 5, 3)),
        ("Просит о помощи словами", "раз за день", "more", 10, (2, 3, 2, 2, 3, 2)),
    ),
}
CODES = {"kk": "Оқушы А", "ru": "Ученик А"}


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Fill what is empty of every plan under way that has a mentor; a repeat adds nothing."""
    plans = (
        MentoringPlan.objects.under_way()
        .filter(entries__isnull=True, assignments__until_at__isnull=True, assignments__isnull=False)
        .select_related("graduate", "enrolment__cohort__edition")
        .order_by("pk")
        .distinct()
    )
    for place, plan in enumerate(plans):
        mentor = mentor_of(plan)
        if mentor is None or timezone.localdate(at) < plan.starts_on:
            continue
        _write(plan, mentor, at=at)
        _assess(plan, place, at=at)
        _watch(plan, at=at, count=1 + place % 3)


def _language(plan: MentoringPlan) -> str:
    return "ru" if plan.enrolment.cohort.language == "ru" else "kk"


def _began(plan: MentoringPlan) -> datetime:
    """Noon of the plan's first day."""
    day = plan.starts_on
    return datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_default_timezone())


def _write(plan: MentoringPlan, mentor: User, *, at: datetime) -> None:
    goals = diary.agreed_goals(plan)
    for number, written in enumerate(ENTRIES[_language(plan)]):
        then = _began(plan) + timedelta(days=written.after)
        if then > at:
            return
        entry = diary.begin(
            plan_id=plan.pk,
            kind=written.kind,
            at=then,
            written_on=timezone.localdate(then),
            actor=plan.graduate,
        )
        diary.save_draft(
            entry_id=entry.pk,
            title=written.title,
            text=written.text,
            goal=number % len(goals) if goals else None,
            written_on=timezone.localdate(then),
            revision=entry.revision,
            at=then,
            actor=plan.graduate,
        )
        if not written.is_shared:
            continue
        diary.share(entry_id=entry.pk, at=then, actor=plan.graduate)
        for turn, words in enumerate(written.said, 1):
            moment = min(at, then + timedelta(days=turn))
            author = mentor if turn % 2 else plan.graduate
            diary.say(entry_id=entry.pk, text=words, at=moment, actor=author)


def _assess(plan: MentoringPlan, place: int, *, at: datetime) -> None:
    """Beginnings differ a little from one person to the next; at the end most lines stand higher."""
    items = outcomes.items_of(self_assessment.programme_of(plan))
    first = {item.key: 2 + (number + place) % 3 // 2 for number, item in enumerate(items)}
    then = min(at, _began(plan) + timedelta(days=5))
    if self_assessment.open_moment(plan, today=timezone.localdate(then)) == "before":
        self_assessment.give(
            plan_id=plan.pk, moment="before", answers=first, note="", at=then, actor=plan.graduate
        )
    if self_assessment.open_moment(plan, today=timezone.localdate(at)) == "after":
        last = {
            item.key: min(5, first[item.key] + (2, 1, 1, 0, 2)[(number + place) % 5])
            for number, item in enumerate(items)
        }
        self_assessment.give(
            plan_id=plan.pk, moment="after", answers=last, note="", at=at, actor=plan.graduate
        )


def _watch(plan: MentoringPlan, *, at: datetime, count: int) -> None:
    language = _language(plan)
    for name, unit, better, highest, values in WATCHED[language][:count]:
        indicator = indicators.add_indicator(
            plan_id=plan.pk,
            child_code=CODES[language],
            name=name,
            unit=unit,
            better=better,
            lowest=Decimal(0),
            highest=Decimal(highest),
            at=at,
            actor=plan.graduate,
        )
        for number, value in enumerate(values):
            on = plan.starts_on + timedelta(days=14 * number)
            if on <= timezone.localdate(at):
                indicators.add_reading(
                    indicator_id=indicator.pk, on=on, value=Decimal(value), at=at, actor=plan.graduate
                )
