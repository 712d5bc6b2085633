"""The demonstration's events: held, to come, full, called off and a draft, by the same services people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.services.work.uploading import check_upload
from courses.models import Cohort
from people.demo import People
from people.models import Region, User
from people.roles import Role

from ..models import Event
from ..services.events import attendance, events, registration
from ..services.events import feedback as event_feedback

SCHEDULE = {
    "kind": Event.Kind.WEBINAR,
    "language": "kk",
    "title_kk": "Көрнекі кестені бірінші аптада енгізу",
    "title_ru": "Как ввести визуальное расписание за первую неделю",
    "text_kk": (
        "Сабақтан сабаққа ауысу қиын болатын оқушылар үшін көрнекі кестені неден бастаймыз, қалай қысқартамыз және "
        "сыныпта кім жүргізеді.\n\nӨз кестеңіздің суретін ала келіңіз: бірге талдаймыз."
    ),
    "text_ru": (
        "С чего начать визуальное расписание для учеников, которым трудно переходить от урока к уроку, как его "
        "сокращать и кто ведёт его в классе.\n\nВозьмите с собой фотографию своего расписания: разберём вместе."
    ),
    "programme": [
        {
            "at": "16:00",
            "kk": "Үш кесте, үш сынып: не жұмыс істеді",
            "ru": "Три расписания, три класса: что сработало",
            "who": "",
        },
        {
            "at": "16:40",
            "kk": "Қатысушылардың кестелерін талдау",
            "ru": "Разбор расписаний участников",
            "who": "",
        },
        {"at": "17:20", "kk": "Сұрақтар", "ru": "Вопросы", "who": ""},
    ],
    "link": "https://meet.example.kz/korneki-keste",
    "gives_paper": True,
}
SENSORY = {
    "kind": Event.Kind.MASTER_CLASS,
    "language": "kk",
    "title_kk": "Сыныптағы тыныш бұрыш: қолда бар заттан жасаймыз",
    "title_ru": "Тихий уголок в классе: делаем из того, что есть",
    "text_kk": "Екі сағатта демалу орнының жобасын жасап, оның ережесін оқушылармен қалай талқылайтынымызды көреміз.",
    "text_ru": "За два часа составим проект места отдыха и посмотрим, как обсудить его правила с учениками.",
    "programme": [
        {"at": "11:00", "kk": "Орынды таңдау және жоспарлау", "ru": "Выбор и планировка места", "who": ""},
        {"at": "12:00", "kk": "Ережені бірге құру", "ru": "Составляем правила вместе", "who": ""},
    ],
    "is_online": False,
    "place": "Алматы қ., № 15 мектеп, 204-кабинет",
    "capacity": 8,
    "threshold": 90,
    "gives_paper": True,
}
SELF_CONTROL = {
    "kind": Event.Kind.WEBINAR,
    "language": "ru",
    "title_kk": "Педагог-ассистент пен мұғалім: рөлдерді қалай бөлеміз",
    "title_ru": "Педагог-ассистент и учитель: как разделить роли",
    "text_kk": "Сабаққа дейін, сабақта және сабақтан кейін кім не істейді. Он минуттық жоспарлау кестесі.",
    "text_ru": "Кто что делает до урока, на уроке и после него. Таблица десятиминутного планирования.",
    "programme": [
        {
            "at": "15:00",
            "kk": "Жұп болып жоспарлау: үлгі",
            "ru": "Парное планирование: образец",
            "who": "Ким С. В.",
        },
        {"at": "15:50", "kk": "Жағдаяттарды талқылау", "ru": "Обсуждение ситуаций", "who": ""},
    ],
    "link": "https://meet.example.kz/roli",
    "capacity": 30,
}
CONFERENCE = {
    "kind": Event.Kind.CONFERENCE,
    "language": "kk",
    "title_kk": "Инклюзивті сынып: бір жылдан кейін",
    "title_ru": "Инклюзивный класс: год спустя",
    "text_kk": "Курс түлектері бір жылда не өзгергенін көрсетеді: жоспарлар, сабақтар, ата-аналармен жұмыс.",
    "text_ru": "Выпускники курса показывают, что изменилось за год: планы, уроки, работа с родителями.",
    "programme": [
        {"at": "10:00", "kk": "Ашылуы", "ru": "Открытие", "who": ""},
        {
            "at": "10:30",
            "kk": "Түлектердің баяндамалары",
            "ru": "Доклады выпускников",
            "who": "",
        },
        {"at": "14:00", "kk": "Шеберлік алаңдары", "ru": "Площадки мастер-классов", "who": ""},
    ],
    "is_online": False,
    "place": "Алматы қ., институттың мәжіліс залы",
    "threshold": 180,
    "capacity": 120,
}
CALLED_OFF = {
    "kind": Event.Kind.SEMINAR,
    "language": "kk",
    "title_kk": "Бақылау дерегін бірге оқимыз",
    "title_ru": "Читаем данные наблюдения вместе",
    "text_kk": "ABC парағынан қорытындыға дейін: бір оқушының үш апталық дерегі.",
    "text_ru": "От листа ABC до вывода: данные одного ученика за три недели.",
    "link": "https://meet.example.kz/bakylau",
}
DRAFT = {
    "kind": Event.Kind.SEMINAR,
    "language": "kk",
    "title_kk": "Ата-анамен он бес минут: әңгімені жоспарлау",
    "title_ru": "Пятнадцать минут с родителями: планируем разговор",
    "text_kk": "Апта сайынғы қысқа әңгіменің үлгісі мен сұрақтары.",
}
HANDOUT = """Көрнекі кесте: бірінші апта

