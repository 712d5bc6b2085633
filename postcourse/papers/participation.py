"""The paper of somebody who took part in an event: its facts and the minutes, in Kazakh or Russian."""

from collections.abc import Mapping

from django.utils import timezone

from certificates.models import Issuer
from people.models import User
from people.papers import Block, Facts, Paper, Paragraph, Signatures

from ..models import Event

WORDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "title": "Іс-шараға қатысқаны туралы анықтама",
        "said": "{person} төменде көрсетілген іс-шараға қатысты.",
        "event": "Іс-шара",
        "kind": "Түрі",
        "when": "Өткен уақыты",
        "where": "Өткен жері",
        "online": "онлайн",
        "minutes": "Қатысқан уақыты",
        "of": "{minutes} минут (іс-шараның ұзақтығы – {length} минут)",
        "host": "Жүргізуші",
        "institute": "Ұйымдастырушы",
        "note": "Анықтама қатысқанын ғана растайды: біліктілікті арттыру туралы сертификат болып саналмайды.",
    },
    "ru": {
        "title": "Справка об участии в мероприятии",
        "said": "{person} – участник указанного ниже мероприятия.",
        "event": "Мероприятие",
        "kind": "Вид",
        "when": "Время проведения",
        "where": "Место проведения",
        "online": "онлайн",
        "minutes": "Время участия",
        "of": "{minutes} мин. (продолжительность мероприятия – {length} мин.)",
        "host": "Ведущий",
        "institute": "Организатор",
        "note": "Справка подтверждает только участие и не является сертификатом о повышении квалификации.",
    },
}
KINDS: Mapping[str, Mapping[str, str]] = {
    "kk": {
        "webinar": "вебинар",
        "seminar": "семинар",
        "master_class": "шеберлік сабағы",
        "conference": "конференция",
    },
    "ru": {
        "webinar": "вебинар",
        "seminar": "семинар",
        "master_class": "мастер-класс",
        "conference": "конференция",
    },
}


def participation_paper(event: Event, person: User, *, minutes: int, language: str) -> Paper:
    """What a person above the event's threshold is given. `language`: "kk" or "ru"."""
    words = WORDS[language]
    starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    until = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends:%d.%m.%Y %H:%M}"
    length = int((ends - starts).total_seconds() // 60)
    rows = [
        (words["event"], event.title_ru if language == "ru" else event.title_kk),
        (words["kind"], KINDS[language][event.kind]),
        (words["when"], f"{starts:%d.%m.%Y %H:%M} – {until}"),
        (words["where"], words["online"] if event.is_online else event.place),
        (words["minutes"], words["of"].format(minutes=minutes, length=length)),
        (words["host"], event.host.full_name),
    ]
    issuer = Issuer.objects.filter(valid_from__lte=starts.date()).first()
    if issuer is not None:
        rows.append((words["institute"], issuer.name_ru if language == "ru" else issuer.name_kk))
    blocks: list[Block] = [
        Paragraph(words["said"].format(person=person.full_name)),
        Facts(rows),
        Paragraph(words["note"]),
        Signatures([(words["host"], event.host.full_name)]),
    ]
    return Paper(title=words["title"], language=language, blocks=blocks)
