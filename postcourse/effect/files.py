"""The page of the effect as a spreadsheet: one row for each graduate the filters leave."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from people.papers.sheets import sheet

from . import words
from .figures import Supported, due_of, lateness


def effect_xlsx(rows: Iterable[Supported], *, today: date) -> bytes:
    """Counts and dates alone: nothing of what graduate and mentor write to each other, no self-assessment."""
    states = words.states()
    return sheet(
        title=_("Support after the course"),
        head=[
            _("Surname, given name, patronymic"),
            _("Region"),
            _("Organisation"),
            _("Programme"),
            _("Cohort"),
            _("Certificate from"),
            _("Support"),
            _("Mentor"),
            _("From"),
            _("Until"),
            _("Meetings planned"),
            _("Meetings due by now"),
            _("Meetings held"),
            _("Classroom visits"),
            _("Last meeting"),
            _("Indicators that improved"),
            _("Indicators unchanged"),
            _("Indicators that worsened"),
            _("Practices shared"),
            _("Practices used"),
            _("Events attended"),
            _("Overdue"),
        ],
        rows=(
            (
                row.name,
                row.region_name or None,
                row.place or None,
                row.programme,
                row.cohort,
                row.graduated_on,
                states[row.state],
                row.mentor or None,
                row.starts_on,
                row.ends_on,
                row.planned or None,
                due_of(row, today=today),
                row.held,
                row.visits,
                row.last_met,
                row.better,
                row.same,
                row.worse,
                row.shared,
                row.used,
                row.attended,
                "; ".join(words.late_words(late, today=today) for late in lateness(row, today=today)) or None,
            )
            for row in rows
        ),
        frozen="B2",
    )
