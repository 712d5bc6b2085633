"""The printed number: 2026-INC-000123, of a notice 2026-INC-N-000007, of completed support 2026-INC-S-000004.

Pure functions.
"""

# What follows the programme's short name.
MARKS = {"certificate": "", "notice": "-N", "support": "-S"}


def programme_of(number: str) -> str:
    """The programme's short name in a number, hyphens of its own included: INC."""
    name = number.split("-", 1)[1].rsplit("-", 1)[0]
    return name.removesuffix("-N").removesuffix("-S")
