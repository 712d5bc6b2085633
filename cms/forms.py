"""Forms of the coordinator's and methodologist's screens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort


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


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AcknowledgementForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided"),
        help_text=_("One or two sentences; your name and the date are kept with them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
