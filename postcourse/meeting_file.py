"""A meeting service's file as lines of texts: XLSX, or CSV in whatever way the service separates and encodes it."""

from itertools import islice

from django.utils.translation import gettext as _

from people.errors import Refusal
from people.papers import incoming

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 3000
MOST_COLUMNS = 40


def lines_of(data: bytes) -> list[list[str]]:
    """Every line of the file, of a workbook the sheets after one another. Refuses what is no list and what is too long."""
    if len(data) > MOST_BYTES:
        raise Refusal(_("The file is larger than 2 MB. Export the list of participants alone."), code="size")
    if incoming.is_old_workbook(data):
        raise Refusal(_("This is an old worksheet format. Save it as .xlsx or .csv."), code="old_format")
    try:
        lines = _workbook(data) if incoming.is_workbook(data) else _separated(data)
    except (incoming.NoList, incoming.TooLarge) as error:
        raise _strange() from error
    if len(lines) > MOST_LINES:
        raise Refusal(
            _("The file has more than %(most)s lines. Export the list of participants alone.")
            % {"most": MOST_LINES},
            code="lines",
        )
    return lines


def _strange() -> Refusal:
    return Refusal(_("This is no list of participants. Send an .xlsx or .csv file."), code="no_list")


def _separated(data: bytes) -> list[list[str]]:
    rows = incoming.separated(incoming.decoded(data))
    return [[incoming.text_of(cell) for cell in row[:MOST_COLUMNS]] for row in islice(rows, MOST_LINES + 1)]


def _workbook(data: bytes) -> list[list[str]]:
    """The sheets after one another, an empty line after each."""
    found: list[list[str]] = []
    for rows in incoming.worksheets(data, rows=MOST_LINES + 1, columns=MOST_COLUMNS):
        found += [*rows, []]
    return found
