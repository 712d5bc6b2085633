"""The gradebook as data: a row for each enrolment."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Result
from certificates.models import Document
from courses.models import Enrolment

from .cells import Cell

ACTIVE = {Enrolment.Status.STUDYING, Enrolment.Status.COMPLETED}
OPEN, READY = "open", "ready"
MANY = 3


@dataclass
class Row:
    """`score`: so far, or as decided; None while no scored part has its mark. `decision`: passed, not_passed, open
    (something is missing), ready (only the decision is), or "" for who is not examined. `is_again`: a reassessment in this
    cohort, a row of its own; `comes_from`: the code of the cohort the person belongs to, empty where it is this one.
    """

    enrolment: Enrolment
    hours: int = 0
    sitting_id: int | None = None
    group: int | None = None
    cells: list[Cell] = field(default_factory=list)
    result: Result | None = None
    score: Decimal | None = None
    band: str = ""
    decision: str = ""
    decision_words: str = ""
    documents: list[Document] = field(default_factory=list)
    is_again: bool = False
    comes_from: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """What names the row: the enrolment and, of a reassessment, its sitting."""
        return self.enrolment.pk, (self.sitting_id or 0) if self.is_again else 0

    @property
    def name(self) -> str:
        """The name for files, which have no tags."""
        words = self.enrolment.user.full_name
        if not self.is_again:
            return words
        if self.comes_from:
            return _("%(name)s (reassessment, from %(cohort)s)") % {"name": words, "cohort": self.comes_from}
        return _("%(name)s (reassessment)") % {"name": words}

    @property
    def is_active(self) -> bool:
        return self.enrolment.status in ACTIVE

    @property
    def is_late(self) -> bool:
        return any(cell.is_late or (cell.is_overdue and self.waits_for(cell.key)) for cell in self.cells)

    def waits_for(self, key: str) -> bool:
        """The component's mark is needed and not there, and the person is still examined."""
        return self.decision == OPEN and any(cell.key == key and cell.is_missing for cell in self.cells)

    @property
    def missing(self) -> list[str]:
        """What is missing, components that lack the same told together: "Theory, Practice: not handed in".

        Three and more are counted: their columns name them, and a row stays a row.
        """
        if self.decision != OPEN:
            return []
        titles: dict[str, list[str]] = {}
        for cell in self.cells:
            if cell.lacks:
                titles.setdefault(cell.lacks, []).append(cell.title)
        return [f"{self._together(names)}: {words}" for words, names in titles.items()]

    def _together(self, titles: list[str]) -> str:
        if len(titles) < MANY:
            return ", ".join(titles)
        if len(titles) == len(self.cells):
            return _("All parts")
        return ngettext("%(count)s part", "%(count)s parts", len(titles)) % {"count": len(titles)}

    @property
    def remarks(self) -> list[str]:
        """What else is to be known: late work, individual decisions, why not passed."""
        found = []
        if late := [cell.title for cell in self.cells if cell.is_late]:
            found.append(_("%(titles)s: late") % {"titles": ", ".join(late)})
        if decided := [cell.title for cell in self.cells if cell.is_decision]:
            found.append(_("%(titles)s: individual decision") % {"titles": ", ".join(decided)})
        if self.result and self.result.decision_reason:
            found.append(str(self.result.get_decision_reason_display()).removesuffix("."))
        return found

    @property
    def notes(self) -> str:
        """What is missing, then what else is to be known."""
        return "; ".join(self.missing + self.remarks)

    @property
    def document_words(self) -> str:
        """Numbers of the documents; the status where one is not valid."""
        return "; ".join(
            one.number
            if one.status == Document.Status.VALID
            else f"{one.number} ({one.get_status_display()})"
            for one in self.documents
        )


@dataclass
class Gradebook:
    """`rows`: what the filters leave, in the order asked for; `everybody`: all of the cohort, by name."""

    components: list[Mapping]
    everybody: list[Row]
    rows: list[Row]
    total_hours: int = 0
    group_key: str = ""
    is_by_commission: bool = False
    works_to_mark: int = 0
    works_to_release: int = 0

    def counts(self) -> dict[str, int]:
        """How many people of the cohort stand in each status; who is reassessed here is not counted again."""
        return dict(Counter(str(row.enrolment.status) for row in self.everybody if not row.is_again))

    def decisions(self) -> dict[str, int]:
        return dict(Counter(row.decision for row in self.everybody))

    @property
    def without_group(self) -> int:
        """People who study, still to be decided, in no group for the group work."""
        if not self.group_key:
            return 0
        return sum(
            1
            for row in self.everybody
            if row.is_active and row.group is None and not row.result and not row.is_again
        )

    @property
    def passed(self) -> int:
        return sum(row.decision == "passed" for row in self.everybody if not row.is_again)

    @property
    def not_passed(self) -> int:
        return sum(row.decision == "not_passed" for row in self.everybody if not row.is_again)