1-күн. Тек екі сурет: «қазір» және «содан кейін».
2-3-күн. Бір сабақтың төрт қадамы.
4-күн. Оқушы суретті өзі ауыстырады.
5-күн. Не көмектескенін оқушымен талқылаймыз, артығын аламыз.
"""
SAID = (
    (5, "Үш сыныптың мысалы өте түсінікті болды. Дүйсенбіде «қазір – содан кейін» картасынан бастаймын."),
    (4, "Кестелерді талдауға уақыт аздау болды."),
    (5, ""),
    (4, "Орыс тілінде де осындай вебинар керек."),
    (5, "Үлестірме материал үшін рақмет!"),
)


@dataclass(frozen=True)
class Made:
    """What the seed works with: when now is and who hosts."""

    at: datetime
    host: User

    def day(self, days: int, hour: int) -> datetime:
        """An hour of a day from today."""
        date = timezone.localdate(self.at) + timedelta(days=days)
        return datetime.combine(date, time(hour), tzinfo=timezone.get_default_timezone())

    def event(
        self,
        facts: Mapping[str, Any],
        *,
        starts: datetime,
        hours: int = 2,
        announced: bool = True,
        **more: Any,
    ) -> Event:
        told = min(starts, self.at) - timedelta(days=12)
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=hours)}
        event = events.create(facts={**facts, **times, **more}, at=told, actor=self.host)
        if not announced:
            return event
        return events.announce(event_id=event.pk, at=told, actor=self.host)


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Events in every state; a repeat adds nothing. `cohorts` is not needed: events are open to everybody."""
    if Event.objects.exists():
        return
    mentor, coordinator = people.accounts[Role.MENTOR], people.accounts[Role.COORDINATOR]
    made = Made(at=at, host=mentor)
    everybody = [*people.teachers, *people.assistants]
    _held(made, everybody)
    almaty = Region.objects.filter(code="75").first()
    full = made.event(SENSORY, starts=made.day(9, 11), region=almaty)
    _register(full, everybody[3:14])
    near = made.event(SELF_CONTROL, starts=made.day(3, 15))
    _register(near, [*everybody[:1], *everybody[20:33]])
    conference = Made(at=at, host=coordinator).event(CONFERENCE, starts=made.day(24, 10), hours=7)
    _register(conference, everybody[:26])
    off = made.event(CALLED_OFF, starts=made.day(5, 16))
    _register(off, everybody[6:12])
    reason = "Жүргізуші іссапарға кетті. Жаңа күнін осы бетте хабарлаймыз."
    events.cancel(event_id=off.pk, reason=reason, at=at - timedelta(days=1), actor=mentor)
    made.event(DRAFT, starts=made.day(15, 16), announced=False)


def _register(event: Event, people: Sequence[User]) -> None:
    for number, person in enumerate(people):
        asked = event.made_at + timedelta(hours=5 * number + 1)
        registration.register(event_id=event.pk, at=asked, actor=person)


def _held(made: Made, everybody: Sequence[User]) -> None:
    """A webinar two weeks ago: most stayed, some left early, one only registered; slides, feedback, papers."""
    event = made.event(SCHEDULE, starts=made.day(-14, 16))
    people = everybody[:16]
    _register(event, people)
    for number, person in enumerate(people[:-1]):
        came, left = (number % 4) * 3, 120 - (number % 5) * 24
        for minute in [*range(came, left, 10), left]:
            moment = event.starts_at + timedelta(minutes=min(minute, 119))
            attendance.beat(event_id=event.pk, client=attendance.BUTTON, at=moment, actor=person)
    closed = event.ends_at + timedelta(minutes=10)
    upload = SimpleUploadedFile("korneki-keste-birinshi-apta.txt", HANDOUT.encode())
    events.add_file(event_id=event.pk, checked=check_upload(upload), at=closed, actor=made.host)
    events.hold(event_id=event.pk, at=closed, actor=made.host)
    # The demonstration's own learner has not said yet what they think.
    for (rating, text), person in zip(SAID, people[1:], strict=False):
        said = closed + timedelta(hours=2)
        event_feedback.give(event_id=event.pk, rating=rating, text=text, at=said, actor=person)
