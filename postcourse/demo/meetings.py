"""The demonstration's meetings: held ones with what came of them, one to write down, one to come, and free hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from courses.models import Cohort
from people.demo import People
from people.errors import Refusal
from people.models import User

from ..models import Meeting, MeetingSlot, MentoringPlan
from ..rules import observation as sheet
from ..services.meetings import meetings, slots
from ..services.mentoring.plan_people import mentor_of

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Held:
    """A meeting of the demonstration: how many days after the support began. `seen`: the sheet's value of each group."""

    after: int
    kind: str
    summary: str
    next_steps: str
    seen: tuple[int, ...] = ()
    lesson: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)


HELD: Mapping[str, tuple[Held, ...]] = {
    "kk": (
        Held(
            9,
            "coaching",
            "Таныстық, жоспардағы екі мақсатты нақтыладық. Ең қиыны – өзіндік жұмысқа ауысу сәті деп келістік.",
            "Мұғалім: бір апта бойы ауысу сәттерін бақылап жазады.\nТәлімгер: көрнекі кестенің екі үлгісін жібереді.",
        ),
        Held(
            38,
            "visit",
            "Математика сабағын көрдім. Көрнекі кесте ілулі, бірақ балалар оған сирек жүгінеді. Сабақтан кейін қай сәтте "
            "сілтеме жасауға болатынын бірге белгіледік.",
            "Мұғалім: әр қадамның басында кестеге бір рет сілтеме жасайды.\nТәлімгер: екі аптадан кейін қоңырау шалады.",
            (2, 1, 1, 2, 1),
            "Математика, көбейту кестесі. 24 оқушы, педагог-ассистент бар.",
            {
                "environment": "Кесте тақтаның оң жағында, артқы партадан көрінбейді.",
                "behaviour": "Мадақтау бар, бірақ жалпы: «жарайсың».",
            },
        ),
        Held(
            70,
            "consultation",
            "ABC парағын бірге талдадық. Мінез-құлық көбіне күтпеген ауысудың алдында байқалады.",
            "Мұғалім: ауысуға екі минут қалғанда көрнекі белгі беріп көреді.",
        ),
        Held(
            105,
            "visit",
            "Қазақ тілі сабағын көрдім. Балалар кестеге өздері қарайды, ассистент көмекті біртіндеп азайтып отыр.",
            "Мұғалім: тапсырманың үш деңгейін келесі тоқсанға жоспарлайды.",
            (3, 2, 2, 2, 2),
            "Қазақ тілі, мәтінмен жұмыс. 23 оқушы.",
            {"cooperation": "Жұппен жұмыста рөлдер анық бөлінген."},
        ),
        Held(
            150,
            "coaching",
            "Аралық қорытынды жасадық: өзіндік жұмысқа көшу уақыты екі есе қысқарды.",
            "Мұғалім: тәжірибесін әріптестеріне көрсететін шағын сабақ дайындайды.",
        ),
    ),
    "ru": (
        Held(
            9,
            "coaching",
            "Познакомились, уточнили две цели плана. Договорились, что труднее всего переход к самостоятельной работе.",
            "Педагог: неделю записывает, что происходит при переходах.\nНаставник: присылает два образца визуального "
            "расписания.",
        ),
        Held(
            38,
            "visit",
            "Была на уроке математики. Визуальное расписание висит, но дети редко к нему обращаются. После урока вместе "
            "отметили, в какие моменты на него опереться.",
            "Педагог: в начале каждого шага один раз показывает на расписание.\nНаставник: звонит через две недели.",
            (2, 1, 1, 2, 1),
            "Математика, таблица умножения. 24 ученика, есть педагог-ассистент.",
            {
                "environment": "Расписание справа от доски, с последней парты его не видно.",
                "behaviour": "Похвала есть, но общая: «молодец».",
            },
        ),
        Held(
            70,
            "consultation",
            "Разобрали лист ABC. Трудное поведение чаще всего появляется перед неожиданным переходом.",
            "Педагог: за две минуты до перехода даёт зрительный сигнал.",
        ),
        Held(
            105,
            "visit",
            "Была на уроке русского языка. Дети сами смотрят в расписание, ассистент постепенно убирает помощь.",
            "Педагог: планирует задания трёх уровней на следующую четверть.",
            (3, 2, 2, 2, 2),
            "Русский язык, работа с текстом. 23 ученика.",
            {"cooperation": "В парах роли распределены ясно."},
        ),
        Held(
            150,
            "coaching",
            "Подвели промежуточный итог: переход к самостоятельной работе стал вдвое короче.",
            "Педагог: готовит небольшой открытый урок для коллег.",
        ),
    ),
}
AGENDA = {
    "kk": "Үш деңгейлі тапсырма қалай өтті? Келесі сабаққа не өзгертемін?",
    "ru": "Как прошли задания трёх уровней? Что изменить к следующему уроку?",
}


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Meetings of every plan under way that has a mentor and none yet; a repeat adds nothing."""
    plans = (
        MentoringPlan.objects.under_way()
        .filter(meetings__isnull=True, assignments__until_at__isnull=True, assignments__isnull=False)
        .select_related("graduate", "enrolment__cohort")
        .order_by("pk")
        .distinct()
    )
    for place, plan in enumerate(plans):
        mentor = mentor_of(plan)
        if mentor is not None:
            # Every third one has met less often than planned, as boards have to show.
            hold_of(plan, mentor, place=place, at=at, most=2 if place % 3 == 2 else len(HELD["kk"]))
            _offer(mentor, at=at)
            _plan_next(plan, mentor, place=place, at=at)


def hold_of(plan: MentoringPlan, mentor: User, *, place: int, at: datetime, most: int = 5) -> list[Meeting]:
    """The held meetings of one plan until now; `place` tells plans apart, so that no mentor is in two at once."""
    language = "ru" if plan.enrolment.cohort.language == "ru" else "kk"
    found = []
    for held in HELD[language][:most]:
        start = _weekday(plan.starts_on + timedelta(days=held.after + place // 8), hour=9 + place % 8)
        if start + 2 * HOUR > at or timezone.localdate(start) > plan.ends_on:
            break
        found.append(_hold(plan, mentor, held, start))
    return found


def _hold(plan: MentoringPlan, mentor: User, held: Held, start: datetime) -> Meeting:
    is_visit = held.kind == Meeting.Kind.VISIT
    meeting = meetings.book(
        plan_id=plan.pk,
        kind=held.kind,
        way="in_person" if is_visit else "online",
        starts_at=start,
        ends_at=start + HOUR,
        at=start - timedelta(days=4),
        actor=mentor,
    )
    seen = {
        "items": {
            item.key: value
            for group, value in zip(sheet.GROUPS, held.seen, strict=False)
            for item in group.items
        },
        "notes": held.notes,
        "lesson": held.lesson,
    }
    return meetings.log(
        meeting_id=meeting.pk,
        real_start=start + timedelta(minutes=5),
        real_end=start + timedelta(minutes=50),
        summary=held.summary,
        next_steps=held.next_steps,
        observation=seen if is_visit else None,
        at=start + 2 * HOUR,
        actor=mentor,
    )


def _offer(mentor: User, *, at: datetime) -> None:
    """Two hours a week for the next six weeks."""
    if MeetingSlot.objects.filter(mentor=mentor).exists():
        return
    today = timezone.localdate(at)
    for weekday in (1, 3):
        day = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
        start = _moment(day, hour=17)
        slots.offer(starts_at=start, ends_at=start + HOUR, way="online", weeks=6, at=at, actor=mentor)


def _plan_next(plan: MentoringPlan, mentor: User, *, place: int, at: datetime) -> None:
    """One to come in an offered hour, or one that is over and waits to be written down."""
    language = "ru" if plan.enrolment.cohort.language == "ru" else "kk"
    if place % 4 == 1:
        start = _moment(timezone.localdate(at) - timedelta(days=2), hour=8 + place % 10)
        meetings.book(
            plan_id=plan.pk,
            kind="coaching",
            way="phone",
            starts_at=start,
            ends_at=start + HOUR,
            at=start - timedelta(days=3),
            actor=mentor,
        )
        return
    slot = MeetingSlot.objects.filter(mentor=mentor).bookable(at=at).first()
    if slot is None or place % 2:
        return
    try:
        meetings.book(
            plan_id=plan.pk,
            slot_id=slot.pk,
            kind="coaching",
            agenda=AGENDA[language],
            at=at,
            actor=plan.graduate,
        )
    except Refusal:
        return  # the support ends before the first free hour


def _weekday(day, *, hour: int) -> datetime:
    """That day, or the Monday after where it is no school day."""
    return _moment(day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0), hour=hour)


def _moment(day, *, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
