"""Marking by rubric: drafts of one's marks, and finishing them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import Refusal
from people.models import User

from ...models import Assessment, Moderation, Place, Submission
from ...rules import moves, rubric
from .. import telling
from .outcomes import (
    free_place,
    may_mark,
    others_seen_by,
    outcome_of,
    place_of,
    rubric_for,
    rule_for,
    standing_allocations,
)
from .releasing import override_mark, release

__all__ = [
    "StaleMarks",
    "finalise",
    "free_place",
    "may_mark",
    "others_seen_by",
    "outcome_of",
    "override_mark",
    "place_of",
    "release",
    "rubric_for",
    "rule_for",
    "save_points",
    "standing_allocations",
]


class StaleMarks(Refusal):
    """Somebody saved marks on this work since; `assessment` is what stands now."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(
            _("These marks were saved elsewhere in the meantime. Compare them below and save once more."),
            code="stale",
        )
        self.assessment = assessment


def _fault_sentence(fault: rubric.Fault, content: Mapping) -> str:
    row = next(row for row in content["criteria"] if row["key"] == fault.criterion)
    title = row["title"].get(get_language() or "kk") or row["title"].get("kk", fault.criterion)
    sentences = {
        "missing": _("“%(criterion)s” has no points yet."),
        "not_a_number": _("“%(criterion)s”: write a number."),
        "out_of_range": _("“%(criterion)s”: from 0 to %(maximum)s points."),
        "no_such_level": _("“%(criterion)s”: choose one of the levels."),
        "not_half": _("“%(criterion)s”: whole or half points only."),
        "not_whole": _("“%(criterion)s”: whole points only."),
    }
    return str(sentences[fault.code] % {"criterion": title, "maximum": row["maximum"]})


def _write(
    submission: Submission,
    *,
    points: Mapping[str, Mapping],
    comment: str,
    revision: int,
    at: datetime,
    actor: User,
    final: bool,
) -> Assessment:
    version = rubric_for(submission)
    found = rubric.faults(version.content, points, complete=final)
    if found:
        sentence = " ".join(_fault_sentence(fault, version.content) for fault in found)
        raise Refusal(sentence, code="points")
    assessment = submission.assessments.select_for_update().filter(marker=actor).first()
    if assessment is None:
        assessment = Assessment(submission=submission, marker=actor, rubric_version=version)
    elif assessment.is_final:
        raise Refusal(_("Your marks on this work are final already."), code="final")
    elif assessment.revision != revision:
        raise StaleMarks(assessment)
    known = {row["key"] for row in version.content["criteria"]}
    assessment.points = {
        key: {
            "value": str(value.get("value") or "").replace(",", "."),
            "comment": str(value.get("comment") or ""),
        }
        for key, value in points.items()
        if key in known
    }
    assessment.comment, assessment.saved_at = comment, at
    assessment.revision += 1
    assessment.total = rubric.total(version.content, points)
    if final:
        assessment.status, assessment.finalised_at = Assessment.Status.FINAL, at
        assessment.place = _own_place(submission, actor)
    assessment.save()
    return assessment


def _own_place(submission: Submission, actor: User) -> Place:
    place = place_of(actor, submission)
    if place is None:
        raise Refusal(
            _("Three markers have finished this work already. Nobody else is needed."), code="enough_markers"
        )
    return place


def _to_mark(submission_id: int, actor: User) -> Submission:
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .get(pk=submission_id)
    )
    may_mark(actor, submission)
    if submission.status not in {Submission.Status.SUBMITTED, Submission.Status.MARKED}:
        raise Refusal(_("This work is not waiting for marks."), code="not_submitted")
    return submission


@transaction.atomic
def save_points(
    *,
    submission_id: int,
    points: Mapping[str, Mapping],
    comment: str,
    revision: int,
    at: datetime,
    actor: User,
) -> Assessment:
    """Keep a draft of one's marks; `points` is {"criterion": {"value": "2", "comment": ""}}."""
    submission = _to_mark(submission_id, actor)
    return _write(
        submission, points=points, comment=comment, revision=revision, at=at, actor=actor, final=False
    )


@transaction.atomic
def finalise(
    *,
    submission_id: int,
    points: Mapping[str, Mapping],
    comment: str,
    revision: int,
    at: datetime,
    actor: User,
    reason: str = "",
) -> Assessment:
    """Finish one's marks: every criterion has points. The work is marked, and waits for release, once the marks settle.

    Two markers beyond the tolerance settle nothing: the coordinators are told to name a third, and to name a second
    where nobody has that place. A moderator's marks need
    their `reason` and stand above the others.
    """
    submission = _to_mark(submission_id, actor)
    is_moderator = place_of(actor, submission) == Place.MODERATOR
    if is_moderator and not reason.strip():
        raise Refusal(_("Write why you mark this work anew: the markers read it."), code="reason_missing")
    assessment = _write(
        submission, points=points, comment=comment, revision=revision, at=at, actor=actor, final=True
    )
    if is_moderator:
        Moderation.objects.create(
            submission=submission,
            moderator=actor,
            verdict=Moderation.Verdict.CHANGED,
            reason=reason.strip(),
            at=at,
            assessment=assessment,
        )
    settle(submission, at=at, actor=actor)
    return assessment


def _is_place_free(submission: Submission) -> bool:
    """Whether nobody was given or has finished one of the two places."""
    finals = submission.assessments.filter(status=Assessment.Status.FINAL)
    taken = {row.place for row in standing_allocations(submission)}
    return not {Place.FIRST, Place.SECOND} <= taken | set(finals.values_list("place", flat=True))


def settle(submission: Submission, *, at: datetime, actor: User) -> None:
    """Bring a locked work's status to what its finished marks come to."""
    outcome = outcome_of(submission)
    status = Submission.Status.MARKED if outcome.is_settled else Submission.Status.SUBMITTED
    if submission.status != status:
        transitions.move(submission, to=status, table=moves.SUBMISSION, at=at, actor=actor)
    if outcome.state == "second_needed" and _is_place_free(submission):
        telling.second_marker_needed(submission, at=at)
    if outcome.state == "third_needed":
        telling.third_marker_needed(submission, at=at)
