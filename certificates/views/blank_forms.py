"""Shapes of what is entered about protected stock; the services check the world."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Document, StockLayout
from ..rules import stock

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
NUMBER: dict[str, Any] = {
    "min_value": 1,
    "max_value": stock.HIGHEST,
    "widget": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "n"}),
}
MILLIMETRES: dict[str, Any] = {
    "max_digits": 4,
    "decimal_places": 1,
    "localize": True,
    "widget": forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "class": "n"}),
}


class ReceiveForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is printed on them"), choices=Document.Kind.choices)
    series = forms.CharField(label=_("Series"), max_length=20, help_text=_("As it stands on the blanks."))
    first = forms.IntegerField(label=_("First number"), **NUMBER)
    last = forms.IntegerField(label=_("Last number"), help_text=_("It is in the batch too."), **NUMBER)
    received_on = forms.DateField(label=_("Received on"), **DAY)
    received_from = forms.CharField(
        label=_("Received from"),
        max_length=300,
        required=False,
        help_text=_("The printing house, and the number of the delivery note."),
    )


class EndForm(forms.Form):
    """What happened to a blank."""

    reason = forms.CharField(
        label=_("What happened"),
        max_length=1000,
        help_text=_("The write-off act quotes it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PrintForm(forms.Form):
    """Which sheet lies in the printer."""

    series = forms.CharField(label=_("Series"), max_length=20)
    number = forms.IntegerField(
        label=_("Number"),
        help_text=_("The sheet that lies in the printer. The next free one is offered."),
        **NUMBER,
    )


class LayoutForm(forms.Form):
    kind = forms.ChoiceField(label=_("Blank"), choices=Document.Kind.choices)
    printer = forms.CharField(
        label=_("Printer"), max_length=100, help_text=_("For example its room and model.")
    )
    offset_x = forms.DecimalField(
        label=_("To the right, mm"), help_text=_("To the left: with a minus."), **MILLIMETRES
    )
    offset_y = forms.DecimalField(label=_("Down, mm"), help_text=_("Up: with a minus."), **MILLIMETRES)


class PeriodForm(forms.Form):
    first = forms.DateField(label=_("First day"), **DAY)
    last = forms.DateField(label=_("Last day"), **DAY)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["first"] > data["last"]:
            self.add_error("last", _("The period ends before it begins. Change one of the days."))
        return data


def layout_of(chosen: str, *, kind: str) -> StockLayout | None:
    """The printer chosen in an address; the only one of the kind where none is chosen."""
    layouts = list(StockLayout.objects.filter(kind=kind))
    if chosen.isascii() and chosen.isdigit():
        return next((one for one in layouts if one.pk == int(chosen)), None)
    return layouts[0] if len(layouts) == 1 and chosen != "none" else None
