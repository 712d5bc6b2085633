"""What changed since a programme was agreed, as a spreadsheet."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cms.review import words
from courses.rules.comparing import SAME, HoursChange, PageChange
from people.papers.sheets import sheet

LANGUAGES = {"kk": "Қазақша", "ru": "Русский"}


def states() -> dict[str, str]:
    return {
        "same": _("as it was"),
        "changed": _("changed"),
        "new": _("added"),
        "gone": _("taken out"),
    }


def page_name(key: str) -> str:
    return {"terms": _("Glossary"), "works": _("Literature")}.get(key, key)


def hours(row: tuple[int, ...] | None) -> str:
    """Lecture, practice, self-study and final hours of a topic in one line."""
    if row is None:
        return ""
    lecture, practice, self_study, final = row
    return _("lecture %(lecture)s, practice %(practice)s, self-study %(self_study)s, final %(final)s") % {
        "lecture": lecture,
        "practice": practice,
        "self_study": self_study,
        "final": final,
    }


def changes_xlsx(pages: Iterable[PageChange], table: Iterable[HoursChange], *, title: str) -> bytes:
    """A row for each part that differs, the table of hours first."""
    names = states()
    rows: list[tuple[str, ...]] = [
        (row.key, "", _("Hours"), names[row.state], hours(row.before), hours(row.after))
        for row in table
        if row.state != SAME
    ]
    rows += [
        (
            page_name(page.key),
            LANGUAGES[page.language],
            words.part(part.kind),
            names[part.state],
            part.before,
            part.after,
        )
        for page in pages
        for part in page.changed
    ]
    head = [_("Topic"), _("Language"), _("Part"), _("What happened"), _("As agreed"), _("As it is now")]
    return sheet(title=title, name=_("Changes"), head=head, rows=rows)
