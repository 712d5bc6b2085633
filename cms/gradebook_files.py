"""The gradebook as a spreadsheet and as a paper: what the filters show, column for column."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Cohort
from people.papers import Paper, Paragraph, Table, pdf
from people.papers.sheets import sheet

from .gradebook import Gradebook, columns, values
from .gradebook.columns import shown


def gradebook_xlsx(cohort: Cohort, book: Gradebook) -> bytes:
    """A sheet with the names kept in view; marks are numbers."""
    return sheet(
        title=_("Gradebook of cohort %(code)s") % {"code": cohort.code},
        name=cohort.code,
        head=[column.head for column in columns(book)],
        rows=(values(book, row) for row in book.rows),
        frozen="B2",
    )


def gradebook_pdf(cohort: Cohort, book: Gradebook, *, at: datetime, narrowed_by: str = "") -> bytes:
    """The same table on paper, across. Raises UnprintableName where a name has letters that the fonts lack."""
    heads = columns(book)
    table = Table(
        head=[column.head for column in heads],
        rows=[[shown(value) for value in values(book, row)] for row in book.rows],
        numeric=frozenset(place for place, column in enumerate(heads) if column.is_number),
    )
    day = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    lines = [f"{cohort.edition.title} · {day}"]
    if narrowed_by:
        lines.append(narrowed_by)
    return pdf(
        Paper(
            title=_("Gradebook of cohort %(code)s") % {"code": cohort.code},
            subtitle="\n".join(lines),
            language=get_language() if get_language() in {"kk", "ru"} else cohort.language,
            blocks=[table] if book.rows else [Paragraph(_("Nobody is left with these filters."))],
            landscape=True,
        )
    )
