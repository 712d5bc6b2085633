"""The demonstration's practices, communities and resource centres: what teachers wrote, said and used this year."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.models import Cohort
from people.demo import People
from people.models import Organisation, User
from people.roles import Role

from .. import starter
from ..models import Community, CommunityMember, Practice, Thread
from ..services.centres import centres
from ..services.centres import reports as centre_reports
from ..services.communities import communities, moderation, talk
from ..services.practices import practices
from ..services.practices import review as practice_review
from ..services.practices import use as practice_use

OWN = {
    "kind": "practice",
    "tags": ["parents", "teamwork"],
    "title_kk": "Апталық хат: ата-анаға үш сөйлем",
    "title_ru": "Письмо недели: три предложения родителям",
    "summary_kk": "Жұма сайын ата-анаға жіберілетін қысқа хат: не шықты, не көмектесті, үйде не байқауға болады.",
    "summary_ru": "Короткое письмо родителям по пятницам: что получилось, что помогло, что можно заметить дома.",
    "text_kk": (
        "Неден басталды\nАта-анамен тек қиын жағдайда хабарласатын едік. Сондықтан мектептің нөмірі шықса, үйде "
        "бәрі алаңдайтын.\n\nҚалай жазамыз\n1. Бірінші сөйлем – осы аптадағы бір сәтті жағдай, дерекпен.\n"
        "2. Екінші сөйлем – не көмектесті.\n3. Үшінші сөйлем – үйде байқап көруге болатын бір нәрсе.\n\n"
        "Нәтижесі\nҮш айдан кейін ата-аналар өздері жаза бастады. Хатқа бес минуттан артық уақыт кетпейді."
    ),
    "text_ru": (
        "С чего началось\nС родителями мы связывались только в трудных случаях, поэтому звонок из школы всех пугал.\n\n"
        "Как пишем\n1. Первое предложение – одна удача этой недели, фактом.\n2. Второе – что помогло.\n"
        "3. Третье – что можно заметить дома.\n\nРезультат\nЧерез три месяца родители стали писать сами. "
        "На письмо уходит не больше пяти минут."
    ),
}
WAITING = {
    "kind": "lesson_plan",
    "tags": ["differentiation", "play"],
    "title_kk": "Бөлшектерді ойын арқылы түсіндіру",
    "summary_kk": "Математика сабағы: бөлшекті кесіп, құрастырып, сосын ғана жазып үйренеді.",
    "text_kk": (
        "Сабақ үш бекеттен тұрады: қағаз пицца, өлшеуіш ыдыс, сандық түзу. Оқушы бекетті өзі таңдайды, кемінде "
        "екеуінен өтеді. Тақтада бір ғана сұрақ тұрады: «Бірдей екенін қалай білдің?»"
    ),
}
ADAPTED = {
    "title_kk": "Көрнекі кесте: шағын жинақталған сыныпқа бейімдеу",
    "title_ru": "Наглядное расписание: вариант для малокомплектного класса",
    "summary_kk": "Екі сынып бір бөлмеде отырғанда кестенің екі қатары болады: әр сыныптың өз түсі.",
    "summary_ru": "Когда два класса в одном кабинете, у расписания две строки: у каждого класса свой цвет.",
}
NOTES = (
    "Екінші сыныпта екі апта қолдандық. «Бітті» бағанын балалар бірден ұнатты.",
    "Бірінші күні шу көп болды, ережені суретпен ілген соң тынышталды.",
    "Попробовали в третьем классе: напоминаний стало вдвое меньше.",
    "Ата-анаға да көрсеттім, үйде таңғы жиналуға қолданып жүр.",
)
TOPICS = (
    (
        "Көрнекі қолдау",
        "Визуальная поддержка",
        "Кестелер, карталар, әлеуметтік әңгімелер: не істейміз, не басып шығарамыз.",
        "Расписания, карточки, социальные истории: что делаем и что печатаем.",
    ),
    (
        "Педагог-ассистенттер",
        "Педагоги-ассистенты",
        "Сабақтағы рөл, мұғаліммен келісу, дербестікке жол.",
        "Роль на уроке, договорённости с учителем, путь к самостоятельности.",
    ),
)
TALKS = (
    (
        0,
        "Кестені кім қайда іледі?",
        "Тақтаға ілсем, артқы қатардан көрінбейді. Партаға жапсырсам, алаңдатады. Сіздерде қалай?",
        (
            "Бізде тақтаның сол жағында, А3 форматта. Керек балада кішкентайы бар.",
            "Біз магнитті сырғытпа тақта алдық, сабақтың қадамына қарай жылжытамыз.",
        ),
        "Магнитті тақта туралы көбірек айтып беріңізші: өлшемі қандай?",
    ),
    (
        0,
        "Әлеуметтік әңгіменің қазақшасы",
        "Орысшадан аударған әңгімелер ауыр естіледі. Өздеріңіз жазған үлгі бар ма?",
        ("Практикалық жинақта екі үлгі тұр, мен соның сөйлем құрылысын пайдаланамын.",),
        "",
    ),
    (
        1,
        "Көмекті қалай азайтамыз?",
        "Қасында отырсам, бала маған қарайды. Алыстасам, тоқтап қалады. Аралықты қалай таптыңыздар?",
        (
            "Алдымен артқа бір қадам, бір апта сол қашықтық. Сосын тағы бір қадам.",
            "Мне помог чек-лист: ребёнок смотрит в него, а не на меня.",
        ),
        "Чек-парақты қай пәннен бастадыңыз?",
    ),
)
DONE = (
    ("4.1.2", 150, "Мектеп директорларына қолдау кабинетін жабдықтау бойынша кеңес", 14),
    ("4.1.3", 135, "Жеке оқу бағдарламасын жазу бойынша шеберлік сағаты", 22),
    ("4.2.1", 110, "Өңір ұйымдарының дерекқорын жаңарту", 0),
    ("4.1.3", 60, "Материалды бейімдеу: педагогтерге жеке кеңестер", 9),
    ("4.2.7", 35, "Ата-аналарға ашық есік күні", 48),
    ("4.2.8", 12, "Көрші облыстың орталығымен тәжірибе алмасу", 16),
)


def seed(people: People, cohorts: Mapping[str, Cohort], at: datetime) -> None:
    """Everything of this room, in the order in which it would have happened."""
    learner = people.accounts[Role.LEARNER]
    crowd = [*people.teachers[:6], *people.assistants[:3]]
    _practices(people, learner, crowd, at)
    _communities(people, learner, crowd, at)
    _centres(people, at)


def _practices(people: People, learner: User, crowd: list[User], at: datetime) -> None:
    methodologist, second = people.accounts[Role.METHODOLOGIST], people.accounts[Role.ADMINISTRATOR]
    starter.load(author=methodologist, reviewer=second, at=at - timedelta(days=60))
    author = next((one for one in people.teachers if one != learner), learner)
    own = _shared(OWN, author, methodologist, at=at - timedelta(days=25))
    timetable = Practice.objects.published().get(kind="timetable")
    _shared(ADAPTED, crowd[-1], methodologist, at=at - timedelta(days=14), based_on=timetable)
    _handed_in(WAITING, learner, at=at - timedelta(days=2))
    popular = [timetable, Practice.objects.published().get(title_kk__startswith="Тыныш бұрыш"), own]
    for place, practice in enumerate(popular):
        _used(practice, crowd[place:], at=at)


def _draft(
    words: Mapping[str, object], author: User, at: datetime, based_on: Practice | None = None
) -> Practice:
    draft = practices.start(
        kind=str(words.get("kind", based_on.kind if based_on else "practice")),
        based_on_id=based_on.pk if based_on else None,
        at=at,
        actor=author,
    )
    return practices.save_draft(
        practice_id=draft.pk, words=words, revision=draft.revision, at=at, actor=author
    )


def _handed_in(
    words: Mapping[str, object], author: User, *, at: datetime, based_on: Practice | None = None
) -> Practice:
    draft = _draft(words, author, at - timedelta(days=1), based_on)
    return practices.submit(practice_id=draft.pk, nameless=True, accepted=[], at=at, actor=author)


def _shared(
    words: Mapping[str, object],
    author: User,
    reviewer: User,
    *,
    at: datetime,
    based_on: Practice | None = None,
) -> Practice:
    practice = _handed_in(words, author, at=at - timedelta(days=2), based_on=based_on)
    practice_review.review(
        practice_id=practice.pk,
        verdict="publish",
        text="Рақмет, нақты әрі қысқа жазылған.",
        revision=practice.revision,
        at=at,
        actor=reviewer,
    )
    return Practice.objects.get(pk=practice.pk)


def _used(practice: Practice, readers: list[User], *, at: datetime) -> None:
    for place, reader in enumerate(one for one in readers if one.pk != practice.author_id):
        practice_use.thank(practice_id=practice.pk, at=at - timedelta(days=place), actor=reader)
        if place < len(NOTES):
            moment = at - timedelta(days=3 * place + 1)
            practice_use.record_use(
                practice_id=practice.pk,
                on=timezone.localdate(moment),
                note=NOTES[place],
                at=moment,
                actor=reader,
            )


def _communities(people: People, learner: User, crowd: list[User], at: datetime) -> None:
    methodologist = people.accounts[Role.METHODOLOGIST]
    began = at - timedelta(days=40)
    topics = [
        communities.open_topic(
            words={"name_kk": kk, "name_ru": ru, "about_kk": about_kk, "about_ru": about_ru},
            actor=methodologist,
        )
        for kk, ru, about_kk, about_ru in TOPICS
    ]
    made = communities.make_region_communities(at=began)
    members = list(dict.fromkeys([learner, people.accounts[Role.MENTOR], *crowd]))
    for community in [*topics, *made[:3]]:
        for member in members:
            communities.join(community_id=community.pk, at=began, actor=member)
    boss = CommunityMember.objects.get(community=topics[0], user=people.accounts[Role.MENTOR])
    communities.set_moderator(member_id=boss.pk, is_moderator=True, actor=methodologist)
    for place, (topic, title, text, answers, reply) in enumerate(TALKS):
        _talk(
            topics[topic], members[place:], title, text, answers, reply, at=began + timedelta(days=9 * place)
        )
    if made:
        _regional(made[0], members, methodologist, at=began + timedelta(days=3))


def _talk(
    community: Community,
    members: list[User],
    title: str,
    text: str,
    answers: tuple[str, ...],
    reply: str,
    *,
    at: datetime,
) -> Thread:
    thread = talk.open_thread(community_id=community.pk, title=title, text=text, at=at, actor=members[0])
    last = None
    for place, words in enumerate(answers):
        last = talk.answer(
            thread_id=thread.pk,
            text=words,
            at=at + timedelta(hours=5 * (place + 1)),
            actor=members[place + 1],
        )
    if reply and last:
        talk.answer(
            thread_id=thread.pk, text=reply, at=at + timedelta(days=2), actor=members[0], answers_id=last.pk
        )
    return thread


def _regional(community: Community, members: list[User], keeper: User, *, at: datetime) -> None:
    """A region's talk with a pinned rule and a post that a reader asks to look at."""
    communities.join(community_id=community.pk, at=at, actor=keeper, mail=CommunityMember.Mail.NEVER)
    thread = _talk(
        community,
        [keeper, *members],
        "Қауымдастық туралы: қалай сөйлесеміз",
        "Мұнда сұраққа дайын жауап емес, өз тәжірибемізді айтамыз. Баланың аты, сыныбы, диагнозы жазылмайды.",
        ("Түсінікті. Кездесу бола ма?",),
        "Иә, осы айда бір рет онлайн жиналамыз.",
        at=at,
    )
    moderation.pin(thread_id=thread.pk, is_pinned=True, actor=keeper)
    advert = talk.answer(
        thread_id=thread.pk,
        text="Дайын жоспарлар сатамын, бағасы қолжетімді.",
        at=at + timedelta(days=4),
        actor=members[-1],
    )
    moderation.report_post(post_id=advert.pk, why="Жарнама.", at=at + timedelta(days=5), actor=members[0])


