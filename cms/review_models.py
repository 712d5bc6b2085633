"""The steps a text goes through before learners see it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from people.errors import Refusal

from .review import services
from .review.forms import WordForm


class ReviewTask(AbstractGroupApprovalTask):
    """A reader of a group approves or gives back, never the one who wrote the text."""

    def get_actions(self, obj, user):
        """Wagtail's buttons: giving back always asks for a word; no approval of one's own text."""
        state = obj.current_workflow_task_state
        if state is None or not services.is_reader(state, user):
            return []
        actions = [("reject", _("Give back"), True)]
        if services.refusal_to_approve(state, user) is None:
            actions += [("approve", _("Approve"), False), ("approve", _("Approve with a comment"), True)]
        return actions

    def get_form_for_action(self, action):
        return WordForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user, action_name: str, **kwargs) -> str | None:
        """Decide by the rules of the house. What is refused stands on the text's own page, where Wagtail then leads;
        the editor's screen says it itself (wagtail_hooks).
        """
        try:
            services.decide(
                state_id=task_state.pk,
                approves=action_name == "approve",
                word=kwargs.get("comment", ""),
                at=timezone.now(),
                actor=user,
            )
        except Refusal as refusal:
            user.refused_review = refusal
            return reverse("review_text", args=[task_state.pk])
        return None

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve or give back; nobody approves a text of their own.")
