"""Finding one's own work, without beginning one."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ...models import Assignment, ProjectGroup, Sitting, Submission
from ...services.groups import groups


def own_sitting(request: HttpRequest, sitting_id: int, assignment_key: str) -> tuple[Sitting, Assignment]:
    """The reader's sitting and an assignment of its edition; 404 for anybody else's."""
    sitting = get_object_or_404(
        Sitting.objects.of(request.user).select_related("cohort__edition", "enrolment"), pk=sitting_id
    )
    assignment = get_object_or_404(Assignment, edition_id=sitting.cohort.edition_id, key=assignment_key)
    return sitting, assignment


def standing_group(sitting: Sitting, assignment: Assignment) -> ProjectGroup | None:
    """The project group that stands, where the work is a group's."""
    is_in_group = groups.is_done_in_group(sitting, assignment)
    group = groups.group_of(sitting.enrolment, assignment) if is_in_group else None
    return group if group is not None and group.is_standing else None


def standing_work(sitting: Sitting, assignment: Assignment, group: ProjectGroup | None) -> Submission | None:
    """The newest number of this person's work; of a group that was left, what was handed in with this person."""
    works = Submission.objects.filter(assignment=assignment).select_related("assignment", "group", "sitting")
    if not groups.is_done_in_group(sitting, assignment):
        works = works.filter(sitting=sitting)
    elif group is not None:
        works = works.filter(group=group)
    else:
        works = works.filter(members__sitting=sitting, members__excluded_at__isnull=True)
    return works.order_by("-number").first()
