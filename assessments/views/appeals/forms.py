"""What is typed: the learner's appeal, the opinion, the commission's decision."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...appeal_cases import Part

REASON_MAX = 5000
WHOLE = "whole"


class AppealForm(forms.Form):
    component = forms.ChoiceField(label=gettext_lazy("What do you appeal against?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("What do you not agree with, and why?"),
        help_text=gettext_lazy(
            "Name the criterion or the question and what in your work speaks for another mark. Do not write"
            " names or other data of children."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=REASON_MAX,
    )

    def __init__(self, *args, parts: Sequence[Part], closed: set[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choices = [(part.key, part.title) for part in parts if part.key not in closed]
        if "" not in closed:
            choices.append((WHOLE, _("The whole result")))
        self.fields["component"].choices = choices
        self.has_choices = bool(choices)

    def clean_component(self) -> str:
        """The component's key; empty for the whole result."""
        component = self.cleaned_data["component"]
        return "" if component == WHOLE else component


class DecisionForm(forms.Form):
    """`parts`: the components whose marks the commission may change, by their standing values."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision of the commission"),
        widget=forms.RadioSelect,
        choices=[
            ("upheld", gettext_lazy("Uphold: change marks and amend the result")),
            ("rejected", gettext_lazy("Reject: the result stands")),
        ],
    )
    decision_text = forms.CharField(
        label=gettext_lazy("What was decided and why"),
        help_text=gettext_lazy("The learner reads these words here and in the letter."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=REASON_MAX,
    )
    commission = forms.CharField(
        label=gettext_lazy("Commission"),
        help_text=gettext_lazy("Its name, or the names of its members."),
        max_length=300,
    )
    protocol = forms.CharField(
        label=gettext_lazy("Protocol"),
        help_text=gettext_lazy("Its number and date."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args, parts: Sequence[Part], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"mark_{part.key}"] = forms.CharField(
                label=_("New mark: %(part)s, up to %(maximum)s")
                % {"part": part.title, "maximum": part.maximum},
                initial="" if part.value is None else f"{part.value.normalize():f}",
                required=False,
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "n"}),
            )
        names = ["outcome", *(f"mark_{part.key}" for part in parts), "decision_text", "commission"]
        self.order_fields([*names, "protocol"])

    @property
    def is_upheld(self) -> bool:
        return self.cleaned_data["outcome"] == "upheld"

    def clean(self) -> dict:
        cleaned = super().clean()
        for part in self.parts:
            name = f"mark_{part.key}"
            if text := cleaned.get(name, "").strip().replace(",", "."):
                try:
                    cleaned[name] = Decimal(text)
                except InvalidOperation:
                    self.add_error(name, _("Write a number."))
        return cleaned

    def marks(self) -> Mapping[str, Decimal]:
        """What was typed, by component; an empty field leaves the mark as it is."""
        typed = {part.key: self.cleaned_data[f"mark_{part.key}"] for part in self.parts}
        return {key: value for key, value in typed.items() if isinstance(value, Decimal)}
