"""The words of the papers that a template may change: the usual ones, with the placeholders each may hold.

Kazakh, Russian and English. The name is never part of a sentence: it stands on its own line in the nominative, because
no library inflects Kazakh names rightly. Placeholders are plain `str.format` names; nothing else of `str.format` is
understood, so that no wording reaches into an object.
"""

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

Texts = Mapping[str, Mapping[str, str]]

_CHECK = {
    "kk": "Түпнұсқалығын тексеру үшін QR-кодты сканерлеңіз немесе кодты {address} бетіне енгізіңіз. "
    "Дәл осы мекенжай ашылып, дәл осы деректер көрсетілуі тиіс.",
    "ru": "Чтобы проверить подлинность, отсканируйте QR-код или введите код на странице {address}. "
    "Должен открыться именно этот адрес с теми же данными.",
    "en": "To check, scan the QR code or enter the code at {address}. "
    "Exactly this address must open, with the same data.",
}
_OFFLINE = {
    "kk": "Бұл кодта құжаттың қол қойылған деректері бар: {address} бетіндегі сканер оларды "
    "интернетсіз де тексереді.",
    "ru": "В этом коде — подписанные данные документа: сканер на странице {address} проверит их "
    "и\u00a0без интернета.",
    "en": "This code holds the signed data of the document: the scanner at {address} checks them offline.",
}

WORDING: Mapping[str, Texts] = {
    "certificate": {
        # Over the name, in large letters; one heading where the languages share it.
        "heading": {"kk": "СЕРТИФИКАТ", "ru": "СЕРТИФИКАТ", "en": "CERTIFICATE"},
        "opening": {
            "kk": "Осы сертификат",
            "ru": "Настоящий сертификат подтверждает, что",
            "en": "This certifies that the person named above",
        },
        # Under the name. The title stands alone between what comes before and after it; a line break is kept.
        "statement": {
            "kk": "{period}\n{title}\nбағдарламасы бойынша {hours} көлемінде\n"
            "біліктілікті арттыру курсынан өткенін растайды",
            "ru": "прошёл (прошла) курс повышения квалификации\n{title}\nв\u00a0объёме {hours}\n{period}",
            "en": "has completed the professional development course {title} ({hours}, {period}; {issuer}).",
        },
        "supplement_heading": {
            "kk": "Сертификатқа қосымша",
            "ru": "Приложение к сертификату",
            "en": "Supplement to the certificate",
        },
        "supplement_part": {
            "kk": "Осы қосымша № {number} сертификаттың ажырамас бөлігі болып табылады.",
            "ru": "Настоящее приложение является неотъемлемой частью сертификата № {number}.",
            "en": "This supplement is an integral part of certificate No. {number}.",
        },
        "how_to_check": _CHECK,
        "offline": _OFFLINE,
    },
    "notice": {
        "heading": {"kk": "АНЫҚТАМА", "ru": "СПРАВКА", "en": "NOTICE OF ATTENDANCE"},
        "about": {"kk": "курсты тыңдау туралы", "ru": "о прослушивании курса", "en": "of a course"},
        "opening": {
            "kk": "Осы анықтама",
            "ru": "Настоящая справка подтверждает, что",
            "en": "This confirms that the person named above",
        },
        "statement": {
            "kk": "{period} {title} бағдарламасы бойынша {hours} көлемінде біліктілікті арттыру курсын "
            "тыңдағанын растайды.",
            "ru": "прослушал (прослушала) {period} курс повышения квалификации {title} в\u00a0объёме {hours}.",
            "en": "attended the professional development course {title} ({hours}, {period}; {issuer}).",
        },
        "outcome": {
            "kk": "Қорытынды бағалаудан өтпегендіктен, сертификат берілген\u00a0жоқ.",
            "ru": "Итоговое оценивание не пройдено, сертификат не выдавался.",
            "en": "The final assessment was not passed and no certificate was issued.",
        },
        "purpose": {
            "kk": "Анықтама талап етілген жерге ұсыну\u00a0үшін берілді.",
            "ru": "Справка дана для предъявления по месту требования.",
            "en": "Issued to be presented where required.",
        },
        "how_to_check": _CHECK,
        "offline": _OFFLINE,
    },
    # Of the support that follows a course; {period} and {hours} are those of the support.
    "support": {
        "heading": {"kk": "АНЫҚТАМА", "ru": "СПРАВКА", "en": "NOTICE OF COMPLETED SUPPORT"},
        "about": {
            "kk": "курстан кейінгі қолдаудың аяқталғаны туралы",
            "ru": "о завершении посткурсового сопровождения",
            "en": "after a course",
        },
        "opening": {
            "kk": "Осы анықтама",
            "ru": "Настоящая справка подтверждает, что",
            "en": "This confirms that the person named above",
        },
        "support": {
            "kk": "{period} {title} бағдарламасы бойынша біліктілікті арттыру курсынан кейінгі қолдауды "
            "(тәлімгерлікті) толық аяқтағанын растайды.",
            "ru": "прошёл (прошла) {period} посткурсовое сопровождение (наставничество) по программе "
            "повышения квалификации {title} и завершил (завершила) его полностью.",
            "en": "completed the post-course support of the professional development course {title} "
            "({period}; {issuer}).",
        },
        "meetings": {
            "kk": "Тәлімгермен өткізілген кездесулер саны: {meetings}, жалпы көлемі {hours}.",
            "ru": "Проведено встреч с наставником: {meetings}, в общем объёме {hours}.",
            "en": "Meetings held with the mentor: {meetings}, {hours} in all.",
        },
        "mentor": {"kk": "Тәлімгері: {mentor}.", "ru": "Наставник: {mentor}.", "en": "Mentor: {mentor}."},
        "purpose": {
            "kk": "Анықтама талап етілген жерге ұсыну үшін берілді.",
            "ru": "Справка дана для предъявления по месту требования.",
            "en": "Issued to be presented where required.",
        },
        "how_to_check": _CHECK,
        "offline": _OFFLINE,
    },
}

