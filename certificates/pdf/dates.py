"""Dates as Kazakh, Russian and English documents write them (pure functions).

The year stands first in Kazakh («2026 жылғы 2–20 қараша») and last in Russian («2–20 ноября 2026 года»). Month
names need no case ending in either form, so that nothing has to be inflected.
"""

from datetime import date

KK_MONTHS = (
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
)
RU_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NBSP = "\u00a0"


def _kk(day: date) -> str:
    return f"{day.day}{NBSP}{KK_MONTHS[day.month - 1]}"


def _ru(day: date) -> str:
    return f"{day.day}{NBSP}{RU_MONTHS[day.month - 1]}"


def kk_day(day: date) -> str:
    """2026 жылғы 20 қараша"""
    return f"{day.year}{NBSP}жылғы {_kk(day)}"


def ru_day(day: date) -> str:
    """20 ноября 2026 года"""
    return f"{_ru(day)} {day.year}{NBSP}года"


def short_day(day: date) -> str:
    """20.11.2026, the same in both languages."""
    return f"{day:%d.%m.%Y}"


def kk_period(first: date, last: date) -> str:
    """2026 жылғы 2–20 қараша; 2026 жылғы 28 қазан – 20 қараша; with both years where they differ."""
    if first == last:
        return kk_day(first)
    if first.year != last.year:
        return f"{kk_day(first)}{NBSP}– {kk_day(last)}"
    if first.month != last.month:
        return f"{first.year}{NBSP}жылғы {_kk(first)}{NBSP}– {_kk(last)}"
    return f"{first.year}{NBSP}жылғы {first.day}–{_kk(last)}"


def ru_period(first: date, last: date) -> str:
    """2–20 ноября 2026 года; 28 октября – 20 ноября 2026 года; with both years where they differ."""
    if first == last:
        return ru_day(first)
    if first.year != last.year:
        return f"{ru_day(first)}{NBSP}– {ru_day(last)}"
    if first.month != last.month:
        return f"{_ru(first)}{NBSP}– {ru_day(last)}"
    return f"{first.day}–{ru_day(last)}"


def _en(day: date) -> str:
    return f"{day.day}{NBSP}{EN_MONTHS[day.month - 1]}"


def en_day(day: date) -> str:
    """20 November 2026"""
    return f"{_en(day)} {day.year}"


def en_period(first: date, last: date) -> str:
    """2–20 November 2026; 28 October – 20 November 2026; with both years where they differ."""
    if first == last:
        return en_day(first)
    if first.year != last.year:
        return f"{en_day(first)}{NBSP}– {en_day(last)}"
    if first.month != last.month:
        return f"{_en(first)}{NBSP}– {en_day(last)}"
    return f"{first.day}–{en_day(last)}"
