"""State, once: a table of allowed moves, and an appended row for each move made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .errors import Refusal

Moves = Mapping[str, frozenset[str]]


class IllegalMove(Refusal):
    """A move the table does not allow."""

    def __init__(self, *, current: str, wanted: str) -> None:
        super().__init__(
            _("This step is not possible now: the record is “%(current)s” and cannot become “%(wanted)s”.")
            % {"current": current, "wanted": wanted},
            code="illegal_move",
        )


class TransitionRecord(models.Model):
    """One move of a record: from, to, when, by whom, why. Appended, never edited."""

    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


def move(
    record: Any,
    *,
    to: str,
    table: Moves,
    at: datetime,
    actor: Any = None,
    reason: str = "",
    also: tuple[str, ...] = (),
) -> None:
    """Move a locked record along its table and append the transition; raises IllegalMove, writes nothing then.

    `record` has `status`, `transitions` (reverse relation) and `Status` (TextChoices); `also` names further
    fields set by the caller that are saved with the status.
    """
    labels = dict(record.Status.choices)
    if to not in table.get(record.status, frozenset()):
        raise IllegalMove(current=str(labels[record.status]), wanted=str(labels[to]))
    before, record.status = record.status, to
    record.save(update_fields=["status", *also])
    record.transitions.create(from_status=before, to_status=to, at=at, actor=actor, reason=reason)
