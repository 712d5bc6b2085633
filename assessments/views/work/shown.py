"""What the work page shows: the way of the work, earlier hand-ins, released marks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ...models import Annotation, Assessment, Assignment, Mark, Sitting, Submission, SubmissionFile
from ...presentation import CriterionRow, rubric_band, rubric_rows
from ...rules import merging
from ...services.scheme import frozen


def steps(submission: Submission | None) -> list[dict[str, str]]:
    """The stages of a work for the stepper."""
    order = [Submission.Status.DRAFT, Submission.Status.SUBMITTED, Submission.Status.MARKED]
    place = 0
    if submission is not None and submission.is_released:
        place = 4
    elif submission is not None and submission.status in order:
        place = order.index(Submission.Status(submission.status))
    labels = [_("Draft"), _("Handed in"), _("Marked"), _("Marks open")]
    # What was handed in and marked is behind one; the step one waits for is the present one.
    reached = place + 1 if 0 < place < 4 else place
    return [
        {"label": label, "state": "done" if at < reached else "now" if at == reached else ""}
        for at, label in enumerate(labels)
    ]


@dataclass(frozen=True)
class Earlier:
    """A hand-in that came back: its number, text and files, and what the marker asked for."""

    number: int
    submitted_at: datetime | None
    is_late: bool
    title: str
    text: str
    plan: dict[str, Any] | None
    reason: str
    files: list[SubmissionFile]


def earlier(submission: Submission | None) -> list[Earlier]:
    """Hand-ins before this one, the newest first (three queries)."""
    if submission is None or submission.number == 1:
        return []
    rows = (
        Submission.objects.filter(
            assignment=submission.assignment,
            group=submission.group,
            sitting=submission.sitting,
            number__lt=submission.number,
        )
        .prefetch_related("files", "transitions")
        .order_by("-number")
    )
    return [
        Earlier(
            number=row.number,
            submitted_at=row.submitted_at,
            is_late=row.is_late,
            title=row.title,
            text=row.text,
            plan=row.plan,
            reason=next((move.reason for move in row.transitions.all() if move.to_status == "returned"), ""),
            files=list(row.files.all()),
        )
        for row in rows
    ]


def individual(sitting: Sitting, content: Mapping, assignment: Assignment) -> Mark | None:
    """An individual decision on this work, for this person's eyes only."""
    keys = [row["key"] for row in frozen.component_of_assignment(content, assignment.key)]
    return sitting.marks.current().filter(component__in=keys, source=Mark.Source.OVERRIDE).first()


@dataclass(frozen=True)
class Voice:
    """One marker's words: `name` says which marker, not who; empty where there is only one."""

    name: str
    comment: str
    notes: list[Annotation] = field(default_factory=list)


@dataclass(frozen=True)
class CriterionMark:
    row: CriterionRow
    comments: list[tuple[str, str]]


@dataclass(frozen=True)
class Marks:
    """Released marks: points by criterion, the total with its maximum and its band in the rubric (empty where that has
    none), how it came about, the markers' words.
    """

    criteria: list[CriterionMark]
    total: Decimal
    maximum: Decimal
    basis: str
    band: str
    voices: list[Voice]


def released_marks(submission: Submission | None, rubric: Mapping) -> Marks | None:
    """The marks of a released work; None before that (two queries)."""
    if submission is None or not submission.is_released:
        return None
    outcome = submission.outcome or {}
    finals = submission.assessments.filter(status=Assessment.Status.FINAL)
    standing = finals.filter(pk__in=outcome.get("assessments", [])) if outcome else finals
    # A work released before outcomes were kept has the marks of its last assessment.
    rows = list(standing.order_by("finalised_at", "pk"))
    rows = rows if outcome else rows[-1:]
    if not rows:
        return None
    points = outcome.get("points") or {key: row["value"] for key, row in rows[0].points.items()}
    total = Decimal(outcome["total"]) if outcome else rows[0].total or Decimal(0)
    notes = list(Annotation.objects.filter(assessment__in=rows).select_related("file"))
    names = [
        _("Marker %(number)s") % {"number": at} if len(rows) > 1 else "" for at in range(1, len(rows) + 1)
    ]
    criteria = [
        CriterionMark(
            row=criterion,
            comments=[
                (name, words)
                for name, row in zip(names, rows, strict=True)
                if (words := (row.points.get(criterion.key) or {}).get("comment", "").strip())
            ],
        )
        for criterion in rubric_rows(rubric, {key: {"value": _short(value)} for key, value in points.items()})
    ]
    voices = [
        Voice(name=name, comment=row.comment.strip(), notes=[n for n in notes if n.assessment_id == row.pk])
        for name, row in zip(names, rows, strict=True)
    ]
    return Marks(
        criteria=criteria,
        total=total,
        maximum=sum((Decimal(one["maximum"]) for one in rubric["criteria"]), Decimal(0)),
        basis=_basis(outcome.get("basis", "")),
        band=rubric_band(rubric, total),
        voices=[voice for voice in voices if voice.comment or voice.notes],
    )


def _short(value: object) -> str:
    """A number without zeros at its end: "1.50" is "1.5", "2.00" is "2"."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _basis(code: str) -> str:
    """How the points came about, in a sentence."""
    return {
        "single": _("Marked by one marker."),
        "mean": _("Two markers marked the work apart from each other; the mean of their points stands."),
        "third": _("Two markers differed too much, so a third marker decided."),
        "moderator": _("A moderator looked at the marks and marked the work anew."),
    }.get(code, "")


@dataclass(frozen=True)
class Compared:
    """Two texts as pieces (0 the same, -1 in the left one only, 1 in the right one only)."""

    left: list[tuple[int, str]]
    right: list[tuple[int, str]]


def compared(left: str, right: str) -> Compared:
    found = merging.pieces(left, right)
    return Compared(
        left=[piece for piece in found if piece[0] <= 0], right=[piece for piece in found if piece[0] >= 0]
    )
