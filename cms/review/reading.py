"""What is under review, read for the screens: the same number of queries for any number of texts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.review_models import ReviewTask
from courses.agreeing import FIELDS, fields_of
from courses.rules.comparing import PartChange, compare_parts
from courses.rules.page_parts import parts_of
from people.models import User
from people.roles import Role

from . import rules
from .services import MOST_REVISIONS

READERS = (Role.METHODOLOGIST, Role.EXPERT, Role.ADMINISTRATOR)


def may_read(user: User) -> bool:
    """Who sees texts on their way: those who write, review and publish them."""
    return user.is_authenticated and user.has_role(*READERS)


def waiting_for(user: User) -> QuerySet[TaskState]:
    """Texts at a step of this person's group that they did not hand in themselves."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=ReviewTask.objects.filter(groups__user=user)
    )
    return states.exclude(workflow_state__requested_by=user)


def roles_of_steps() -> dict[int, str]:
    """Of each step (its id) the role that reads there; one query."""
    return dict(ReviewTask.groups.through.objects.values_list("reviewtask_id", "group__name"))


@dataclass(frozen=True)
class UnderReview:
    """A text on its way. `name`: the page's key, or what kind of page it is; `step`: the role that reads now;
    `is_writer`: this person handed it in or changed it last.
    """

    page: Page
    name: str
    state: TaskState
    flow: WorkflowState
    step: str
    since: datetime
    is_writer: bool
    is_reader: bool

    @property
    def is_given_back(self) -> bool:
        return self.flow.status == WorkflowState.STATUS_NEEDS_CHANGES

    @property
    def is_mine_to_decide(self) -> bool:
        return self.is_reader and not self.is_writer and not self.is_given_back


def under_review(user: User) -> list[UnderReview]:
    """Every text on its way, the longest waiting first."""
    page_type = ContentType.objects.get_for_model(Page)
    flows = list(
        WorkflowState.objects.active()
        .filter(base_content_type=page_type, current_task_state__isnull=False)
        .select_related("current_task_state__finished_by", "requested_by")
        .order_by("current_task_state__started_at", "pk")
    )
    pages = {
        str(page.pk): page
        for page in Page.objects.filter(pk__in=[flow.object_id for flow in flows]).select_related("locale")
    }
    keys: dict[int, str] = {}
    for model in FIELDS:
        keys |= dict(model.objects.filter(pk__in=pages).values_list("pk", "key"))
    steps, own = roles_of_steps(), user.role_names
    writers = _last_writers([flow.object_id for flow in flows], suspect=user.pk)
    return [
        UnderReview(
            page=pages[flow.object_id],
            name=keys.get(int(flow.object_id)) or str(pages[flow.object_id].page_type_display_name),
            state=flow.current_task_state,
            flow=flow,
            step=steps.get(flow.current_task_state.task_id, ""),
            since=flow.current_task_state.started_at,
            is_writer=user.pk in {flow.requested_by_id, writers.get(flow.object_id)},
            is_reader=user.is_superuser or steps.get(flow.current_task_state.task_id, "") in own,
        )
        for flow in flows
        if flow.object_id in pages
    ]


def _last_writers(ids: list[str], *, suspect: int) -> dict[str, int | None]:
    """Who changed each page last. Contents are read only of pages whose newest revision is the suspect's: it may hold no
    more than comments.
    """
    newest: dict[str, int | None] = {}
    looked_at: dict[str, list[int]] = defaultdict(list)
    rows = Revision.page_revisions.filter(object_id__in=ids).order_by("-created_at", "-pk")
    for object_id, person, pk in rows.values_list("object_id", "user_id", "pk"):
        newest.setdefault(object_id, person)
        looked_at[object_id].append(pk)
    contents: dict[str, list[tuple[int | None, Any]]] = defaultdict(list)
    suspected = [
        pk
        for object_id, person in newest.items()
        if person == suspect
        for pk in looked_at[object_id][:MOST_REVISIONS]
    ]
    for object_id, person, content in rows.filter(pk__in=suspected).values_list(
        "object_id", "user_id", "content"
    ):
        contents[object_id].append((person, content))
    return newest | {object_id: rules.last_writer(found) for object_id, found in contents.items()}


# One text


def text_fields(page: Page) -> dict[str, Any]:
    """The text of a page as stored; of pages that are no part of a programme their title."""
    return fields_of(page) if type(page) in FIELDS else {"title": page.title}


def changes_of(page: Page, revision: Revision) -> list[PartChange]:
    """What the revision changes against what learners read now; everything is new where nothing is published."""
    before = text_fields(page) if page.live else {}
    return compare_parts(parts_of(before), parts_of(text_fields(revision.as_object())))


@dataclass(frozen=True)
class Step:
    """A step of the review as the page shows it. `result`: waits | now | approved | given_back | cancelled."""

    role: str
    result: str
    by: User | None
    at: datetime | None
    word: str


RESULTS = {
    TaskState.STATUS_IN_PROGRESS: "now",
    TaskState.STATUS_APPROVED: "approved",
    TaskState.STATUS_REJECTED: "given_back",
    TaskState.STATUS_SKIPPED: "approved",
    TaskState.STATUS_CANCELLED: "cancelled",
}


def steps_of(flow: WorkflowState) -> list[Step]:
    """Each step with its last result, in the order of the workflow; three queries."""
    roles = roles_of_steps()
    last = {state.task_id: state for state in flow.task_states.select_related("finished_by").order_by("pk")}
    found = []
    for task_id in flow.workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True):
        state = last.get(task_id)
        found.append(
            Step(
                role=roles.get(task_id, ""),
                result=RESULTS[state.status] if state else "waits",
                by=state.finished_by if state else None,
                at=state.finished_at if state else None,
                word=state.comment if state else "",
            )
        )
    return found
