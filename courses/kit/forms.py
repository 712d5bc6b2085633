"""What a form of the kit consists of. Texts are plain; an empty cell or card is room to write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

LANGUAGES = ("kk", "ru")
PURPOSES = ("observe", "plan", "show", "lesson", "together", "myself")


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Items:
    """A list of sentences, each with a dash."""

    items: Sequence[str]


@dataclass(frozen=True)
class Ticks:
    """A list of sentences, each with a square to tick."""

    items: Sequence[str]


@dataclass(frozen=True)
class Facts:
    """Label and value; an empty value is a line to write on."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Rows as long as the head, then `empty` rows to fill in. `height`: the least of a row, cm; `widths`: shares."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: int
    height: float
    widths: Sequence[float]

    def all_rows(self) -> list[Sequence[str]]:
        return [*self.rows, *([("",) * len(self.head)] * self.empty)]


@dataclass(frozen=True)
class Lines:
    """A question or label with `count` lines to write on."""

    label: str
    count: int


@dataclass(frozen=True)
class Card:
    """A picture with a word, or a word with what is to be read under it; all empty: a card to draw on."""

    word: str = ""
    icon: str = ""
    text: str = ""
    items: Sequence[str] = ()


@dataclass(frozen=True)
class Cards:
    """Cards to cut out, `columns` side by side, each `height` cm high."""

    cards: Sequence[Card]
    columns: int
    height: float

    def rows(self) -> list[Sequence[Card]]:
        """Rows of equally many cards; the last one is filled up with empty ones."""
        missing = -len(self.cards) % self.columns
        cards = [*self.cards, *([Card()] * missing)]
        return [cards[start : start + self.columns] for start in range(0, len(cards), self.columns)]


@dataclass(frozen=True)
class Story:
    """Sentences in large letters, each beside its picture."""

    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Signatures:
    """Roles that sign; the name and the date are written by hand."""

    roles: Sequence[str]


@dataclass(frozen=True)
class Break:
    """What follows begins on a new page."""


Block = Heading | Text | Items | Ticks | Facts | Table | Lines | Cards | Story | Signatures | Break


@dataclass(frozen=True)
class Wording:
    """A form in one language. `when`: one sentence for the list; `reminder`: at the foot of every page, may be empty."""

    title: str
    when: str
    for_whom: str
    how: Sequence[str]
    never: Sequence[str]
    blocks: Sequence[Block]
    reminder: str = ""

    def texts(self) -> Iterator[str]:
        """Everything this language says, in its order; room to write is not said."""
        yield from (self.title, self.when, self.for_whom, *self.how, *self.never)
        yield from filter(None, [self.reminder])
        for block in self.blocks:
            yield from filter(None, _texts(block))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Card):
        yield from (value.word, value.text, *value.items)
    elif isinstance(value, Story):
        yield from (text for _icon, text in value.lines)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Block):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


@dataclass(frozen=True)
class Words:
    """The kit's own words in one language: headings of the first page, names of purposes and programmes."""

    title: str
    how: str
    never: str
    lessons: str
    name: str
    date: str
    purposes: Mapping[str, str]
    programmes: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """`key`: the file's name and address; `stamp`: a hash of all it is printed from."""

    key: str
    purpose: str
    order: int
    topics: Sequence[str]
    landscape: bool
    wordings: Mapping[str, Wording]
    stamp: str


@dataclass(frozen=True)
class Kit:
    """All forms, by purpose and order."""

    forms: Sequence[Form]
    words: Mapping[str, Words]

    def of(self, key: str) -> Form | None:
        return next((form for form in self.forms if form.key == key), None)

    def for_topic(self, topic: str) -> list[Form]:
        """The forms that name a topic, such as "B.2.2"."""
        return [form for form in self.forms if topic in form.topics]
