"""IIN and BIN: twelve digits with a check digit (pure functions)."""

import re
from datetime import date

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURY = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


def digits_only(text: str) -> str:
    """The text without spaces and dashes."""
    return re.sub(r"[\s\-–]", "", text)


def check_digit_holds(number: str) -> bool:
    """Whether twelve digits carry the right check digit; a stem whose second pass gives 10 was never issued."""
    if not re.fullmatch(r"\d{12}", number):
        return False
    figures = [int(figure) for figure in number]
    for weights in (_FIRST, _SECOND):
        rest = sum(weight * figure for weight, figure in zip(weights, figures, strict=False)) % 11
        if rest < 10:
            return rest == figures[11]
    return False


def is_iin(number: str, *, today: date) -> bool:
    """Whether the number can be a person's IIN on that day."""
    if not check_digit_holds(number) or number[6] not in "0123456":
        return False
    if number[6] == "0":
        return True
    try:
        born = date(_CENTURY[number[6]] + int(number[:2]), int(number[2:4]), int(number[4:6]))
    except ValueError:
        return False
    return born <= today


def is_bin(number: str) -> bool:
    """Whether the number can be an organisation's BIN (fifth digit 4 to 6)."""
    return check_digit_holds(number) and number[4] in "456" and 1 <= int(number[2:4]) <= 12


def with_check_digit(stem: str) -> str:
    """Eleven digits and their check digit; raises ValueError for a stem that was never issued."""
    for last in "0123456789":
        if check_digit_holds(stem + last):
            return stem + last
    raise ValueError("this stem has no check digit")
