"""Work a learner can hand in, has to correct, or reads the marks of."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from people.steps import DueDate, NextStep

from ..models import Assignment, DateRule, Extension, GroupMembership, Sitting, SittingWindow, Submission
from ..rules import lateness
from ..services.attempts import windows
from ..services.scheme import carrying
from ..services.work import extensions

NEW = timedelta(days=7)


def offers(
    *, sitting: Sitting, content: Mapping, mine: list[GroupMembership], at: datetime
) -> tuple[list[NextStep], list[DueDate]]:
    """Steps and dates of every piece of work of the sitting (four queries; up to two more for a later sitting and after a
    transfer). `mine`: the groups the person is in. Work whose marks were carried over asks for nothing.
    """
    carried = carrying.carried_to(sitting)
    assignments = list(
        Assignment.objects.filter(edition_id=sitting.cohort.edition_id, key__in=content["rubrics"])
    )
    assignments = [one for one in assignments if not carrying.is_settled(content, one.key, carried)]
    is_first = sitting.number == 1  # a reassessment is done alone
    groups = {row.assignment_id: row.group_id for row in mine if is_first and row.group.is_standing}
    own = Q(sitting=sitting) | Q(group__in=groups.values())
    newest: dict[int, Submission] = {}
    for row in Submission.objects.filter(own).order_by("number"):
        newest[row.assignment_id] = row
    dates = windows.of_sitting(sitting, DateRule.Kind.ASSIGNMENT)
    longer = extensions.newest(Extension.objects.filter(own))
    steps: list[NextStep] = []
    due: list[DueDate] = []
    for assignment in assignments:
        url = reverse("work", args=[sitting.pk, assignment.key])
        standing, window = newest.get(assignment.pk), dates.get(assignment.key)
        limit, is_own_date = (window.closes_at if window else None), isinstance(window, SittingWindow)
        in_group = assignment.is_group and is_first
        owner = (None, groups.get(assignment.pk)) if in_group else (sitting.pk, None)
        if (extension := longer.get((assignment.pk, *owner))) and not is_own_date:
            limit = lateness.later_of(extension.due_at, limit)
        is_done = standing is not None and not standing.is_draft
        is_correction = standing is not None and standing.number > 1
        if limit and not is_correction:
            due.append(DueDate(title=assignment.title, at=limit, url=url, is_done=is_done))
        policy = (lateness.REFUSED, 0) if is_own_date else extensions.policy_of(content, assignment.key)
        is_open = is_correction or lateness.is_open(*policy, limit, at)
        step = _step(assignment, standing, url=url, limit=limit, at=at, is_open=is_open)
        if step is not None and (not in_group or assignment.pk in groups):
            steps.append(step)
    return steps, due


def _step(
    assignment: Assignment,
    standing: Submission | None,
    *,
    url: str,
    limit: datetime | None,
    at: datetime,
    is_open: bool,
) -> NextStep | None:
    if standing is not None and standing.is_draft and standing.number > 1:
        return NextStep(
            weight=30,
            title=assignment.title,
            text=_("Your work came back with a comment. Correct it and hand it in again."),
            url=url,
            action=_("Correct the work"),
        )
    if not is_open and (standing is None or standing.is_draft):
        if limit and at >= limit + NEW:
            return None
        return NextStep(
            weight=85,
            title=assignment.title,
            text=_("The time for handing in is over. Ask the coordinator for more time if you need it."),
            url=url,
            action=_("Open the task"),
        )
    if standing is not None and standing.is_draft:
        text = _("You have a draft. Finish it and hand it in.")
        return NextStep(
            weight=60, title=assignment.title, text=text, url=url, action=_("Go on writing"), due=limit
        )
    if standing is None and (limit is None or at < limit + NEW):
        return NextStep(
            weight=80,
            title=assignment.title,
            text=_("Read what is asked and begin when you are ready."),
            url=url,
            action=_("Open the task"),
            due=limit,
        )
    if standing is not None and standing.is_released:
        moved = standing.transitions.last()
        if moved and at - moved.at < NEW:
            return NextStep(
                weight=90,
                title=assignment.title,
                text=_("The marks and comments are open."),
                url=url,
                action=_("Read the marks"),
            )
    return None
