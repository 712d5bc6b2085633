"""Whether two spellings of a name are the same person's (pure functions).

Kazakh letters are compared as a Russian keyboard writes them, ё as е; capitals, hyphens and order do not count.
"""

import re
import unicodedata

_LETTERS = str.maketrans("әғқңөұүһіё", "агкноуухие")
_WORDS = re.compile(r"[^\W\d_]+")
# Cyrillic capitals that a number typed on another keyboard has in place of Latin ones.
_LATIN = str.maketrans("АВСЕНКМОРТХІУ", "ABCEHKMOPTXIY")
# Words of headings, folded.
_NAMING = frozenset(
    {
        *("name", "surname", "patronymic", "first", "last", "given", "family"),
        *("фио", "ф.и.о", "фамилия", "имя", "отчество"),
        *("аты-жони", "аты", "жони", "теги", "тек", "есими", "акесинин", "акесиним"),
    }
)
_BESIDE = frozenset(
    {
        *("full", "holder", "employee", "teacher", "of", "and", "the"),
        *("сотрудника", "работника", "педагога", "учителя", "и"),
        *("кызметкердин", "мугалимнин", "педагогтин", "жане"),
    }
)


def fold(text: str) -> str:
    """One spelling for all that count as the same."""
    return unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)


def words(text: str) -> list[str]:
    """The words of a name, folded."""
    return _WORDS.findall(fold(text))


def is_same(one: str, other: str) -> bool:
    """The same name in either spelling; never two empty ones."""
    return bool(words(one)) and words(one) == words(other)


def agrees(listed: str, printed: str) -> bool:
    """Whether a name in somebody's list may be the printed one: its surname and nothing else, initials allowed.

    `printed` begins with the surname. A list may leave out the rest, write it in another order or shorten it.
    """
    there, own = words(listed), words(printed)
    if not there or not own or own[0] not in there:
        return False
    rest = own[1:]
    for word in there:
        if word == own[0]:
            continue
        fitting = next((one for one in rest if one == word or (len(word) == 1 and one[0] == word)), None)
        if fitting is None:
            return False
        rest.remove(fitting)
    return True


def names_people(heading: str) -> bool:
    """Whether a column's heading says that names of people stand below."""
    said = {one.strip(".:№*") for one in re.split(r"[\s,()/]+", fold(heading))} - {""}
    return bool(said & _NAMING) and said <= _NAMING | _BESIDE


def number(text: str) -> str:
    """A document's number as it is kept, of what was typed."""
    return re.sub(r"\s+", "", text).upper().replace("–", "-").replace("—", "-").translate(_LATIN)
