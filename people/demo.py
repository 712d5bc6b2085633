"""Demonstration people: a fictional institute, schools over the regions, and someone in every role."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from .models import Consent, ConsentText, District, Employment, Organisation, Region, RoleScope, User
from .roles import Role
from .rules.identifiers import with_check_digit

PASSWORD = "Tirek-demo-2026"  # noqa: S105  (printed on purpose: a demonstration holds no real data)
DOMAIN = "tirek.example"

ACCOUNTS = {
    Role.LEARNER: ("aigul", "Әбдірова", "Айгүл", "Серікқызы"),
    Role.TRAINER: ("trainer", "Жұмабеков", "Ерлан", "Қайратұлы"),
    Role.COORDINATOR: ("coordinator", "Сейітова", "Динара", "Маратқызы"),
    Role.METHODOLOGIST: ("methodologist", "Оразбаева", "Гүлнар", "Тілеуқызы"),
    Role.EXPERT: ("expert", "Бекенова", "Айгерім", "Сапарқызы"),
    Role.MENTOR: ("mentor", "Нұрпейісова", "Сәуле", "Бақытқызы"),
    Role.SCHOOL_HEAD: ("head", "Тәжібаев", "Марат", "Есенұлы"),
    Role.AUTHORITY: ("authority", "Қасымова", "Жанар", "Болатқызы"),
    Role.ADMINISTRATOR: ("admin", "Ысқақов", "Дәурен", "Асқарұлы"),
}
MORE_TRAINERS = [
    (("trainer2", "Ким", "Светлана", "Викторовна"), "ru"),
    (("trainer3", "Сәрсенова", "Айнұр", "Ғалымқызы"), "kk"),
]

# Surname (masculine, feminine), and given names; invented combinations.
SURNAMES = [
    ("Ахметов", "Ахметова"), ("Әлімжанов", "Әлімжанова"), ("Байтұрсынов", "Байтұрсынова"),
    ("Ғабдуллин", "Ғабдуллина"), ("Досмағамбетов", "Досмағамбетова"), ("Ермеков", "Ермекова"),
    ("Жақсыбеков", "Жақсыбекова"), ("Зейнуллин", "Зейнуллина"), ("Ибраев", "Ибраева"),
    ("Кенжебаев", "Кенжебаева"), ("Қожахметов", "Қожахметова"), ("Мұқанов", "Мұқанова"),
    ("Нұрғалиев", "Нұрғалиева"), ("Өтегенов", "Өтегенова"), ("Рахымжанов", "Рахымжанова"),
    ("Сүлейменов", "Сүлейменова"), ("Тұрсынов", "Тұрсынова"), ("Үмбетжанов", "Үмбетжанова"),
    ("Шәріпов", "Шәріпова"), ("Іргебаев", "Іргебаева"), ("Петренко", "Петренко"), ("Иванов", "Иванова"),
]  # fmt: skip
WOMEN = ["Ақмарал", "Ботагөз", "Гүлмира", "Әсел", "Жұлдыз", "Қарлығаш", "Ләззат", "Мөлдір", "Назгүл", "Раушан",
         "Сандуғаш", "Толқын", "Үміт", "Шолпан", "Індира", "Наталья"]  # fmt: skip
MEN = ["Асхат", "Бауыржан", "Ғалым", "Ержан", "Қуаныш", "Нұрлан", "Талғат", "Самат"]
FATHERS = ["Илияс", "Қанат", "Ерболат", "Жомарт", "Сәбит", "Төлеген", "Ғабит", "Нұржан", "Асан", "Мұрат"]
POSITIONS = ["бастауыш сынып мұғалімі", "қазақ тілі мен әдебиеті мұғалімі", "математика мұғалімі",
             "педагог-психолог", "биология мұғалімі", "ағылшын тілі мұғалімі"]  # fmt: skip
ASSISTANT = "педагог-ассистент"

DISTRICTS = [
    ("75", "Алмалы ауданы", "Алмалинский район"),
    ("71", "Есіл ауданы", "район Есиль"),
    ("79", "Әл-Фараби ауданы", "Аль-Фарабийский район"),
    ("19", "Қарасай ауданы", "Карасайский район"),
    ("35", "Бұқар жырау ауданы", "Бухар-Жырауский район"),
    ("61", "Сайрам ауданы", "Сайрамский район"),
    ("63", "Глубокое ауданы", "Глубоковский район"),
    ("43", "Сырдария ауданы", "Сырдарьинский район"),
]
SCHOOLS = [
    ("75", "№ 15 жалпы білім беретін мектеп", "Общеобразовательная школа № 15"),
    ("71", "№ 62 мектеп-лицей", "Школа-лицей № 62"),
    ("79", "Абай атындағы № 4 мектеп-гимназия", "Школа-гимназия № 4 имени Абая"),
    ("19", "Қаскелең қаласындағы № 2 орта мектеп", "Средняя школа № 2 города Каскелен"),
    ("35", "Ботақара ауылының орта мектебі", "Средняя школа посёлка Ботакара"),
    ("61", "Ақсукент ауылындағы № 7 орта мектеп", "Средняя школа № 7 села Аксукент"),
    ("63", "Глубокое ауылының № 1 орта мектебі", "Средняя школа № 1 посёлка Глубокое"),
    ("43", "Тереңөзек кентінің № 34 орта мектебі", "Средняя школа № 34 посёлка Теренозек"),
]


@dataclass
class People:
    """Who the seed made, by role and as learners."""

    accounts: dict[str, User] = field(default_factory=dict)
    trainers: list[User] = field(default_factory=list)
    teachers: list[User] = field(default_factory=list)
    assistants: list[User] = field(default_factory=list)


def _user(
    email: str, surname: str, given: str, patronymic: str, *roles: str, password: str, **fields
) -> User:
    user = User.objects.create(
        email=f"{email}@{DOMAIN}",
        surname=surname,
        given_name=given,
        patronymic=patronymic,
        password=password,
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _schools() -> list[Organisation]:
    districts = {}
    for code, name_kk, name_ru in DISTRICTS:
        region = Region.objects.get(code=code)
        districts[code], _created = District.objects.get_or_create(
            region=region, name_kk=name_kk, defaults={"name_ru": name_ru}
        )
    schools = []
    for index, (code, name_kk, name_ru) in enumerate(SCHOOLS):
        schools.append(
            Organisation.objects.create(
                bin=with_check_digit(f"0{index % 9}0140{code}0{index:02d}"[:11]),
                kind=Organisation.Kind.SCHOOL,
                name_kk=name_kk,
                name_ru=name_ru,
                region=districts[code].region,
                district=districts[code],
            )
        )
    return schools


def _employ(user: User, organisation: Organisation, position: str, started_on: date) -> None:
    Employment.objects.create(
        user=user,
        organisation=organisation,
        position=position,
        is_special_pedagogue=position == "арнайы педагог",
        started_on=started_on,
    )


CONSENTS = {
    ConsentText.Purpose.TRAINING: (
        "Оқуды ұйымдастыру және құжат беру үшін дербес деректерімді жинауға және өңдеуге келісім беремін.",
        "Даю согласие на сбор и обработку персональных данных для обучения и выдачи документа.",
    ),
    ConsentText.Purpose.SHARING: (
        "Оқу нәтижесін жұмыс берушіме және білім басқармасына беруге келісім беремін.",
        "Даю согласие на передачу результата обучения работодателю и управлению образования.",
    ),
    ConsentText.Purpose.VERIFICATION: (
        "Құжатымның коды бойынша онда жазылған деректерді көрсетуге келісім беремін.",
        "Даю согласие на показ данных документа по его коду.",
    ),
}


def seed(*, at: datetime) -> People:
    """Create the demonstration's people; all passwords are the same and printed at the end."""
    password = make_password(PASSWORD)
    chance = random.Random(80)  # noqa: S311
    people = People()
    for role, (email, *name) in ACCOUNTS.items():
        people.accounts[role] = _user(
            email, *name, role, password=password, is_superuser=role == Role.ADMINISTRATOR, is_staff=False
        )
    people.trainers = [
        people.accounts[Role.TRAINER],
        *(
            _user(*names, Role.TRAINER, password=password, language=language)
            for names, language in MORE_TRAINERS
        ),
    ]
    schools = _schools()
    region = Region.objects.get(code="75")
    RoleScope.objects.create(
        user=people.accounts[Role.SCHOOL_HEAD], role=Role.SCHOOL_HEAD, organisation=schools[0]
    )
    RoleScope.objects.create(user=people.accounts[Role.AUTHORITY], role=Role.AUTHORITY, region=region)
    texts = [
        ConsentText.objects.create(purpose=purpose, number=1, text_kk=kk, text_ru=ru, published_at=at)
        for purpose, (kk, ru) in CONSENTS.items()
    ]
    learner = people.accounts[Role.LEARNER]
    people.teachers.append(learner)
    _employ(learner, schools[0], POSITIONS[0], date(2019, 9, 1))
    taken: set[tuple[str, str]] = set()
    for index in range(68):
        while True:
            is_man = chance.random() < 0.18
            surname = chance.choice(SURNAMES)[0 if is_man else 1]
            given = chance.choice(MEN if is_man else WOMEN)
            if (surname, given) not in taken:
                taken.add((surname, given))
                break
        father = chance.choice(FATHERS)
        patronymic = (
            f"{father}{'ұлы' if is_man else 'қызы'}"
            if surname not in {"Петренко", "Иванова", "Иванов"}
            else ""
        )
        user = _user(
            f"learner{index + 1:02d}",
            surname,
            given,
            patronymic,
            Role.LEARNER,
            password=password,
            language="kk",
        )
        is_assistant = index >= 42
        (people.assistants if is_assistant else people.teachers).append(user)
        position = ASSISTANT if is_assistant else chance.choice(POSITIONS)
        _employ(user, schools[index % len(schools)], position, date(2016 + index % 8, 9, 1))
    Consent.objects.bulk_create(
        Consent(user=user, text=text, given_at=at)
        for user in [*people.teachers, *people.assistants]
        for text in texts
    )
    return people