def _centres(people: People, at: datetime) -> None:
    """Two centres: one with doings and a report, run by the mentor; one that only has its page."""
    keeper, mentor = people.accounts[Role.COORDINATOR], people.accounts[Role.MENTOR]
    today = timezone.localdate(at)
    hosts = Organisation.objects.filter(kind=Organisation.Kind.SCHOOL).order_by("pk")[:2]
    for place, host in enumerate(hosts):
        centre = centres.open_centre(
            organisation_bin=host.bin,
            coordinator_email="" if place else mentor.email,
            opened_on=date(today.year, 1, 10) if today.month > 6 else date(today.year - 1, 7, 10),
            order_number=f"{40 + place}-ө",
            actor=keeper,
        )
        centres.save_about(centre_id=centre.pk, words=_about(place), actor=keeper)
        if not place:
            _year(centre.pk, mentor, today, at)


def _about(place: int) -> dict[str, object]:
    offered = [["4.1.2", "4.1.3", "4.1.4", "4.2.2", "4.2.6", "4.2.8"], ["4.1.1", "4.1.3", "4.2.3", "4.2.7"]]
    return {
        "about_kk": (
            "Өңірдегі мектептер мен балабақшаларға, педагогтер мен ата-аналарға инклюзия бойынша көмек көрсетеміз: "
            "кеңес, семинар, сабаққа бірге дайындық."
        ),
        "about_ru": (
            "Помогаем школам, детским садам, педагогам и родителям региона: консультации, семинары, "
            "совместная подготовка уроков."
        ),
        "address_kk": f"Мектеп көшесі, {10 + place}",
        "address_ru": f"улица Школьная, {10 + place}",
        "phone": f"+7 (000) 000-00-{10 + place}",
        "email": f"centre{place + 1}@tirek.example",
        "functions": offered[place],
    }


def _year(centre_id: int, mentor: User, today: date, at: datetime) -> None:
    """The doings of the last months, and the last half-year's report handed in."""
    for function, days, what, reached in DONE:
        centres.add_activity(
            centre_id=centre_id,
            function=function,
            on=today - timedelta(days=days),
            what=what,
            people=reached,
            at=at,
            actor=mentor,
        )
    year, half = (today.year, 1) if today.month > 6 else (today.year - 1, 2)
    values = {"centre_id": centre_id, "year": year, "half": half, "at": at, "actor": mentor}
    texts = {
        "kk": "Не нәтиже берді: басшыларға кеңес тұрақты болды, педагогтер жеке бағдарламаны өздері жаза бастады.\n\n"
        "Келесі кезеңге жоспар: әр ауданда бір шеберлік сағаты.",
        "ru": "Что получилось: консультации руководителям стали регулярными, педагоги сами пишут индивидуальные "
        "программы.\n\nПлан на следующий период: по одному мастер-классу в каждом районе.",
    }
    report = centre_reports.save_texts(texts=texts, revision=0, **values)
    centre_reports.hand_in(revision=report.revision, **values)
