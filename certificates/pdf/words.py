"""What the papers say: the wording of the template or the usual one, filled from the facts, language by language."""

from collections.abc import Callable, Mapping
from functools import cached_property

from . import dates
from .dates import NBSP
from .facts import PrintedFacts
from .layout import quoted
from .look import Look
from .wording import WORDING, filled, wording

# Labels no template changes: what they name is the same on every paper.
LABELS: Mapping[str, Mapping[str, str]] = {
    "issued": {"kk": "Берілген күні", "ru": "Дата выдачи", "en": "Date of issue"},
    "valid": {"kk": "Жарамдылық мерзімі", "ru": "Действителен по", "en": "Valid until"},
    "protocol": {"kk": "Хаттама", "ru": "Протокол", "en": "Minutes"},
    "signature": {"kk": "қолы", "ru": "подпись", "en": "signature"},
    "bin": {"kk": "БСН", "ru": "БИН", "en": "BIN"},
    "modules": {"kk": "Меңгерілген модульдер", "ru": "Освоенные модули", "en": "Modules completed"},
    "hours": {"kk": "Сағат", "ru": "Часы", "en": "Hours"},
    "total": {"kk": "Барлығы", "ru": "Итого", "en": "Total"},
    "acting": {"kk": "м.а.", "ru": "и.о.", "en": "acting"},
    "certificate": {"kk": "Сертификат", "ru": "Сертификат", "en": "Certificate"},
    "notice": {"kk": "Анықтама", "ru": "Справка", "en": "Notice of attendance"},
    "support": {
        "kk": "Курстан кейінгі қолдау туралы анықтама",
        "ru": "Справка о посткурсовом сопровождении",
        "en": "Notice of completed support",
    },
    "code": {
        "kk": "Түпнұсқалықты тексеруге арналған QR-код",
        "ru": "QR-код для проверки подлинности",
        "en": "QR code to check this document",
    },
    "signed": {
        "kk": "Қол қойылған деректері бар, интернетсіз тексеруге арналған QR-код",
        "ru": "QR-код с подписанными данными для проверки без интернета",
        "en": "QR code with signed data to check this document offline",
    },
    "logo": {"kk": "Институттың логотипі", "ru": "Логотип института", "en": "Logo of the institute"},
    "seal": {"kk": "Институттың мөрі", "ru": "Печать института", "en": "Seal of the institute"},
}


def ru_hours(hours: int) -> str:
    """After «в объёме»: 80 часов, 21 часа."""
    one = hours % 10 == 1 and hours % 100 != 11
    return f"{hours}{NBSP}{'часа' if one else 'часов'}"


def kk_hours(hours: int) -> str:
    """A noun stays singular after a numeral."""
    return f"{hours}{NBSP}сағат"


def en_hours(hours: int) -> str:
    return f"{hours}{NBSP}{'hour' if hours == 1 else 'hours'}"


def kk_when(facts: PrintedFacts) -> str:
    """A period is «between», one day is «on the day», so that no month takes an ending."""
    word = "күні" if facts.started_on == facts.ended_on else "аралығында"
    return f"{dates.kk_period(facts.started_on, facts.ended_on)} {word}"


def ru_when(facts: PrintedFacts) -> str:
    return dates.ru_period(facts.started_on, facts.ended_on)


def en_when(facts: PrintedFacts) -> str:
    return dates.en_period(facts.started_on, facts.ended_on)


_HOURS: Mapping[str, Callable[[int], str]] = {"kk": kk_hours, "ru": ru_hours, "en": en_hours}
_WHEN: Mapping[str, Callable[[PrintedFacts], str]] = {"kk": kk_when, "ru": ru_when, "en": en_when}


def kk_initial(text: str) -> str:
    """With a capital letter at the start of a line."""
    return text[:1].upper() + text[1:]


class Words:
    """The words of one document. `pair`: the two languages of its columns in their order; `english`: a third below."""

    def __init__(self, facts: PrintedFacts, look: Look) -> None:
        self.facts, self.look = facts, look
        self.pair: tuple[str, str] = ("ru", "kk") if look.languages[:1] == ("ru",) else ("kk", "ru")
        self.english = "en" in look.languages
        self.languages: tuple[str, ...] = (*self.pair, "en") if self.english else self.pair

    @cached_property
    def _values(self) -> Mapping[str, Mapping[str, str]]:
        return {
            language: {
                "title": quoted(self.title(language), language),
                "hours": _HOURS[language](self.facts.hours),
                "period": _WHEN[language](self.facts),
                "issuer": self.issuer(language),
                "number": self.facts.number,
                "address": self.facts.verify_address,
                "meetings": str(self.facts.meetings),
                "mentor": self.facts.mentor_name,
            }
            for language in self.languages
        }

    def say(self, key: str, language: str) -> str:
        """A wording with everything in its place, on one line."""
        return " ".join(self.written(key, language).split("\n"))

    def written(self, key: str, language: str) -> str:
        """A wording with everything in its place and its own line breaks."""
        return filled(wording(self.facts.kind, key, language, self.look.wording), self._values[language])

    def around_title(self, language: str) -> tuple[list[str], list[str]]:
        """The statement's lines before and after the title, which stands alone."""
        text = wording(self.facts.kind, "statement", language, self.look.wording)
        parts = text.partition("{title}")
        before, after = (filled(part, self._values[language]) for part in (parts[0], parts[2]))
        return _lines(before), _lines(after)

    def title(self, language: str) -> str:
        """The programme's title; a title that has no English stays Russian."""
        return getattr(self.facts, f"programme_title_{language}") or self.facts.programme_title_ru

    def quoted_title(self, language: str) -> str:
        return self._values[language]["title"]

    def issuer(self, language: str) -> str:
        return getattr(self.facts, f"issuer_name_{language}") or self.facts.issuer_name_ru

    def position(self, language: str) -> str:
        """The signatory's position; «acting» in brackets asks for no other case of it. Empty where none is entered."""
        position = getattr(self.facts, f"signatory_position_{language}")
        if not position:
            return ""
        acting = f" ({LABELS['acting'][language]})" if self.facts.signatory_acting else ""
        return f"{kk_initial(position)}{acting}"

    def headings(self, key: str = "heading") -> list[tuple[str, str]]:
        """(language, heading) of the columns' languages; once where both say the same."""
        found: dict[str, str] = {}
        for language in self.pair:
            found.setdefault(self.say(key, language), language)
        return [(language, heading) for heading, language in found.items()]

    def everything(self) -> list[str]:
        """Every wording that will be printed, line by line, to check its letters before anything is drawn."""
        return [
            line
            for key in WORDING[self.facts.kind]
            for language in self.languages
            for line in self.written(key, language).split("\n")
        ]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
