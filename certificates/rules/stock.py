"""Protected stock: runs of numbers (pure functions)."""

import re
from collections.abc import Iterable

SERIES = re.compile(r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ0-9]{1,12}")
HIGHEST = 9_999_999  # seven digits are printed
MOST = 5_000  # blanks in one batch


def tidy_series(text: str) -> str:
    """A series as the register keeps it: capitals, no spaces or hyphens; empty where it is none."""
    series = re.sub(r"[\s-]", "", text).upper()
    return series if SERIES.fullmatch(series) else ""


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as unbroken runs, each as first and last, in order."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
