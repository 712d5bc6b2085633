"""Names of people by how they look in Kazakh and Russian: surname, given name, patronymic, initials."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from . import known
from .finding import Finding, Kind
from .letters import LOWER, UPPER, cyrillic, folded

_CAPITAL = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}]?[{LOWER}]+)*|[{UPPER}]{{3,}}(?:-[{UPPER}]+)*"
_TOKEN = re.compile(
    rf"(?<![\w])(?:(?P<initials>[{UPPER}]\.(?:\s?[{UPPER}]\.)?)(?![{LOWER}])|(?P<word>{_CAPITAL})(?!\w)"
    rf"|(?P<child>ұлы|қызы|улы|кызы)(?!\w))"
)
# Between the parts of one name: a space, or the end of a line a name was broken at.
_JOINT = re.compile(r"[ \t\u00a0\u202f]{0,3}\n?[ \t\u00a0\u202f]{0,3}")

_CASES_KK = known.words(
    "нын нин дын дин тын тин га ге ка ке на не а е ны ни ды ди ты ти да де та те нда нде дан ден тан тен нан нен"
    " мен бен пен жан жаннын жанга жанды"
) | {""}
_CASES_RU_SOFT = {"а": ("а", "ы", "и", "е", "у", "ой", "ей"), "я": ("я", "и", "е", "ю", "ей", "ой")}
_CASES_RU = ("", "а", "у", "ом", "ым", "ем", "е")
# Here ң stays ң: "-ның" ends a genitive, "-ин" a surname.
_SURNAME = re.compile(
    r"\w{2,}(?:(?:[оеи]в|ин|цын)(?:а|у|ым|е|ой|ых|ы)?|(?:ск|цк)(?:ий|ая|ого|ому|им|ом|ой|ую)|енко|чук|швили|[ұу]лы|[қк]ызы)"
    r"(?:[нд][ыі][ңн]|т[ыі][ңн]|[гғ][ае]|[кқ][ае]|[нд][ыі]|т[ыі]|мен|бен|пен|[дн][ае]н|н[ае]|н)?"
)
_KAZAKH = re.compile(
    r"\w{2,}(?:бай|бек|хан|жан|гали|мурат|берген|гельды|гелды|улы|кызы)(?:дын|дин|нын|тин|га|ге|ке|ты|ти|ди|пен|мен)?"
)
_PATRONYMIC = re.compile(
    r"\w{2,}(?:(?:ович|евич)(?:а|у|ем|е)?|(?:овн|евн|ичн|иничн)(?:а|ы|е|у|ой)"
    r"|(?:улы|кызы)(?:нын|нин|на|не|н|мен|ны|ни|нан|нен)?)"
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    plain: str
    start: int
    end: int


def names(text: str, *, own_names: Collection[str] = ()) -> list[Finding]:
    """Places that look like a person's name, without the author's own, places on the map, codes and lists of sources."""
    sources = list(_sources(text))
    own = frozenset(part for name in own_names for part in _words(name))
    found = []
    for run in _runs(cyrillic(text)):
        for part in _people(run):
            start, end = part[0].start, part[-1].end
            inside = any(first <= start < last for first, last in sources)
            if not inside and not _is_place(text, start, end) and not _are_own(part, own):
                found.append(Finding(Kind.NAME, " ".join(text[start:end].split()), start, end))
    return found


def _runs(text: str) -> Iterator[list[_Token]]:
    """Capitalised words and initials that follow one another with nothing but space between."""
    run: list[_Token] = []
    for one in _TOKEN.finditer(text):
        token = _Token(str(one.lastgroup), one.group(), folded(one.group()), *one.span())
        if run and not _JOINT.fullmatch(text[run[-1].end : token.start]):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _people(run: list[_Token]) -> Iterator[list[_Token]]:
    """The stretches of a run that are names."""
    part: list[_Token] = []
    for place, token in enumerate(run):
        before = run[place - 1] if place else None
        after = run[place + 1] if place + 1 < len(run) else None
        # "Ученик А. Теперь" ends a sentence with the code; "Ученик А. Сергеев" goes on with a surname.
        is_code = token.kind == "initials" and before is not None and before.plain in _not_people()
        is_code = is_code and not (after and _is_surname(after) and not _is_no_name(after))
        if is_code or (token.kind == "word" and _is_no_name(token)):
            yield from _checked(part)
            part = []
        else:
            part.append(token)
    yield from _checked(part)


def _checked(part: list[_Token]) -> Iterator[list[_Token]]:
    """The part if it is a name, without an initial or a "son of" that hangs at its edge."""
    while part and part[0].kind == "child":
        part = part[1:]
    words = [token for token in part if token.kind == "word"]
    if not words:
        return
    first = next((place for place, token in enumerate(part) if token.kind == "initials"), None)
    if first is not None:
        yield from _with_initials(part, first)
        return
    strong = [token for token in words if _is_given(token) or _PATRONYMIC.fullmatch(token.plain)]
    weak = [token for token in words if token.plain in _known(known.AMBIGUOUS)]
    family = [token for token in words if _is_surname(token) or _is_kazakh(token)]
    with_child = any(token.kind == "child" for token in part)
    several = len(words) > 1
    lone = any(_is_given(token) for token in strong)
    if lone or (several and (strong or weak or family)) or (with_child and words):
        yield _trimmed(part)


def _trimmed(part: list[_Token]) -> list[_Token]:
    """At most three words of a name; words of a sentence's beginning that only stand beside it go."""
    while len(part) > 3 and not _looks(part[0]):
        part = part[1:]
    while len(part) > 3 and not _looks(part[-1]):
        part = part[:-1]
    return part


