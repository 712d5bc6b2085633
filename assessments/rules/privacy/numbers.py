"""Identification numbers and telephone numbers."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from people.rules.identifiers import is_bin, is_iin

from .finding import Finding, Kind

# Invisible letters word processors put between digits.
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_BETWEEN = rf"[\s.\-‐-―−_/·{_HIDDEN}]{{1,3}}"
_SERIES = re.compile(rf"\d+(?:{_BETWEEN}\d+)*")
# How people group the twelve digits. Others are left alone: "12.10.2025 10-11" is a lesson, not a number.
_GROUPS = frozenset(
    {
        (6, 6),
        (6, 3, 3),
        (6, 4, 2),
        (6, 2, 4),
        (6, 1, 5),
        (6, 5, 1),
        (6, 1, 4, 1),
        (3, 3, 3, 3),
        (4, 4, 4),
        (2, 2, 2, 6),
        (2, 2, 2, 1, 5),
        (2, 2, 2, 3, 3),
        (2, 2, 2, 2, 2, 2),
    }
)
_SINGLE = (1,) * 12
# No birth lies after this day, so every number that could ever be an IIN counts.
_ANY_DAY = date.max


def _plain(digits: str) -> str:
    """Digits of any script as 0-9."""
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)


def is_personal(number: str) -> bool:
    """Twelve digits that can be a person's number and not an organisation's."""
    return is_iin(number, today=_ANY_DAY) and not is_bin(number)


def iins(text: str) -> list[Finding]:
    """Numbers with a right check digit and a date of birth, in one piece or in the usual groups."""
    found: list[Finding] = []
    for start, end, number in _candidates(text):
        if is_personal(number) and not (found and start < found[-1].end):
            found.append(Finding(Kind.IIN, number[:2] + "•" * 10, start, end))
    return found


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    for series in _SERIES.finditer(text):
        groups = [(one.start(), one.end()) for one in re.finditer(r"\d+", series.group())]
        offset = series.start()
        rows: list[tuple[int, int, str]] = []
        for start, end in groups:
            figures = _plain(series.group()[start:end])
            rows += [
                (offset + start + at, offset + start + at + 12, figures[at : at + 12])
                for at in range(len(figures) - 11)
            ]
        rows += [
            (offset + start, offset + end, number) for start, end, number in _grouped(series.group(), groups)
        ]
        yield from sorted(rows)


def _grouped(series: str, groups: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Neighbouring groups that make twelve digits as people write them, with one separator throughout."""
    lengths = tuple(end - start for start, end in groups)
    if lengths == _SINGLE:
        yield groups[0][0], groups[-1][1], _plain("".join(series[start:end] for start, end in groups))
    for first in range(len(groups)):
        for count in range(2, 7):
            part = groups[first : first + count]
            if len(part) < count or lengths[first : first + count] not in _GROUPS:
                continue
            between = {series[left[1] : right[0]].strip() for left, right in pairwise(part)}
            words = [_plain(series[start:end]) for start, end in part]
            if len(between) == 1 and not _are_years(words):
                yield part[0][0], part[-1][1], "".join(words)


def _are_years(words: list[str]) -> bool:
    return all(len(word) == 4 and 1900 <= int(word) <= 2100 for word in words)


_PHONE = re.compile(
    r"""
    (?<![\d№])(?:\+\s?7|8|7)[\s\-–(.]{0,3}[79]\d{2}[\s\-–.)]{0,3}(?:\d[\s\-–.)]{0,2}){6}\d(?!\d)  # with +7 or 8
    | (?<!\d)\(?7[0467]\d\)?[\s\-]\d{3}[\s\-]\d{2}[\s\-]\d{2}(?!\d)                # a mobile number without it
    | (?i:\b(?:тел|моб|телефон\w{0,6}|whatsapp|ватсап\w{0,3}|ұялы|уялы|байланыс\ нөмірі)\b)[.:№\s]{0,4}
      (?P<short>\d{2,3}[\s\-]\d{2}[\s\-]\d{2}|\d{6,10})(?!\d)                      # a short one, by the word before it
    """,
    re.VERBOSE,
)


def phones(text: str) -> list[Finding]:
    """Numbers as they are dialled in Kazakhstan, and short ones after a word such as "tel."."""
    found = []
    for one in _PHONE.finditer(text):
        group = "short" if one.group("short") else 0
        shown = re.sub(r"\d", "•", one.group(group)[3:])
        found.append(Finding(Kind.PHONE, one.group(group)[:3] + shown, *one.span(group)))
    return found
