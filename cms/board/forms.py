"""Recording that the Ministry agreed a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AgreementForm(forms.Form):
    agreed_on = forms.DateField(
        label=_("Agreed on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    document = forms.CharField(
        label=_("By which document"),
        help_text=_("As printed on it: kind, number, who signed it."),
        max_length=300,
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
