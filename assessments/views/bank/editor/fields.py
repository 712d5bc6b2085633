"""What the form of a question is made of: a field, the same in two languages, rows of texts, a picture."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.images.widgets import AdminImageChooser

LANGUAGES = ("kk", "ru")
NAMES = {"kk": "Қазақша", "ru": "Русский"}
# A form of more rows than this was not sent by our page.
MOST = 60

Data = Mapping[str, Any]


def text_in(data: Data, name: str) -> str:
    """A text of the form without outer spaces, with plain line ends."""
    return str(data.get(name, "")).replace("\r\n", "\n").replace("\r", "\n").strip()


def _missing(language: str) -> str:
    return _("Write this in Kazakh.") if language == "kk" else _("Write this in Russian.")


@dataclass(frozen=True)
class Field:
    """An input. `label` names it; `error` says what is wrong with what it holds."""

    name: str
    value: str
    label: str = ""
    language: str = ""
    error: str = ""

    @property
    def language_name(self) -> str:
        return NAMES.get(self.language, "")


@dataclass(frozen=True)
class Pair:
    """A text in Kazakh and Russian, side by side. `lines` 0: one line that does not grow."""

    label: str
    kk: Field
    ru: Field
    lines: int = 0
    help: str = ""

    @property
    def both(self) -> tuple[Field, Field]:
        return self.kk, self.ru


def pair(
    label: str,
    prefix: str,
    name: str,
    texts: Mapping[str, str],
    *,
    lines: int = 0,
    help: str = "",
    needed: bool = False,
) -> Pair:
    """`texts` by language; `needed`: an empty one is a fault, said beside it."""
    kk, ru = (
        Field(
            name=f"{prefix}-{language}-{name}",
            value=texts.get(language, ""),
            label=label,
            language=language,
            error=_missing(language) if needed and not texts.get(language, "").strip() else "",
        )
        for language in LANGUAGES
    )
    return Pair(label=label, kk=kk, ru=ru, lines=lines, help=help)


def texts_of(body: Mapping, name: str) -> dict[str, str]:
    """One text of a body by language, empty where it is missing."""
    return {language: str((body.get(language) or {}).get(name) or "") for language in LANGUAGES}


@dataclass(frozen=True)
class Row:
    """A line of a list as the form shows it: `key` is empty on a new line."""

    index: int
    name: str
    key: str
    pair: Pair
    is_right: bool = False
    # A second pair on the same line (what belongs to it), with its own key.
    other: Pair | None = None
    other_key: str = ""

    @property
    def place(self) -> int:
        return self.index + 1


@dataclass(frozen=True)
class Rows:
    """A list of the form. `is_grown`: empty lines were just asked for, so the first of them gets the focus."""

    name: str
    rows: list[Row]
    is_grown: bool = False
    error: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def first_empty(self) -> int:
        return next((row.index for row in self.rows if not row.key), -1) if self.is_grown else -1


@dataclass
class Line:
    """A line as it was sent. `place`: where its author wants it; `others`: the second pair's texts."""

    index: int
    key: str
    texts: dict[str, str]
    place: float
    others: dict[str, str] = field(default_factory=dict)
    other_key: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(self.texts.values()) and not any(self.others.values())


KEY = re.compile(r"[a-z0-9]{1,8}")


def key_in(data: Data, name: str) -> str:
    key = text_in(data, name)
    return key if KEY.fullmatch(key) else ""


def lines_in(data: Data, name: str, *, other: str = "") -> list[Line]:
    """The lines of a list in their author's order, empty ones left out."""
    count = text_in(data, f"{name}-count")
    found = []
    for index in range(min(int(count), MOST) if count.isdecimal() else 0):
        start = f"{name}-{index}"
        place = text_in(data, f"{start}-place").replace(",", ".")
        line = Line(
            index=index,
            key=key_in(data, f"{start}-key"),
            texts={language: text_in(data, f"{start}-{language}-text") for language in LANGUAGES},
            place=float(place) if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", place) else index + 1,
        )
        if other:
            line.others = {language: text_in(data, f"{start}-{language}-{other}") for language in LANGUAGES}
            line.other_key = key_in(data, f"{start}-{other}-key")
        if not line.is_empty:
            found.append(line)
    return sorted(found, key=lambda line: (line.place, line.index))


