"""Forms of the public pages. They keep what was typed and ask for no account."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from people.errors import Refusal

from .lists.reading import MOST_BYTES, Sheet, from_file, from_text


class ListForm(forms.Form):
    """A list of codes, pasted or as a file. `cleaned_data["sheet"]` is the list as read."""

    text = forms.CharField(
        label=_("Codes"),
        help_text=_(
            "One on each line. A table copied from a spreadsheet will do, with names beside the codes."
        ),
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "7K3M-Q9ZT-2XWH-5N8T",
            }
        ),
        strip=False,
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("XLSX or CSV, up to 5,000 rows and 2 MB. The column with codes is found by itself."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file: UploadedFile | None = data.get("file")
        text: str = data.get("text") or ""
        field = "file" if file else "text"
        try:
            data["sheet"] = self._sheet(file, text)
        except Refusal as refusal:
            self.add_error(field, str(refusal))
        return data

    def _sheet(self, file: UploadedFile | None, text: str) -> Sheet:
        if file is not None:
            if (file.size or 0) > MOST_BYTES:
                raise Refusal(_("The list is larger than 2 MB. Split it and send the parts."), code="too_big")
            return from_file(file.read())
        if not text.strip():
            raise Refusal(_("Paste the codes or choose a file."), code="empty")
        return from_text(text)


class FindForm(forms.Form):
    """What stands on a paper whose code cannot be read."""

    number = forms.CharField(
        label=_("Number of the document"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "2026-INC-000123"}
        ),
    )
    surname = forms.CharField(
        label=_("Surname on the document"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    issued_on = forms.DateField(
        label=_("Date of issue"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )
