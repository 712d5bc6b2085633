"""Forms of the coordinator's and methodologist's screens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort
from people.models import User


class CohortForm(forms.ModelForm):
    """A new cohort, as a draft."""

    class Meta:
        model = Cohort
        fields = ["edition", "number", "language", "format", "starts_on", "ends_on", "places"]

    def clean(self) -> dict:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first. Exchange the dates or mend one."))
        return data


class StaffForm(forms.Form):
    """Who is named for a duty in a cohort. `people`: those who may be."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda user: user.full_name


class DueForm(forms.Form):
    """When a work is due for everybody in a cohort."""

    due_at = forms.DateTimeField(
        label=_("Due for everybody"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AcknowledgementForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided"),
        help_text=_("One or two sentences; your name and the date are kept with them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
