"""Who is told what of a text under review: by our own news, in the place of Wagtail's mails."""

from datetime import datetime

from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from people import notify
from people.models import User

from . import services


def _about(flow: WorkflowState) -> dict[str, str]:
    page = flow.content_object.specific
    return {"page": page.title, "key": getattr(page, "key", ""), "language": page.locale.language_code}


def _address(state: TaskState) -> str:
    return reverse("review_text", args=[state.pk])


def waits(state: TaskState, *, at: datetime) -> None:
    """Tell the readers of this step, but nobody who wrote the text."""
    flow = state.workflow_state
    writers = {flow.requested_by_id, services.last_writer_id(flow.content_object)}
    role = services.step_of(state)
    who = flow.requested_by.full_name if flow.requested_by else ""
    for reader in User.objects.filter(groups__name=role, is_active=True).exclude(pk__in=writers - {None}):
        notify.tell(
            user=reader,
            kind="review_waits",
            context=_about(flow) | {"who": who, "step": role},
            url=_address(state),
            at=at,
        )


def given_back(flow: WorkflowState, *, by: User | None, at: datetime) -> None:
    """Tell who handed the text in, with the word of who gave it back."""
    state = flow.current_task_state
    if flow.requested_by is None or state is None:
        return
    notify.tell(
        user=flow.requested_by,
        kind="review_given_back",
        context=_about(flow) | {"who": by.full_name if by else "", "words": state.comment},
        url=_address(state),
        at=at,
    )


def published(flow: WorkflowState, *, at: datetime) -> None:
    """Tell who handed the text in that learners read it now."""
    state = flow.current_task_state
    if flow.requested_by is None or state is None:
        return
    notify.tell(
        user=flow.requested_by, kind="review_published", context=_about(flow), url=_address(state), at=at
    )
