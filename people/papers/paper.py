"""What a paper consists of. Texts are plain: nothing in them is read as markup; line breaks are kept."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Signs that pasted text is full of and the fonts lack, by what says the same.
_SAME = str.maketrans(
    {
        "•": "–",
        "‣": "–",
        "◦": "–",
        "▪": "–",
        "●": "–",
        "\u2010": "-",
        "\u2012": "–",
        "\u2015": "—",
        "\u2212": "–",
        "\u2032": "'",
        "\u2033": '"',
        "\u2000": " ",
        "\u2001": " ",
        "\u2002": " ",
        "\u2003": " ",
        "\t": " ",
        "\v": "\n",
        "\f": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Facts:
    """Label and value, under each other."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Table:
    """Every row as long as the head; `numeric`: columns of figures, set to the right. The head repeats on each page.

    `page_total`: what stands under the table on each page, "On this page: {rows}. So far: {so_far}."; a DOCX has it once.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()
    page_total: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.head) for row in self.rows):
            raise ValueError("Every row of a table is as long as its head.")


@dataclass(frozen=True)
class Signatures:
    """Role and name of each who signs; between them a line to sign on. An empty name leaves room to write it."""

    rows: Sequence[tuple[str, str]]


Block = Heading | Paragraph | Facts | Table | Signatures


@dataclass(frozen=True)
class Paper:
    """`language`: "kk" or "ru", in which the paper is read aloud, hyphenated and checked."""

    title: str
    language: str
    blocks: Sequence[Block]
    subtitle: str = ""
    landscape: bool = False

    def texts(self) -> Iterator[str]:
        """Everything the paper says, in its order."""
        yield self.title
        yield self.subtitle
        for block in self.blocks:
            match block:
                case Heading(text) | Paragraph(text):
                    yield text
                case Table(head, rows):
                    yield block.page_total.format(rows=len(rows), so_far=len(rows))
                    yield from head
                    for row in rows:
                        yield from row
                case Facts(rows) | Signatures(rows):
                    for label, value in rows:
                        yield label
                        yield value


def tidy(text: str) -> str:
    """The text as it can be printed: letters composed, invisible signs gone, pasted bullets as dashes."""
    composed = (
        unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n").translate(_SAME)
    )
    return "".join(
        one for one in composed if one == "\n" or unicodedata.category(one) not in {"Cc", "Cf", "Cs"}
    )
