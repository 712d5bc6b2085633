"""Shapes of what keepers of the register type; the services check the world."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Document
from ..services.register import STATES
from ..services.register import Filters as RegisterFilters

REASON = {"widget": forms.Textarea(attrs={"rows": 4}), "max_length": 2000}


class FiltersForm(forms.Form):
    """What narrows the register. Its lists are those of the year that is read."""

    q = forms.CharField(label=_("Surname, number or code"), max_length=80, required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)

    def __init__(self, filters: RegisterFilters, *, programmes: list[str], cohorts: list[tuple[str, str]]):
        super().__init__(initial={name: getattr(filters, name) for name in self.base_fields})
        nothing = [("", _("All"))]
        self.fields["q"].widget.attrs |= {"type": "search", "autocomplete": "off"}
        self.fields["programme"].choices = nothing + [(code, code) for code in programmes]
        self.fields["kind"].choices = nothing + list(Document.Kind.choices)
        self.fields["state"].choices = nothing + list(zip(STATES, STATE_LABELS, strict=True))
        self.fields["cohort"].choices = nothing + cohorts

    def in_force(self) -> list[tuple[str, str]]:
        """Label and words of each filter that narrows."""
        found = []
        for name, field in self.fields.items():
            value = self.initial[name]
            if value:
                words = dict(getattr(field, "choices", [])).get(value, value)
                found.append((str(field.label), str(words)))
        return found


STATE_LABELS = (
    _("Valid"),
    _("Suspended"),
    _("Expired"),
    _("Replaced"),
    _("Revoked"),
    _("Personal data erased"),
)


class ProposalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the register and never shown to the holder or on the public page."),
        **REASON,
    )

    def name(self) -> dict[str, str]:
        return {}


class CorrectionForm(ProposalForm):
    """The name as it is to be printed, each part apart."""

    surname = forms.CharField(label=_("Surname"), max_length=100, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    field_order = ("surname", "given_name", "patronymic", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in ("surname", "given_name", "patronymic"):
            self.fields[part].widget.attrs |= {"lang": "kk", "autocomplete": "off", "spellcheck": "false"}

    def name(self) -> dict[str, str]:
        """What was typed, as the service takes it."""
        return {part: self.cleaned_data[part] for part in ("surname", "given_name", "patronymic")}


class DeclineForm(forms.Form):
    note = forms.CharField(
        label=_("Why you decline"),
        help_text=_("The proposer reads it; it stays in the document's history."),
        required=False,
        **REASON,
    )
