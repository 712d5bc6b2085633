"""Shapes of what a coordinator enters about a commission; the services check the world."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class ProtocolForm(forms.Form):
    number = forms.CharField(label=_("Number of the protocol"), max_length=40)
    held_on = forms.DateField(label=_("Held on"), **DAY)
    agenda = forms.CharField(label=_("Agenda"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    chair = forms.CharField(label=_("Chair"), max_length=200)
    members = forms.CharField(
        label=_("Members of the commission"),
        max_length=2000,
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    secretary = forms.CharField(label=_("Secretary"), max_length=200)
    order_number = forms.CharField(label=_("Number of the order"), max_length=40, required=False)
    order_date = forms.DateField(label=_("Date of the order"), required=False, **DAY)

    def words(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        data = dict(self.cleaned_data)
        data["members"] = data["members"].splitlines()
        return data


class AmendmentForm(forms.Form):
    """`parts`: the components as (key, title, maximum, mark that stands); a field left empty keeps that mark."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    commission = forms.CharField(label=_("Commission"), max_length=300)
    protocol = forms.CharField(
        label=_("Protocol"), max_length=120, required=False, help_text=_("Its number and date.")
    )

    def __init__(self, *args: Any, parts: list[tuple], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [part[0] for part in parts]
        marks = {}
        for key, title, maximum, stands in parts:
            label = _("%(title)s, from 0 to %(maximum)s") % {"title": title, "maximum": maximum}
            now = _("No mark stands.") if stands is None else _("Stands: %(mark)s.") % {"mark": stands}
            marks[f"mark_{key}"] = forms.DecimalField(
                label=label,
                help_text=now,
                required=False,
                max_digits=12,
                decimal_places=6,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "n"}),
            )
        self.fields = marks | self.fields

    def marks(self) -> dict:
        """The marks typed, by component."""
        return {
            key: value for key in self.keys if (value := self.cleaned_data.get(f"mark_{key}")) is not None
        }

    def signature(self) -> str:
        """The marks as typed, to be sure that what is confirmed is what was looked at."""
        return ";".join(f"{key}={value.normalize():f}" for key, value in sorted(self.marks().items())) or "-"
