"""Form fields of the editor for what pages keep as lists: lines of text, and keys chosen by name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminAutoHeightTextInput

from .choices import Choice


class _Enhanced:
    """The widget works as it stands; the script makes it handier."""

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(  # type: ignore[misc]
            css={"all": [versioned_static("css/editing.css")]}, js=[versioned_static("js/editing.js")]
        )


class LinesInput(_Enhanced, AdminAutoHeightTextInput):
    """A text with one entry a line; by script a field for each, to add, remove and put in order."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-lines": "", **(attrs or {})})

    def format_value(self, value: Any) -> str:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value or ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-lines-add": _("Add a line"),
            "data-lines-up": _("Move line %(number)s up"),
            "data-lines-down": _("Move line %(number)s down"),
            "data-lines-remove": _("Remove line %(number)s"),
            "data-lines-name": _("Line %(number)s"),
        }
        return context


class LinesField(forms.CharField):
    """A list of non-empty lines, without spaces around them; white space inside a line is one space."""

    widget = LinesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        lines = value if isinstance(value, list | tuple) else (value or "").splitlines()
        return [" ".join(str(line).split()) for line in lines if str(line).strip()]

    def validate(self, value: list[str]) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: list[str]) -> None:
        """Those of a text do not fit a list."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class NamesInput(_Enhanced, forms.CheckboxSelectMultiple):
    """Boxes to tick, those that are ticked first; by script with a field to find one."""

    template_name = "courses/editing/names.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"find": _("Find by name"), "chosen": _("Chosen: %(number)s")}
        return context


class NamesField(forms.MultipleChoiceField):
    """Keys chosen by name. The order they had stays; what is newly chosen follows in the list's order."""

    widget = NamesInput

    def __init__(self, *, gone: str, **kwargs: Any) -> None:
        self.gone = gone
        self.standing: list[str] = []
        super().__init__(**kwargs)

    def offer(self, choices: Iterable[Choice], *, standing: list[str]) -> None:
        """Name what may be chosen; a standing key that has no name any more stays, and is said to be gone."""
        named = dict(choices)
        self.standing = list(standing)
        chosen = [(key, named.get(key) or self.gone % {"key": key}) for key in dict.fromkeys(self.standing)]
        self.choices = [*chosen, *((key, name) for key, name in named.items() if key not in self.standing)]

    def clean(self, value: Any) -> list[str]:
        wanted = set(super().clean(value))
        order = [*self.standing, *(key for key, _name in self.choices if key not in self.standing)]
        return [key for key in dict.fromkeys(order) if key in wanted]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(initial or []) != set(data or [])
