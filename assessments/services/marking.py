"""Marking by rubric: drafts, finishing, release, and the individual decision."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import transitions
from people.errors import NotAllowed, Refusal
from people.models import User

from ..models import Assessment, Mark, Result, RubricVersion, Sitting, Submission
from ..rules import moves, rubric
from . import frozen, results
from .marks import append_mark


class StaleMarks(Refusal):
    """Somebody saved marks on this work since; `assessment` is what stands now."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(
            _("These marks were saved elsewhere in the meantime. Compare them below and save once more."),
            code="stale",
        )
        self.assessment = assessment


def _move(submission: Submission, *, to: str, at: datetime, actor: User) -> None:
    transitions.move(submission, to=to, table=moves.SUBMISSION, at=at, actor=actor)


def may_mark(actor: User, submission: Submission) -> None:
    """Refuse whoever is no trainer of the cohort, and the work's own authors."""
    if not Submission.objects.to_mark_by(actor).filter(pk=submission.pk).exists():
        raise NotAllowed()
    if submission.members.filter(sitting__enrolment__user=actor).exists():
        raise Refusal(
            _("You cannot mark your own work. Another trainer of the cohort does."), code="own_work"
        )


def rubric_for(submission: Submission) -> RubricVersion:
    """The version the cohort froze for this work."""
    content = frozen.content_for(submission.cohort_id)
    return RubricVersion.objects.select_related("rubric").get(
        pk=content["rubrics"][submission.assignment.key]
    )


def _fault_sentence(fault: rubric.Fault, content: Mapping) -> str:
    row = next(row for row in content["criteria"] if row["key"] == fault.criterion)
    title = row["title"].get("kk", fault.criterion)
    sentences = {
        "missing": _("“%(criterion)s” has no points yet."),
        "not_a_number": _("“%(criterion)s”: write a number."),
        "out_of_range": _("“%(criterion)s”: from 0 to %(maximum)s points."),
        "no_such_level": _("“%(criterion)s”: choose one of the levels."),
        "not_half": _("“%(criterion)s”: whole or half points only."),
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
    assessment.save()
    return assessment


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
) -> Assessment:
    """Finish one's marks: every criterion has points. The work is then marked, and waits for release."""
    submission = _to_mark(submission_id, actor)
    assessment = _write(
        submission, points=points, comment=comment, revision=revision, at=at, actor=actor, final=True
    )
    if submission.status == Submission.Status.SUBMITTED:
        _move(submission, to=Submission.Status.MARKED, at=at, actor=actor)
    return assessment


@transaction.atomic
def release(*, submission_ids: list[int], at: datetime, actor: User) -> int:
    """Open the marks to the authors: each member's sitting gets its marks, and is decided where the last one came.

    How many works were released. A work already released is passed over.
    """
    released = 0
    works = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("assignment", "cohort")
        .filter(pk__in=submission_ids)
        .order_by("pk")
    )
    for submission in works:
        if submission.is_released:
            continue
        may_mark(actor, submission)
        assessment = (
            submission.assessments.filter(status=Assessment.Status.FINAL).order_by("finalised_at").last()
        )
        if assessment is None or submission.status != Submission.Status.MARKED:
            raise Refusal(
                _("Only finished marks can be released. Finish the marks of this work first."),
                code="unfinished",
            )
        _release_one(submission, assessment, at=at, actor=actor)
        released += 1
    return released


def _release_one(submission: Submission, assessment: Assessment, *, at: datetime, actor: User) -> None:
    content = frozen.content_for(submission.cohort_id)
    components = frozen.component_of_assignment(content, submission.assignment.key)
    _move(submission, to=Submission.Status.RELEASED, at=at, actor=actor)
    sittings = list(
        Sitting.objects.select_for_update(of=("self",))
        .filter(memberships__submission=submission)
        .order_by("pk")
    )
    for sitting in sittings:
        for component in components:
            criterion = component.get("criterion")
            value = (
                Decimal(assessment.points[criterion]["value"])
                if criterion
                else assessment.total or Decimal(0)
            )
            append_mark(
                sitting=sitting,
                component=component["key"],
                value=value,
                maximum=Decimal(component["maximum"]),
                source=Mark.Source.ASSESSMENT,
                assessment=assessment,
                marker=assessment.marker,
                at=at,
            )
        results.decide_if_complete(sitting_id=sitting.pk, at=at)


@transaction.atomic
def override_mark(
    *, sitting_id: int, component: str, value: Decimal, reason: str, at: datetime, actor: User
) -> Mark:
    """An individual decision on one component, with its reason and author; seen by that person only.

    Refused after the decision: then the commission amends the result.
    """
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting_id)
    trains = sitting.cohort.staff.filter(user=actor, duty="trainer").exists() and actor.has_role("trainer")
    if not trains and not actor.has_perm("courses.run_cohort"):
        raise NotAllowed()
    if sitting.enrolment.user_id == actor.pk:
        raise Refusal(
            _("You cannot mark your own work. Another trainer of the cohort does."), code="own_work"
        )
    if not reason.strip():
        raise Refusal(_("An individual decision needs its reason."), code="reason_missing")
    if Result.objects.filter(sitting=sitting).exists():
        raise Refusal(
            _("The result is decided, so marks no longer change. The commission can amend the result."),
            code="decided",
        )
    row = next(
        (row for row in frozen.content_for(sitting.cohort_id)["components"] if row["key"] == component), None
    )
    if row is None:
        raise Refusal(_("This course has no such component."), code="no_component")
    if not 0 <= value <= Decimal(row["maximum"]) or value % rubric.HALF:
        raise Refusal(
            _("From 0 to %(maximum)s points, whole or half.") % {"maximum": row["maximum"]}, code="points"
        )
    mark = append_mark(
        sitting=sitting,
        component=component,
        value=value,
        maximum=Decimal(row["maximum"]),
        source=Mark.Source.OVERRIDE,
        marker=actor,
        reason=reason.strip(),
        at=at,
    )
    results.decide_if_complete(sitting_id=sitting.pk, at=at)
    return mark
