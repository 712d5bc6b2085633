"""The sentences of the papers, Kazakh and Russian. The name stands between them in the nominative."""

from . import dates
from .dates import NBSP
from .facts import PrintedFacts


def ru_hours(hours: int) -> str:
    """After «в объёме»: 80 часов, 21 часа."""
    one = hours % 10 == 1 and hours % 100 != 11
    return f"{hours}{NBSP}{'часа' if one else 'часов'}"


def kk_hours(hours: int) -> str:
    """A noun stays singular after a numeral."""
    return f"{hours}{NBSP}сағат"


def kk_when(facts: PrintedFacts) -> str:
    """A period is «between», one day is «on the day», so that no month takes an ending."""
    word = "күні" if facts.started_on == facts.ended_on else "аралығында"
    return f"{dates.kk_period(facts.started_on, facts.ended_on)} {word}"


def ru_when(facts: PrintedFacts) -> str:
    return dates.ru_period(facts.started_on, facts.ended_on)


def positions(facts: PrintedFacts) -> tuple[str, str]:
    """The signatory's position in both languages; «acting» in brackets asks for no other case of the position."""
    kk, ru = facts.signatory_position_kk, facts.signatory_position_ru
    return (f"{kk} (м.а.)", f"{ru} (и.о.)") if facts.signatory_acting else (kk, ru)


def how_to_check(facts: PrintedFacts) -> tuple[str, str]:
    """How a reader checks the paper. The address is named, because a forger can print a QR code of his own."""
    address = facts.verify_address
    return (
        f"Түпнұсқалығын тексеру үшін QR-кодты сканерлеңіз немесе кодты {address} бетіне енгізіңіз. "
        "Дәл осы мекенжай ашылып, дәл осы деректер көрсетілуі тиіс.",
        f"Чтобы проверить подлинность, отсканируйте QR-код или введите код на странице {address}. "
        "Должен открыться именно этот адрес с теми же данными.",
    )


def kk_initial(text: str) -> str:
    """With a capital letter at the start of a line."""
    return text[:1].upper() + text[1:]
