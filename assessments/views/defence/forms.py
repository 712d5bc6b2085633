"""The shape of a session as a coordinator types it; the services check the world."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort

from ...models import Assignment, DefenceSession

LOCAL = "%Y-%m-%dT%H:%M"
DEFENDED = [Assignment.Kind.PROJECT, Assignment.Kind.SUPPORT_PLAN, Assignment.Kind.PRESENTATION]


class SessionForm(forms.Form):
    """When, where and before whom."""

    starts_at = forms.DateTimeField(
        label=_("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
        error_messages={"required": _("Choose when the session begins.")},
    )
    minutes = forms.IntegerField(label=_("Minutes for each"), min_value=1, max_value=240, initial=15)
    place = forms.CharField(
        label=_("Room or link"),
        max_length=300,
        error_messages={"required": _("Write the room, or the link of the meeting.")},
    )
    chair = forms.CharField(label=_("Chair"), max_length=200, required=False)
    members = forms.CharField(
        label=_("Members of the commission"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name on each line."),
    )
    secretary = forms.CharField(label=_("Secretary"), max_length=200, required=False)

    def values(self) -> dict[str, Any]:
        """What the services take."""
        return self.cleaned_data | {"members": self.cleaned_data["members"].splitlines()}


class PlanForm(SessionForm):
    """A new session: also of which work. `cohort` says which works are defended."""

    field_order = ["assignment_key", "starts_at", "minutes", "place", "chair", "members", "secretary"]
    assignment_key = forms.ChoiceField(label=_("Work"))

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        works = defended_works(cohort)
        self.fields["assignment_key"].choices = [(one.key, one.title) for one in works]
        if len(works) == 1:
            self.fields["assignment_key"].initial = works[0].key
            self.fields["assignment_key"].widget = forms.HiddenInput()


def defended_works(cohort: Cohort) -> list[Assignment]:
    """Projects, support plans, presentations and whatever a group does."""
    rows = Assignment.objects.filter(edition_id=cohort.edition_id)
    return list(rows.filter(Q(kind__in=DEFENDED) | Q(is_group=True)).order_by("-is_group", "pk"))


def change_form(session: DefenceSession, data: Any = None) -> SessionForm:
    """The form with what stands."""
    return SessionForm(
        data,
        prefix="change",
        initial={
            "starts_at": session.starts_at,
            "minutes": session.minutes,
            "place": session.place,
            "chair": session.chair,
            "members": "\n".join(session.members),
            "secretary": session.secretary,
        },
    )