_STATEMENT = frozenset({"title", "hours", "period", "issuer", "number"})
_PLAIN = frozenset({"number", "issuer"})
_ADDRESS = frozenset({"address", "number"})

# What a wording may hold: {title} in quotes, {hours} («80 сағат», «80 часов», “80 hours”), {period} as each language
# writes it («2026 жылғы 2–20 қараша аралығында»), {issuer} the institute's name, {number}, {address} where to check;
# of completed support {meetings}, how many were held, and {mentor}, the mentor's name.
PLACEHOLDERS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "certificate": {
        "heading": frozenset(),
        "opening": _PLAIN,
        "statement": _STATEMENT,
        "supplement_heading": frozenset(),
        "supplement_part": _PLAIN,
        "how_to_check": _ADDRESS,
        "offline": _ADDRESS,
    },
    "notice": {
        "heading": frozenset(),
        "about": frozenset(),
        "opening": _PLAIN,
        "statement": _STATEMENT,
        "outcome": _PLAIN,
        "purpose": _PLAIN,
        "how_to_check": _ADDRESS,
        "offline": _ADDRESS,
    },
    "support": {
        "heading": frozenset(),
        "about": frozenset(),
        "opening": _PLAIN,
        "support": frozenset({"title", "period", "issuer", "number"}),
        "meetings": frozenset({"meetings", "hours"}),
        "mentor": frozenset({"mentor"}),
        "purpose": _PLAIN,
        "how_to_check": _ADDRESS,
        "offline": _ADDRESS,
    },
}

# What it must hold, each exactly once: a paper without its hours, or without the address to check it at, proves little.
REQUIRED: Mapping[str, frozenset[str]] = {
    "statement": frozenset({"title", "hours", "period"}),
    "support": frozenset({"title", "period"}),
    "meetings": frozenset({"meetings", "hours"}),
    "mentor": frozenset({"mentor"}),
    "how_to_check": frozenset({"address"}),
    "offline": frozenset({"address"}),
}


def placeholders_in(text: str) -> list[str]:
    """The names in braces, in their order. Raises ValueError where braces are not closed or hold more than a name."""
    return list(_names(text))


@lru_cache(maxsize=512)
def _names(text: str) -> tuple[str, ...]:
    names = []
    for _literal, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"Not a placeholder: {{{name}}}.")
        names.append(name)
    return tuple(names)


def wording(kind: str, key: str, language: str, changed: Mapping[str, Mapping[str, str]]) -> str:
    """The template's own words where it has some, else the usual ones."""
    return changed.get(language, {}).get(key) or WORDING[kind][key][language]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled; ValueError where it names one that has no value here."""
    if unknown := [name for name in _names(text) if name not in values]:
        raise ValueError(f"No such placeholder: {', '.join(unknown)}.")
    return text.format_map(values)