def natural(key: str) -> tuple[int, str]:
    """a … z, l1 … l9, l10: the order lists are written and stored in."""
    return len(key), key


def letter(place: int) -> str:
    return ascii_lowercase[place] if place < 26 else f"z{place}"


def numbered(start: str) -> Callable[[int], str]:
    return lambda place: f"{start}{place + 1}"


def keys_for(standing: Sequence[str], make: Callable[[int], str], *, in_order: bool = True) -> list[str]:
    """A key for each line: those that stand keep theirs, new ones get the next. Where the lines then stand in another
    order than their keys (`in_order`), all are named anew, because lists are kept in the order of their keys.
    """
    kept = list(standing) if len(set(filter(None, standing))) == len(list(filter(None, standing))) else []
    kept = kept or [""] * len(standing)
    unused = (key for place in range(10 * MOST) if (key := make(place)) not in kept)
    last = max((natural(key) for key in kept if key), default=(0, ""))
    found = []
    for key in kept:
        if not key:
            key = next(one for one in unused if natural(one) > last)
        found.append(key)
    if in_order and found != sorted(found, key=natural):
        return [make(place) for place in range(len(found))]
    return found


def rows_of(
    name: str,
    entries: Sequence[tuple[str, Mapping[str, str], bool]],
    *,
    label: Callable[[str], str],
    least: int,
    grow: str = "",
    told: bool = False,
    error: str = "",
    lines: int = 1,
) -> Rows:
    """Rows from (key, texts by language, is right), with empty ones to add: up to `least`, and at least two."""
    spare = max(2, least - len(entries)) + (2 if grow == name else 0)
    blank: list[tuple[str, Mapping[str, str], bool]] = [("", {}, False)] * spare
    rows = [
        Row(
            index=index,
            name=f"{name}-{index}",
            key=key,
            is_right=is_right,
            pair=pair(
                label(key), f"{name}-{index}", "text", texts, lines=lines, needed=told and any(texts.values())
            ),
        )
        for index, (key, texts, is_right) in enumerate([*entries, *blank])
    ]
    return Rows(name=name, rows=rows, is_grown=grow == name, error=error)


def entries_of(body: Mapping, name: str) -> list[tuple[str, dict[str, str]]]:
    """A mapping id → text of both languages as (id, texts), in the written order."""
    sides = {language: (body.get(language) or {}).get(name) or {} for language in LANGUAGES}
    keys = list(sides["kk"]) + [key for key in sides["ru"] if key not in sides["kk"]]
    return [
        (key, {language: str(side.get(key, "")) for language, side in sides.items()})
        for key in sorted(keys, key=natural)
    ]


@dataclass(frozen=True)
class PictureField:
    """Wagtail's image chooser and the text that stands for the picture."""

    language: str
    chooser: SafeString
    alt: Field
    is_chosen: bool

    @property
    def language_name(self) -> str:
        return NAMES[self.language]


def picture_fields(body: Mapping, prefix: str, *, told: bool) -> list[PictureField]:
    found = []
    for language in LANGUAGES:
        image = (body.get(language) or {}).get("image") or {}
        name, alt = f"{prefix}-{language}-image", str(image.get("alt") or "")
        found.append(
            PictureField(
                language=language,
                chooser=AdminImageChooser().render(name, image.get("id"), {"id": name}),
                alt=Field(
                    name=f"{prefix}-{language}-alt",
                    value=alt,
                    language=language,
                    error=_missing(language) if told and image and not alt else "",
                ),
                is_chosen=bool(image),
            )
        )
    return found


def picture_in(data: Data, prefix: str, language: str) -> dict[str, Any] | None:
    """{"id", "alt"} of the chosen picture; a text without a picture is not kept."""
    number = text_in(data, f"{prefix}-{language}-image")
    if not number.isdecimal():
        return None
    return {"id": int(number), "alt": text_in(data, f"{prefix}-{language}-alt")}
