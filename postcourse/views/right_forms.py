"""What is typed about rights: a booking, an absence, an exception."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Reassessment, RightOverride
from ..services.rights.booking import first_day_of_own


class BookingForm(forms.Form):
    """`kind` with what belongs to it: a day of one's own, or a cohort."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Reassessment.Kind.choices, widget=forms.HiddenInput
    )
    planned_on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    cohort_id = forms.IntegerField(label=gettext_lazy("Cohort"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, row: Reassessment, at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        first = first_day_of_own(row, at)
        self.fields["planned_on"].widget.attrs |= {"min": first.isoformat(), "max": row.until.isoformat()}

    def clean(self) -> dict:
        """Only what belongs to the kind is handed on."""
        cleaned = super().clean()
        is_alone = cleaned.get("kind") == Reassessment.Kind.ALONE
        if is_alone and "planned_on" in cleaned and cleaned["planned_on"] is None:
            self.add_error("planned_on", _("Choose a day."))
        cleaned["cohort_id" if is_alone else "planned_on"] = None
        return cleaned


class CancelForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=1000)


class SettleForm(forms.Form):
    """What a coordinator writes to an absence."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "What was the reason, and on which papers does it rest? The learner can read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class GrantForm(forms.Form):
    """An exception for one person."""

    kind = forms.ChoiceField(label=gettext_lazy("What is granted"), choices=RightOverride.Kind.choices)
    year = forms.TypedChoiceField(label=gettext_lazy("Calendar year"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Why the rule does not hold here, and who decided it. It is kept with your name."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args, at: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        year = timezone.localdate(at).year
        self.fields["year"].choices = [(year, str(year)), (year + 1, str(year + 1))]
