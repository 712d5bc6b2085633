"""Kazakh alphabetical order, in Python and in the database."""

from django.db import connections
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RANK = {letter: 1000 + index for index, letter in enumerate(ALPHABET)}


def kazakh_key(text: str) -> tuple[tuple[int, ...], str]:
    """Sort key in the order of the Kazakh alphabet (CLDR kk): letters first, case last."""
    return tuple(_RANK.get(letter, ord(letter)) for letter in text.casefold()), text.swapcase()


def by_name(*fields: str, using: str = "default") -> list[OrderBy]:
    """Order-by expressions that sort text fields as the Kazakh alphabet does."""
    collation = "kk-x-icu" if connections[using].vendor == "postgresql" else "kk"
    return [OrderBy(Collate(F(field), collation)) for field in fields]
