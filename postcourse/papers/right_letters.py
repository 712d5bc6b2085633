"""Letters about the right to be reassessed, in Kazakh and Russian: the invitation, and the notice that it ended."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import pikepdf
from django.utils import timezone, translation
from django.utils.formats import date_format

from certificates.services.issuing import issuer_on, signatory_on
from people.errors import Refusal
from people.papers import Block, Facts, Heading, Paper, Paragraph, Signatures, Table, pdf

from ..models import Reassessment
from ..right_words import letter_of
from ..services.rights.booking_plan import Doing, plan_alone, plan_booked

Texts = Mapping[str, str]

INVITATION: Texts = {"kk": "Қайта бағалауға шақыру", "ru": "Приглашение на повторную оценку"}
LAPSE: Texts = {
    "kk": "Қайта бағалау құқығының мерзімі өткені туралы хабарлама",
    "ru": "Уведомление о прекращении права на повторную оценку",
}
NUMBER: Texts = {"kk": "{day}, № {number}", "ru": "№ {number} от {day}"}
TO: Texts = {"kk": "Кімге", "ru": "Кому"}
PROGRAMME: Texts = {"kk": "Бағдарлама", "ru": "Программа"}
COHORT: Texts = {"kk": "Ағым", "ru": "Поток"}
RESULT: Texts = {"kk": "Нәтиже", "ru": "Результат"}
RIGHT: Texts = {"kk": "Құқық қолданылатын жыл", "ru": "Год, в котором действует право"}
UNTIL: Texts = {"kk": "Соңғы күні", "ru": "Последний день"}
PLANNED: Texts = {"kk": "Белгіленген күн", "ru": "Назначенный день"}
WITH: Texts = {"kk": "Қай ағыммен", "ru": "С каким потоком"}
DAY_OF_OWN: Texts = {"kk": "жеке күні", "ru": "в отдельный день"}
REASONS: Mapping[str, Texts] = {
    "below_pass_mark": {
        "kk": "Қорытынды балл шекті деңгейден төмен.",
        "ru": "Итоговый балл ниже порогового.",
    },
    "missing_component": {
        "kk": "Бағалаудың міндетті бөлігі жоқ.",
        "ru": "Отсутствует обязательная часть оценивания.",
    },
    "minimum_not_met": {
        "kk": "Бір бөлік бойынша ең төменгі балл жиналмаған.",
        "ru": "По одной из частей не набран минимальный балл.",
    },
}
INVITED: Texts = {
    "kk": "Сізде бағдарлама бойынша күнтізбелік жыл ішінде бір рет қайта бағаланудан өтуге құқық бар: өзіңіз таңдаған күні"
    " жеке немесе келесі ағыммен бірге. {year} жылғы құқығыңыз {until_to} дейін (осы күнді қоса алғанда) жарамды."
    " Пайдаланылмаған құқық жыл соңында тоқтатылады, жаңасы келесі жылғы 1 қаңтарда ашылады.",
    "ru": "Вы вправе один раз в календарном году пройти повторную оценку по программе: индивидуально, в выбранный Вами день,"
    " или вместе со следующим потоком. Право {year} года действует до {until} включительно. Неиспользованное право"
    " прекращается с окончанием года, новое возникает 1 января следующего года.",
}
CHOOSE: Texts = {
    "kk": "Күнді немесе ағымды порталдағы «Менің құқықтарым» бетінен таңдаңыз не үйлестірушіге хабарлаңыз.",
    "ru": "Выберите день или поток на странице «Мои права» портала либо сообщите координатору.",
}
IS_BOOKED: Texts = {
    "kk": "Қайта бағалау {day_to} белгіленді ({way}).",
    "ru": "Повторная оценка назначена на {day} ({way}).",
}
WHAT: Texts = {"kk": "Не қайта бағаланады", "ru": "Что оценивается повторно"}
WHAT_STAYS: Texts = {"kk": "Не сақталады", "ru": "Что сохраняется"}
STAYS: Texts = {
    "kk": "Бұрын жиналған мына балдар сақталады: {names}.",
    "ru": "Ранее полученные баллы сохраняются: {names}.",
}
PART: Texts = {"kk": "Бөлік", "ru": "Часть"}
WHEN: Texts = {"kk": "Мерзімі", "ru": "Срок"}
BY: Texts = {"kk": "{day_to} дейін", "ru": "до {day}"}
BRING: Texts = {"kk": "Өзіңізбен бірге болсын", "ru": "Что иметь с собой"}
TO_BRING: Texts = {
    "kk": "– жеке басты куәландыратын құжат;\n– осы хат (қағаз немесе телефондағы нұсқасы);\n– портал аккаунтының кіру"
    " деректері; онлайн тапсырсаңыз, интернетке қосылған құрылғы.\nЕрекше жағдайлар (қосымша уақыт, үзіліс, ірі қаріп)"
    " керек болса, үйлестірушіге күні бұрын жазыңыз.",
    "ru": "– документ, удостоверяющий личность;\n– это письмо (на бумаге или в телефоне);\n– данные для входа на портал, а"
    " при прохождении онлайн – устройство с доступом в интернет.\nЕсли нужны особые условия (дополнительное время, перерыв,"
    " крупный шрифт), заранее напишите координатору.",
}
ABSENCE: Texts = {
    "kk": "Дәлелді себеппен келе алмасаңыз, растайтын құжаттарды үйлестірушіге тапсырыңыз: мұндай жағдайда құқығыңыз"
    " сақталады. Себепсіз келмеген жағдайда осы жылғы құқық пайдаланылған болып есептеледі.",
    "ru": "Если Вы не сможете прийти по уважительной причине, передайте координатору подтверждающие документы: в этом случае"
    " право сохраняется. При неявке без уважительной причины право этого года считается использованным.",
}
MISSED: Texts = {
    "kk": "Сіз {day_to} белгіленген қайта бағалауға келмедіңіз, сондықтан {year} жылғы құқық пайдаланылған болып"
    " есептеледі.",
    "ru": "Вы не явились на повторную оценку, назначенную на {day}, поэтому право {year} года считается использованным.",
}
EXCUSABLE: Texts = {
    "kk": "Егер себебіңіз дәлелді болса, растайтын құжаттарды үйлестірушіге тапсырыңыз: келмеу дәлелді деп танылса, құқық"
    " қайта ашылады.",
    "ru": "Если причина уважительная, передайте координатору подтверждающие документы: если неявка будет признана"
    " уважительной, право возникнет вновь.",
}
UNUSED: Texts = {
    "kk": "{year} жылғы қайта бағалау құқығы пайдаланылмады, оның мерзімі {until} күні аяқталды.",
    "ru": "Право {year} года на повторную оценку не было использовано и прекратилось {until}.",
}
NEXT: Texts = {
    "kk": "Сертификат алынбағандықтан, жаңа құқық {day_from} бастап ашылады. Бұл туралы порталда хабарланады.",
    "ru": "Поскольку сертификат не получен, новое право возникает с {day}. Об этом сообщит портал.",
}
HEAD: Texts = {"kk": "Ұйым басшысы", "ru": "Руководитель организации"}


# Months as Kazakh sentences inflect them: to a day (dative), from a day (ablative).
KK_TO = (
    "қаңтарға",
    "ақпанға",
    "наурызға",
    "сәуірге",
    "мамырға",
    "маусымға",
    "шілдеге",
    "тамызға",
    "қыркүйекке",
    "қазанға",
    "қарашаға",
    "желтоқсанға",
)
KK_FROM = (
    "қаңтардан",
    "ақпаннан",
    "наурыздан",
    "сәуірден",
    "мамырдан",
    "маусымнан",
    "шілдеден",
    "тамыздан",
    "қыркүйектен",
    "қазаннан",
    "қарашадан",
    "желтоқсаннан",
)


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


def _days(day: date | None, name: str = "day") -> dict[str, str]:
    """A day as sentences take it: as it is, and for Kazakh with the endings of "to" and "from"."""
    if day is None:
        return {name: "", f"{name}_to": "", f"{name}_from": ""}
    begins = f"{day.year} жылғы {day.day} "
    return {
        name: _day(day),
        f"{name}_to": begins + KK_TO[day.month - 1],
        f"{name}_from": begins + KK_FROM[day.month - 1],
    }


def letter(row: Reassessment, *, language: str, at: datetime) -> Paper:
    """The letter that fits a right: an invitation while it is open or booked, a notice once it ended unused.

    `language`: "kk" or "ru". The row comes with the relations of services.right_rows.
    """
    is_invitation = letter_of(row) == "invitation"
    today = timezone.localdate(at)
    with translation.override(language):
        blocks = _invitation(row, language, at) if is_invitation else _lapse(row, language)
        return Paper(
            title=(INVITATION if is_invitation else LAPSE)[language],
            subtitle=NUMBER[language].format(number=row.pk, day=_day(today)),
            language=language,
            blocks=[Facts(_facts(row, language)), *blocks, _signature(today, language)],
        )


def _facts(row: Reassessment, language: str) -> list[tuple[str, str]]:
    cohort = row.enrolment.cohort
    facts = [
        (TO[language], row.user.full_name),
        (PROGRAMME[language], cohort.edition.title_in(language)),
        (COHORT[language], cohort.code),
        (RESULT[language], REASONS[row.based_on.decision_reason][language]),
        (RIGHT[language], str(row.year)),
        (UNTIL[language], _day(row.until)),
    ]
    if row.planned_on is not None:
        facts.append((PLANNED[language], _day(row.planned_on)))
    if row.kind == Reassessment.Kind.COHORT and row.cohort is not None:
        facts.append((WITH[language], row.cohort.code))
    return facts


def _invitation(row: Reassessment, language: str, at: datetime) -> list[Block]:
    is_booked = row.status == Reassessment.Status.BOOKED
    plan = plan_booked(row) if is_booked else plan_alone(row, planned_on=row.until, at=at)
    blocks: list[Block] = [
        Paragraph(INVITED[language].format(year=row.year, **_days(row.until, "until"))),
        Paragraph(_booked(row, language) if is_booked else CHOOSE[language]),
        Heading(WHAT[language]),
        Table((PART[language], WHEN[language]), [_part(one, language) for one in plan.due]),
    ]
    if plan.carried:
        names = ", ".join(title for title, _mark in plan.carried)
        blocks += [Heading(WHAT_STAYS[language]), Paragraph(STAYS[language].format(names=names))]
    return [*blocks, Heading(BRING[language]), Paragraph(TO_BRING[language]), Paragraph(ABSENCE[language])]


def _booked(row: Reassessment, language: str) -> str:
    is_alone = row.kind == Reassessment.Kind.ALONE or row.cohort is None
    way = DAY_OF_OWN[language] if is_alone else f"{WITH[language].lower()}: {row.cohort.code}"
    return IS_BOOKED[language].format(way=way, **_days(row.planned_on))


def _part(doing: Doing, language: str) -> tuple[str, str]:
    name = doing.title
    if len(doing.components) > 1:
        name = f"{name}: {', '.join(doing.components)}"
    if doing.closes_at is None:
        return name, "–"
    last = timezone.localdate(doing.closes_at)
    first = timezone.localdate(doing.opens_at) if doing.kind == "quiz" and doing.opens_at else None
    if first is not None:
        return name, _day(first) if first == last else f"{_day(first)} – {_day(last)}"
    return name, BY[language].format(**_days(last))


def _lapse(row: Reassessment, language: str) -> list[Block]:
    opens = date(row.year + 1, 1, 1)
    words = {"year": row.year, **_days(row.until, "until"), **_days(row.planned_on)}
    if row.lapse == Reassessment.Lapse.NO_SHOW:
        first = [Paragraph(MISSED[language].format(**words)), Paragraph(EXCUSABLE[language])]
    else:
        first = [Paragraph(UNUSED[language].format(**words))]
    return [*first, Paragraph(NEXT[language].format(**_days(opens)))]


def _signature(today: date, language: str) -> Block:
    """Who signs on that day, under the issuer's name; a line to write on where nobody is entered."""
    try:
        issuer, signs = issuer_on(today).printed(), signatory_on(today)
    except Refusal:
        return Signatures([(HEAD[language], "")])
    position = signs.position_ru if language == "ru" else signs.position_kk
    name = issuer.get(f"issuer_name_{language}") or issuer.get(f"name_{language}") or ""
    return Signatures([(f"{name}, {position}" if name else position, signs.name)])


def joined(papers: Iterable[Paper]) -> bytes:
    """Several letters as one PDF for the printer, each on pages of its own."""
    target = io.BytesIO()
    with pikepdf.Pdf.new() as whole:
        for paper in papers:
            with pikepdf.Pdf.open(io.BytesIO(pdf(paper))) as single:
                whole.pages.extend(single.pages)
        for page in whole.pages:
            if "/StructParents" in page:
                del page["/StructParents"]
        whole.save(target)
    return target.getvalue()
