"""Shapes of what is typed about resource centres; the services check the world."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..rules import centres as rules
from .practice_forms import content_language

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def function_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    language = content_language()
    return [
        (
            f"{group.key} {group.name(language)}",
            [(one.key, f"{one.key} {one.name(language)}") for one in group.functions],
        )
        for group in rules.GROUPS
    ]


class CentreForm(forms.Form):
    """A new centre in the directory."""

    organisation_bin = forms.CharField(
        label=_("BIN of the host organisation"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    coordinator_email = forms.EmailField(
        label=_("E-mail of the centre's coordinator"),
        required=False,
        help_text=_("The address of their account here. They then keep the centre's page and reports."),
    )
    opened_on = forms.DateField(label=_("Opened on"), **DAY)
    order_number = forms.CharField(label=_("Order on its opening"), max_length=100, required=False)


class AboutForm(forms.Form):
    """What the centre says of itself."""

    about_kk = forms.CharField(
        label=_("About the centre, in Kazakh"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    about_ru = forms.CharField(
        label=_("About the centre, in Russian"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    address_kk = forms.CharField(label=_("Address in Kazakh"), max_length=300, required=False)
    address_ru = forms.CharField(label=_("Address in Russian"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    site = forms.URLField(label=_("Site"), required=False, assume_scheme="https")
    functions = forms.MultipleChoiceField(
        label=_("What it offers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["functions"].choices = [one for _group, found in function_choices() for one in found]
        for name in ("about_kk", "about_ru", "address_kk", "address_ru"):
            self.fields[name].widget.attrs["lang"] = name[-2:]


class ActivityForm(forms.Form):
    function = forms.ChoiceField(label=_("Function"))
    on = forms.DateField(label=_("Date"), **DAY)
    what = forms.CharField(label=_("What was done"), max_length=300)
    people = forms.IntegerField(label=_("People reached"), min_value=0, max_value=100_000, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": timezone.localdate(), "people": 0})
        super().__init__(*args, **kwargs)
        self.fields["function"].choices = [("", _("Choose a function")), *function_choices()]


class ReportForm(forms.Form):
    kk = forms.CharField(
        label=_("Text in Kazakh"), required=False, widget=forms.Textarea(attrs={"rows": 14, "lang": "kk"})
    )
    ru = forms.CharField(
        label=_("Text in Russian"), required=False, widget=forms.Textarea(attrs={"rows": 14, "lang": "ru"})
    )


class CoordinatorForm(forms.Form):
    coordinator_email = forms.EmailField(label=_("E-mail of the centre's coordinator"), required=False)