def _looks(token: _Token) -> bool:
    return (
        token.kind != "word"
        or _is_given(token)
        or _is_surname(token)
        or _is_kazakh(token)
        or bool(_PATRONYMIC.fullmatch(token.plain))
    )


def _with_initials(part: list[_Token], first: int) -> Iterator[list[_Token]]:
    """Initials belong to the surname before them, or else to the one after; what is left is looked at by itself."""
    before, after = part[: first + 1], part[first : first + 2]
    if first and _is_by_initials(before):
        yield from [] if _is_scholar(before) else [before]
        yield from _checked(part[first + 1 :])
    elif len(after) == 2 and _is_by_initials(after):
        yield from _checked(part[:first])
        yield from [] if _is_scholar(after) else [after]
        yield from _checked(part[first + 2 :])
    else:
        yield from _checked(part[:first])
        yield from _checked(part[first + 1 :])


def _is_scholar(part: list[_Token]) -> bool:
    return any(token.plain in _known(known.SCHOLARS) for token in part)


def _is_by_initials(part: list[_Token]) -> bool:
    """A surname with initials: two initials with any word, one with a word that looks like a surname or a name."""
    words = [token for token in part if token.kind == "word"]
    two = any(token.kind == "initials" and token.text.count(".") == 2 for token in part)
    return bool(words) and (
        two or any(_is_given(token) or _is_surname(token) or _is_kazakh(token) for token in words)
    )


def _is_given(token: _Token) -> bool:
    return any(piece in _known(known.GIVEN) for piece in (token.plain, token.plain.split("-")[0]))


def _is_surname(token: _Token) -> bool:
    """By its ending; capitals alone are a heading rather than a surname."""
    word = token.text.lower().replace("-", "").replace("ё", "е")
    return len(word) > 4 and not token.text.isupper() and bool(_SURNAME.fullmatch(word))


def _is_kazakh(token: _Token) -> bool:
    """A name made of two words, as Kazakh surnames without a Russian ending are."""
    return not token.text.isupper() and bool(_KAZAKH.fullmatch(token.plain))


def _is_no_name(token: _Token) -> bool:
    pieces = {token.plain, token.plain.split("-")[0]}
    return token.plain in _ordinary() or not pieces.isdisjoint(_not_people())


@cache
def _not_people() -> frozenset[str]:
    return frozenset(map(folded, known.NOT_PEOPLE))


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(map(folded, known.ORDINARY))


@cache
def _known(listed: frozenset[str]) -> frozenset[str]:
    return _forms(listed)


def _forms(listed: frozenset[str]) -> frozenset[str]:
    """The names in every case of Kazakh and Russian, folded."""
    found: set[str] = set()
    for name in map(folded, listed):
        found.update(name + ending for ending in _CASES_KK)
        if name[-1] in _CASES_RU_SOFT:
            found.update(name[:-1] + ending for ending in _CASES_RU_SOFT[name[-1]])
        elif name.endswith(("ский", "цкий")):
            found.update(name[:-2] + ending for ending in ("ого", "ому", "им", "ом"))
        elif name[-1] in "йь":
            found.update(name[:-1] + ending for ending in ("я", "ю", "ем", "е", "и"))
        elif name[-1] not in "оеиуыэ":
            found.update(name + ending for ending in _CASES_RU)
    return frozenset(found)


def _is_place(text: str, start: int, end: int) -> bool:
    """A street, town or institution of that name: by the word after or before it."""
    after = re.match(r"[»\"”]?\s{1,2}(?:хан\s)?(\w+)", text[end : end + 40])
    if after and after.group(1).lower().startswith(tuple(known.PLACE_AFTER)):
        return True
    before = re.search(r"(\w+)\.?\s{1,2}[«\"“]?$", text[max(0, start - 30) : start])
    return bool(before and before.group(1).lower().replace("ё", "е") in known.PLACE_BEFORE)


def _words(name: str) -> list[str]:
    return [folded(part) for part in re.split(r"[\s.]+", name) if part]


def _are_own(part: list[_Token], own: frozenset[str]) -> bool:
    """Whether every word and initial is the author's."""
    if not own:
        return False
    letters = {word[0] for word in own}
    forms = _forms(own)
    for token in part:
        if token.kind == "initials":
            if not {letter for letter in token.plain if letter.isalpha()} <= letters:
                return False
        elif token.kind == "word" and token.plain not in forms:
            return False
    return True


_HEADING = re.compile(
    r"^[ \t\d.)]*(?:пайдаланылған\s+)?(?:әдебиет\w*(?:\s+тізімі)?|дереккөздер\w*)[ \t:.]*$"
    r"|^[ \t\d.)]*(?:использованн\w+\s+|список\s+(?:использованн\w+\s+)?)?(?:литератур[аы]|источник(?:и|ов))[ \t:.]*$",
    re.IGNORECASE | re.MULTILINE,
)
_AFTER_SOURCES = re.compile(r"^[ \t\d.)]*(?:қосымша|приложени[ея])\b", re.IGNORECASE | re.MULTILINE)


def _sources(text: str) -> Iterator[tuple[int, int]]:
    """Lists of sources: from their heading to an appendix or the end."""
    for heading in _HEADING.finditer(text):
        end = _AFTER_SOURCES.search(text, heading.end())
        yield heading.end(), end.start() if end else len(text)
