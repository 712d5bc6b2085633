"""Who is told what about work, marks, results and appeals; each call writes within the caller's transaction.

A context names works by their assignment, never by a title people typed, and holds nothing of a work's text: a support
plan is about a child.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from courses.models import Cohort
from people import notify
from people.models import User

from ..models import (
    Appeal,
    Assignment,
    DefenceSession,
    DefenceSlot,
    Extension,
    GroupMembership,
    ProjectGroup,
    Result,
    Sitting,
    Submission,
)
from .decisions import appeal_terms
from .scheme import frozen


def _of_work(assignment: Assignment, cohort: Cohort) -> dict[str, Any]:
    return {"title": assignment.title_texts, "cohort": cohort.code}


def _staff(cohort: Cohort, duty: str) -> list[User]:
    return list(User.objects.filter(cohort_duties__cohort=cohort, cohort_duties__duty=duty).order_by("pk"))


def _authors(submission: Submission) -> list[Sitting]:
    """The sittings the work counts for."""
    members = submission.members.filter(excluded_at__isnull=True).select_related("sitting__enrolment__user")
    return [member.sitting for member in members.order_by("pk")]


def _members(group: ProjectGroup) -> list[Sitting]:
    """The newest sitting of each present member of a group."""
    rows = (
        Sitting.objects.filter(
            cohort=group.cohort,
            enrolment__group_memberships__group=group,
            enrolment__group_memberships__left_at__isnull=True,
        )
        .select_related("enrolment__user", "cohort__edition")
        .order_by("number")
    )
    return list({sitting.enrolment_id: sitting for sitting in rows}.values())


def _owners(row: Extension | DefenceSlot) -> list[Sitting]:
    """The person a row is about, or the present members of its group."""
    if row.sitting is not None:
        return [row.sitting]
    return _members(row.group) if row.group is not None else []


def _tell_learners(
    sittings: Iterable[Sitting], *, kind: str, assignment: Assignment, context: dict[str, Any], at: datetime
) -> None:
    """Tell each one, with the way to their own page of the work."""
    for sitting in sittings:
        url = reverse("work", args=[sitting.pk, assignment.key])
        notify.tell(user=sitting.enrolment.user, kind=kind, context=context, url=url, at=at)


def work_arrived(submission: Submission, *, at: datetime, markers: Sequence[User] = ()) -> None:
    """These markers, else those the work is allocated to, else the cohort's trainers; a support plan only those it is
    allocated to.
    """
    markers = markers or [
        row.marker
        for row in submission.allocations.filter(withdrawn_at__isnull=True).select_related("marker")
    ]
    if not markers and not submission.assignment.is_support_plan:
        markers = _staff(submission.cohort, "trainer")
    context = {
        **_of_work(submission.assignment, submission.cohort),
        "number": submission.number,
        "is_late": submission.is_late,
    }
    url = reverse("marking_desk", args=[submission.pk])
    for marker in markers:
        notify.tell(user=marker, kind="work_arrived", context=context, url=url, at=at)


def no_examiner(submission: Submission, *, at: datetime) -> None:
    """The cohort's coordinators: a support plan came in and the cohort has no trainer who could take it."""
    context = _of_work(submission.assignment, submission.cohort)
    url = reverse("cohort_about", args=[submission.cohort_id])
    for user in _staff(submission.cohort, "coordinator"):
        notify.tell(user=user, kind="no_examiner", context=context, url=url, at=at)


def work_returned(submission: Submission, *, reason: str, at: datetime) -> None:
    """The authors; what has to be corrected stands on the page of the work, of a support plan only there."""
    context = _of_work(submission.assignment, submission.cohort)
    if not submission.assignment.is_support_plan:
        context["reason"] = reason
    _tell_learners(
        _authors(submission),
        kind="work_returned",
        assignment=submission.assignment,
        context=context,
        at=at,
    )


def marks_released(submission: Submission, *, at: datetime) -> None:
    """The authors the marks are for."""
    _tell_learners(
        _authors(submission),
        kind="marks_released",
        assignment=submission.assignment,
        context=_of_work(submission.assignment, submission.cohort),
        at=at,
    )


def second_marker_needed(submission: Submission, *, at: datetime) -> None:
    """The cohort's coordinators: one of two markers has finished, and nobody has the other place."""
    context = _of_work(submission.assignment, submission.cohort)
    address = reverse("allocation", args=[submission.cohort_id])
    url = f"{address}?work={submission.assignment.key}&state=second_needed"
    for user in _staff(submission.cohort, "coordinator"):
        notify.tell(user=user, kind="second_marker_needed", context=context, url=url, at=at)


