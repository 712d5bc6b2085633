"""Wagtail tells of a review by four signals, each with a mail of its own.

Ours are connected under the names (dispatch_uid) of Wagtail's own receivers, and before them, because this app is ready
first: a name is taken once, so each person hears of a text once, in the way they chose.
"""

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from . import telling


@receiver(task_submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
def step_begins(instance: TaskState, **_details) -> None:
    telling.waits(instance, at=timezone.now())


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
def given_back(instance: WorkflowState, user, **_details) -> None:
    telling.given_back(instance, by=user, at=timezone.now())


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
def approved(instance: WorkflowState, **_details) -> None:
    telling.published(instance, at=timezone.now())


@receiver(
    workflow_submitted, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification"
)
def handed_in(**_details) -> None:
    """Nobody is told twice: the step that begins tells its readers."""
