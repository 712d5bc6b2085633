"""Handing a text in, approving it, giving it back: Wagtail's workflow by the rules of this house."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from people.errors import NotAllowed, Refusal
from people.models import User

from . import rules

MOST_REVISIONS = 30  # looked back through for the last change of the text


SENTENCES = {
    "decided": _(
        "Somebody has decided about this text in the meantime. Look at the list for what waits now."
    ),
    "not_reader": _("This step is read by others. Your turn may come with another text."),
    "own_text": _(
        "You handed this text in or changed it last, so somebody else approves it. You can still give or take it back."
    ),
    "changed_since": _("The text was changed while you were reading. Read what is new, then decide."),
    "word_missing": _("Write what should be changed: the author reads it."),
}


def refused(code: str) -> Refusal:
    return Refusal(SENTENCES[code], code=code)


def step_of(state: TaskState) -> str:
    """The role that reads at this step: "methodologist", "expert"; empty where the step is another one."""
    groups = getattr(state.task.specific, "groups", None)
    return groups.values_list("name", flat=True).first() or "" if groups is not None else ""


def is_reader(state: TaskState, user: User) -> bool:
    """Whether the person is of the group that reads at this step."""
    groups = getattr(state.task.specific, "groups", None)
    return user.is_superuser or (groups is not None and groups.filter(pk__in=user.groups.all()).exists())


def last_writer_id(page: Page) -> int | None:
    """Who changed the text of the page last; revisions that only hold comments are passed over."""
    rows = list(
        Revision.page_revisions.filter(object_id=str(page.pk))
        .order_by("-created_at", "-pk")
        .values_list("user_id", "content")[:MOST_REVISIONS]
    )
    return rules.last_writer(rows)


def is_writer(state: TaskState, user: User) -> bool:
    """Whether the person handed the text in or changed it last."""
    flow = state.workflow_state
    return user.pk in {flow.requested_by_id, last_writer_id(flow.content_object)}


def refusal_to_approve(state: TaskState, user: User) -> Refusal | None:
    """Why the person cannot approve at this step; None where they can."""
    code = rules.refusal_to_decide(
        approves=True,
        is_reader=is_reader(state, user),
        is_waiting=state.status == TaskState.STATUS_IN_PROGRESS,
        is_writer=is_writer(state, user),
        is_read=True,
        word="",
    )
    return refused(code) if code else None


@transaction.atomic
def hand_in(*, page_id: int, at: datetime, actor: User) -> WorkflowState:
    """Start the review of the page's newest draft, or go on with it where it was given back.

    Refuses who may not edit the page, a text that is under review, and a page that nobody reviews.
    """
    page = Page.objects.select_for_update().get(pk=page_id).specific
    if not page.permissions_for_user(actor).can_edit():
        raise NotAllowed()
    standing = page.current_workflow_state
    if standing is not None and standing.status == WorkflowState.STATUS_NEEDS_CHANGES:
        standing.resume(user=actor)
        standing.refresh_from_db()
        return standing
    if standing is not None:
        raise Refusal(_("This text is under review already."), code="under_review")
    workflow = page.get_workflow()
    if workflow is None:
        raise Refusal(_("Nobody reviews this page: an administrator publishes it."), code="no_review")
    return workflow.start(page, actor)


@transaction.atomic
def decide(
    *,
    state_id: int,
    approves: bool,
    word: str,
    at: datetime,
    actor: User,
    read_revision_id: int | None = None,
) -> TaskState:
    """Approve the text at this step or give it back with a word; after the last step Wagtail publishes it.

    `read_revision_id`: the revision the reader saw. Refuses who is not of the step's readers, a text of one's own, one
    that was decided or changed in the meantime, and giving back without a word.
    """
    # The page first, as saving it does: no draft comes between the text that was read and the one that is published.
    flow = WorkflowState.objects.get(task_states=state_id)
    Page.objects.select_for_update().get(pk=flow.object_id)
    state = (
        TaskState.objects.select_for_update(of=("self",)).select_related("workflow_state").get(pk=state_id)
    )
    page = state.workflow_state.content_object
    latest = page.get_latest_revision()
    code = rules.refusal_to_decide(
        approves=approves,
        is_reader=is_reader(state, actor),
        is_waiting=state.status == TaskState.STATUS_IN_PROGRESS,
        is_writer=approves and is_writer(state, actor),
        is_read=read_revision_id is None or _is_read(page, read_revision_id, latest),
        word=word,
    )
    if code:
        raise refused(code)
    specific = state.specific
    if approves:
        return specific.approve(user=actor, comment=word.strip())
    return specific.reject(user=actor, comment=word.strip())


def _is_read(page: Page, read_revision_id: int, latest: Revision) -> bool:
    """Whether the newest text is the one of that revision; comments of others do not matter."""
    if latest.pk == read_revision_id:
        return True
    read = Revision.page_revisions.filter(object_id=str(page.pk), pk=read_revision_id).first()
    return read is not None and rules.same_text(read.content, latest.content)


@transaction.atomic
def take_back(*, state_id: int, at: datetime, actor: User) -> WorkflowState:
    """End the review without a decision, by who handed the text in; the draft stays a draft."""
    state = (
        TaskState.objects.select_for_update(of=("self",)).select_related("workflow_state").get(pk=state_id)
    )
    flow = state.workflow_state
    if flow.requested_by_id != actor.pk and not actor.is_superuser:
        raise NotAllowed(_("Only who handed the text in can take it back."))
    if not flow.is_active:
        raise refused("decided")
    flow.cancel(user=actor)
    return flow
