"""Shapes of what staff enter around an exam; the services check the world."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User

from ...models import Accommodation, AttemptEvent

LOCAL = {"type": "datetime-local"}


class WindowForm(forms.Form):
    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=forms.DateTimeInput(attrs=LOCAL, format="%Y-%m-%dT%H:%M")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=forms.DateTimeInput(attrs=LOCAL, format="%Y-%m-%dT%H:%M")
    )


class ConditionsForm(forms.ModelForm):
    """`staff`: who may be asked to write for the learner."""

    class Meta:
        model = Accommodation
        fields = [
            "extra_time",
            "breaks",
            "break_minutes",
            "one_per_page",
            "large_print",
            "text_first",
            "scribe",
            "basis",
        ]
        help_texts = {
            "extra_time": _("1 is the usual time, 1.5 is half as much again, 3 at most."),
            "basis": _("On what it was agreed: an application and its date, a commission. No diagnosis."),
            "scribe": _("Their name stands with every answer they write."),
        }

    def __init__(self, *args, staff, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scribe"].queryset = staff
        self.fields["scribe"].empty_label = _("Nobody")
        self.fields["scribe"].label_from_instance = lambda user: user.full_name

    def _post_clean(self) -> None:
        """Nothing is written through the form: the service checks, with sentences of its own."""


class AttestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What you attest"),
        choices=[
            (kind.value, kind.label)
            for kind in (
                AttemptEvent.Kind.IDENTITY,
                AttemptEvent.Kind.EXAMINER,
                AttemptEvent.Kind.NOTE,
            )
        ],
    )
    note = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=500,
        help_text=_("The kind of paper that was shown, without its number; or what happened."),
    )


class StaffActForm(forms.Form):
    """More time, handing in for the learner, voiding: each with its reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Write the reason: it is kept with the attempt.")},
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=180)


def staff_of(cohort) -> "forms.models.QuerySet":
    return User.objects.filter(cohort_duties__cohort=cohort).distinct().order_by("surname")
