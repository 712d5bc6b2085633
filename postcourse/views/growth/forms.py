"""Forms of the room: they check shape, services check the world."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.numbers import points

from ...models import ChildIndicator, ChildReading, DiaryEntry
from ...rules.diary import TEXT, TITLE, WORDS


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class NumberField(forms.DecimalField):
    """A number with a point or a comma, whatever the language of the page."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "n", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=7, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(
            value.replace(",", ".").replace(" ", "") if isinstance(value, str) else value
        )

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else points(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class DraftField(forms.CharField):
    """Words that may be missing as long as it is a draft; asked for when it is shared, so not called optional."""

    def validate(self, value: Any) -> None:
        pass


class EntryForm(forms.Form):
    """An entry as it is typed; `goals`: of the agreed plan, in their order."""

    use_required_attribute = False
    title = DraftField(label=_("Title"), max_length=TITLE)
    text = DraftField(
        label=_("Text"),
        max_length=TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    goal = forms.TypedChoiceField(
        label=_("Goal of the plan it belongs to"), coerce=int, empty_value=None, required=False
    )
    written_on = forms.DateField(label=_("Date"), widget=day_input())
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, goals: list[str], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "text"):
            self.fields[name].widget.attrs["lang"] = language
        if goals:
            choices = [(at, f"{at + 1}. {goal[:120]}") for at, goal in enumerate(goals)]
            self.fields["goal"].choices = [("", _("No goal")), *choices]
        else:
            del self.fields["goal"]

    @property
    def typed(self) -> dict[str, Any]:
        """What a service takes; only of a valid form."""
        return {"goal": None, **self.cleaned_data}

    @classmethod
    def of(cls, entry: DiaryEntry, *, goals: list[str], language: str) -> "EntryForm":
        names = ("title", "text", "goal", "written_on", "revision")
        return cls(initial={name: getattr(entry, name) for name in names}, goals=goals, language=language)


class SayForm(forms.Form):
    text = forms.CharField(label=_("Your words"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}))


class IndicatorForm(forms.Form):
    child_code = forms.CharField(
        label=_("Code of the child"),
        max_length=12,
        help_text=_("A word and one letter or number, such as “Оқушы А”. Never a name."),
    )
    name = forms.CharField(
        label=_("What is watched"),
        max_length=200,
        help_text=_("Something one can see and count, for instance how long the child works alone."),
    )
    unit = forms.CharField(
        label=_("Counted in"), max_length=60, help_text=_("For instance minutes, times in a lesson, points.")
    )
    lowest = NumberField(label=_("Lowest possible value"), initial=0)
    highest = NumberField(label=_("Highest possible value"))
    better = forms.ChoiceField(
        label=_("What is better"), choices=ChildIndicator.Better.choices, widget=forms.RadioSelect
    )

    @classmethod
    def of(cls, indicator: ChildIndicator, **kwargs: Any) -> "IndicatorForm":
        names = ("child_code", "name", "unit", "lowest", "highest", "better")
        return cls(initial={name: getattr(indicator, name) for name in names}, **kwargs)


class ReadingForm(forms.Form):
    on = forms.DateField(label=_("Date"), widget=day_input())
    value = NumberField(label=_("Value"))
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("What was different that day. No names."),
    )

    @classmethod
    def fresh(cls, today: date) -> "ReadingForm":
        return cls(initial={"on": today})

    @classmethod
    def of(cls, reading: ChildReading) -> "ReadingForm":
        """One reading, to be corrected."""
        initial = {"on": reading.on, "value": reading.value, "note": reading.note}
        return cls(initial=initial, auto_id="corrected-%s")
