"""A list as it was pasted or sent in → rows of texts, and which column holds the codes."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Self

from django.utils.translation import gettext as _

from people.errors import Refusal
from people.papers import incoming

from ..rules import asked

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 40
MOST_LETTERS = 2000  # of a cell
DELIMITERS = "\t;,|"


@dataclass(frozen=True)
class Sheet:
    """`head`: headings, empty where the list has none; `rows` as long as the head or each other; `code_at`: which column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    code_at: int

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        data = json.loads(text)
        return cls(tuple(data["head"]), tuple(map(tuple, data["rows"])), data["code_at"])

    def to_text(self) -> str:
        """The list as `from_text` reads it again."""
        target = io.StringIO()
        rows = [self.head, *self.rows] if self.head else self.rows
        csv.writer(target, delimiter="\t", lineterminator="\n").writerows(rows)
        return target.getvalue()


def from_text(text: str) -> Sheet:
    """A list as pasted: a code a line, a table copied from a worksheet, or codes among other words."""
    if len(text) > MOST_BYTES:
        raise _too_big()
    lines = [line for line in text.splitlines() if line.strip()]
    rows = list(_separated("\n".join(lines)))
    if not any(_is_code(cell) for row in rows for cell in row):
        rows = [row for line in lines for row in _among_words(line)]
    several = [row for row in rows if sum(map(_is_code, row)) > 1]
    if several:
        rows = [[cell] for row in rows for cell in row if cell.strip()]
    return _sheet(rows)


def from_file(data: bytes) -> Sheet:
    """A list as a file: XLSX or CSV, told apart by their content."""
    if len(data) > MOST_BYTES:
        raise _too_big()
    if incoming.is_old_workbook(data):
        raise Refusal(
            _("This is an old worksheet format. Save the file as .xlsx or .csv."), code="old_format"
        )
    try:
        return _workbook(data) if incoming.is_workbook(data) else _sheet(_separated(incoming.decoded(data)))
    except incoming.TooLarge as error:
        raise _too_big() from error
    except incoming.NoList as error:
        raise _strange() from error


def _too_big() -> Refusal:
    return Refusal(_("The list is larger than 2 MB. Split it and send the parts."), code="too_big")


def _strange() -> Refusal:
    return Refusal(_("This is no list. Send an .xlsx or .csv file, or paste the codes."), code="no_list")


def _is_code(text: str) -> bool:
    return not asked.read(text).is_malformed


def _separated(text: str) -> Iterator[list[str]]:
    try:
        yield from incoming.separated(text, DELIMITERS)
    except incoming.NoList as error:
        raise _strange() from error


def _among_words(line: str) -> Iterator[list[str]]:
    """The code and the other words of a line; a row for every code where there are several."""
    spans = asked.codes_in(line)
    if len(spans) == 1:
        start, end = spans[0]
        rest = f"{line[:start]} {line[end:]}".strip(" \t,;:|-–—")
        yield [line[start:end], rest]
    elif spans:
        yield from ([line[start:end], ""] for start, end in spans)
    else:
        yield [line, ""]


def _workbook(data: bytes) -> Sheet:
    """The first worksheet in which a column of codes is found."""
    for rows in incoming.worksheets(data, rows=MOST_ROWS + 100, columns=MOST_COLUMNS):
        if any(_is_code(cell) for row in rows for cell in row):
            return _sheet(rows)
    raise _no_codes()


def _no_codes() -> Refusal:
    return Refusal(
        _(
            "No column of the list holds codes of documents. A code has 16 letters and digits: 7K3M-Q9ZT-2XWH-5N8T."
        ),
        code="no_codes",
    )


def _sheet(rows: Iterable[Sequence[str]]) -> Sheet:
    """Clean rows of one width, the column in which most values are codes, and the headings above it."""
    kept: list[list[str]] = []
    for row in rows:
        cells = [str(cell).replace("\0", "").strip()[:MOST_LETTERS] for cell in row[:MOST_COLUMNS]]
        if any(cells):
            kept.append(cells)
        if len(kept) > MOST_ROWS + 1:
            raise Refusal(
                _("The list has more than %(most)s rows. Split it and send the parts.") % {"most": MOST_ROWS},
                code="too_many_rows",
            )
    width = max((place + 1 for row in kept for place, cell in enumerate(row) if cell), default=0)
    table = [tuple((row + [""] * width)[:width]) for row in kept]
    found = [sum(_is_code(row[place]) for row in table) for place in range(width)]
    if not any(found):
        raise _no_codes()
    code_at = found.index(max(found))
    first = next(number for number, row in enumerate(table) if _is_code(row[code_at]))
    # What stands above the first code is a heading, and titles above the heading; but a slip in the first row is none.
    head: tuple[str, ...] = ()
    if first and not any(letter.isdigit() for letter in table[first - 1][code_at]):
        head, table = table[first - 1], table[first:]
    if len(table) > MOST_ROWS:
        raise Refusal(
            _("The list has more than %(most)s rows. Split it and send the parts.") % {"most": MOST_ROWS},
            code="too_many_rows",
        )
    return Sheet(head=head, rows=tuple(table), code_at=code_at)