def third_marker_needed(submission: Submission, *, at: datetime) -> None:
    """The cohort's coordinators: two markers differ beyond the tolerance."""
    context = _of_work(submission.assignment, submission.cohort)
    url = reverse("allocation", args=[submission.cohort_id])
    for user in _staff(submission.cohort, "coordinator"):
        notify.tell(user=user, kind="third_marker_needed", context=context, url=url, at=at)


def result_decided(result: Result, *, at: datetime) -> None:
    """The learner, with the last day of the term for appealing."""
    sitting = result.sitting
    edition = sitting.cohort.edition
    term = appeal_terms.term_of(result)
    context = {
        "programme": {"kk": edition.title_kk, "ru": edition.title_ru, "en": edition.title_en},
        "cohort": sitting.cohort.code,
        "passed": result.is_passed,
        "amended": result.amends_id is not None,
        "until_on": "" if term.is_over(at) else term.last_day.isoformat(),
    }
    url = reverse("appeal", args=[sitting.pk])
    notify.tell(user=sitting.enrolment.user, kind="result_decided", context=context, url=url, at=at)


def appeal_moved(appeal: Appeal, *, at: datetime) -> None:
    """The learner at every step; whoever has to answer or decide next; the marker also what came of it."""
    sitting, status = appeal.sitting, appeal.status
    component: dict[str, str] = {}
    if appeal.component:
        component = dict(frozen.component(frozen.content_for(sitting.cohort_id), appeal.component)["title"])
    context = {
        "status": status,
        "component": component,
        "cohort": sitting.cohort.code,
        "until_on": appeal_terms.answer_term(appeal).last_day.isoformat(),
    }
    notify.tell(
        user=sitting.enrolment.user,
        kind="appeal_moved",
        context=context,
        url=reverse("appeal", args=[sitting.pk]),
        at=at,
    )
    waiting: dict[int, User] = {}
    if appeal.marker is not None and status != Appeal.Status.IN_REVIEW:
        waiting[appeal.marker.pk] = appeal.marker
    needs_coordinator = status in {Appeal.Status.IN_REVIEW, Appeal.Status.WITHDRAWN}
    if needs_coordinator or (status == Appeal.Status.FILED and appeal.marker is None):
        waiting |= {user.pk: user for user in _staff(sitting.cohort, "coordinator")}
    for user in waiting.values():
        is_marker = user.pk == appeal.marker_id
        notify.tell(
            user=user,
            kind="appeal_to_answer",
            context={**context, "is_marker": is_marker, "has_marker": appeal.marker is not None},
            url=reverse("appeal_desk", args=[appeal.pk]),
            at=at,
        )


def group_invited(membership: GroupMembership, *, at: datetime) -> None:
    """The person who is asked into the group."""
    group = membership.group
    sitting = Sitting.objects.filter(enrolment=membership.enrolment).order_by("-number").first()
    notify.tell(
        user=membership.enrolment.user,
        kind="group_invited",
        context={**_of_work(membership.assignment, group.cohort), "group": group.number},
        url=reverse("my_group", args=[sitting.pk, membership.assignment.key]) if sitting else reverse("home"),
        at=at,
    )


def extension_granted(extension: Extension, *, at: datetime) -> None:
    """The person or the group's present members."""
    owners = _owners(extension)
    if not owners:
        return
    _tell_learners(
        owners,
        kind="extension_granted",
        assignment=extension.assignment,
        context={
            **_of_work(extension.assignment, owners[0].cohort),
            "due_at": extension.due_at.isoformat(),
        },
        at=at,
    )


def defence_announced(session: DefenceSession, *, at: datetime) -> None:
    """Everybody in the order of the session: the person, or the group's present members."""
    context = {
        **_of_work(session.assignment, session.cohort),
        "starts_at": session.starts_at.isoformat(),
        "place": session.place,
        "minutes": session.minutes,
    }
    for slot in session.slots.select_related("group__cohort", "sitting__enrolment__user"):
        _tell_learners(
            _owners(slot),
            kind="defence_announced",
            assignment=session.assignment,
            context={**context, "order": slot.order},
            at=at,
        )


def defence_cancelled(session: DefenceSession, *, reason: str, at: datetime) -> None:
    """Everybody in the order of an announced session; of a support plan the reason stays with the coordinators."""
    context = {
        **_of_work(session.assignment, session.cohort),
        "starts_at": session.starts_at.isoformat(),
        "reason": "" if session.assignment.is_support_plan else reason,
    }
    for slot in session.slots.select_related("group__cohort", "sitting__enrolment__user"):
        _tell_learners(
            _owners(slot), kind="defence_cancelled", assignment=session.assignment, context=context, at=at
        )
