"""One component of one person: its mark, or where the work or test stands, in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class State(models.TextChoices):
    NO_MARK = "no_mark", gettext_lazy("no mark")
    DRAFT = "draft", gettext_lazy("draft")
    HANDED_IN = "handed_in", gettext_lazy("handed in")
    BEING_MARKED = "being_marked", gettext_lazy("being marked")
    MARKED = "marked", gettext_lazy("marks not released")
    RUNNING = "running", gettext_lazy("test running")
    TEST_WAITS = "test_waits", gettext_lazy("test waits for its marks")
    RELEASED = "released", gettext_lazy("released")
    DECISION = "decision", gettext_lazy("individual decision")


@dataclass(frozen=True)
class Cell:
    """`value`: the mark that stands. `is_late`: handed in after its date; `is_overdue`: not handed in, the date passed;
    `lacks_group`: work of a group by a person who is in none.
    """

    key: str
    title: str
    state: State
    value: Decimal | None = None
    is_required: bool = True
    is_test: bool = False
    is_late: bool = False
    is_overdue: bool = False
    lacks_group: bool = False

    @property
    def is_decision(self) -> bool:
        return self.state == State.DECISION

    @property
    def is_missing(self) -> bool:
        return self.value is None and self.is_required

    @property
    def words(self) -> str:
        """The state where no mark stands; empty where nothing was begun."""
        if self.value is not None or self.state == State.NO_MARK:
            return ""
        return str(self.state.label)

    @property
    def lacks(self) -> str:
        """What is missing, in a few words; empty where nothing is."""
        if not self.is_missing:
            return ""
        if self.state == State.NO_MARK and self.is_test:
            return _("not taken")
        if self.state == State.NO_MARK and self.lacks_group:
            return _("no group yet")
        if self.state == State.NO_MARK:
            return _("not handed in, overdue") if self.is_overdue else _("not handed in")
        if self.state == State.DRAFT:
            return _("a draft, overdue") if self.is_overdue else _("a draft, not handed in")
        if self.state == State.HANDED_IN:
            return _("waits for a marker")
        return self.words
