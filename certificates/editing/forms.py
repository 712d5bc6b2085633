"""Forms of the editor. They check shape; what the world allows is asked of the services."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from courses.models import ProgrammeEdition

from ..models import DocumentTemplate, Issuer, Signatory
from ..pdf import Look
from ..pdf.wording import WORDING, wording
from ..rules import images as pictures
from ..rules import wording as rules
from ..services import signatories, templates
from . import words


class NewTemplateForm(forms.ModelForm):
    """Kind and programme are chosen once: the documents issued by a template say which it is."""

    programme_code = forms.ChoiceField(label=_("programme"), required=False)

    class Meta:
        model = DocumentTemplate
        fields = ["kind", "programme_code", "languages"]
        error_messages = {NON_FIELD_ERRORS: {"unique_together": templates.EXISTS}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = ProgrammeEdition.objects.order_by("code").values_list("code", flat=True).distinct()
        self.fields["programme_code"].choices = [
            ("", _("Every other programme")),
            *((code, code) for code in codes),
        ]


class TemplateForm(forms.ModelForm):
    """Languages, wording per key and language, images. Filled with the words that are printed now.

    After `is_valid`: `wording`, `images` for `templates.save_template`, and `look()` for a preview.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DocumentTemplate
        fields = ["languages"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.instance.kind
        self.initial["seen"] = templates.mark_of(self.instance)
        self.kept = {name: bool(getattr(self.instance, name)) for name in templates.IMAGES}
        self.wording: dict[str, dict[str, str]] = {}
        self.images: dict[str, pictures.Picture | None] = {}
        for key, usual in WORDING[self.kind].items():
            for language in rules.LANGUAGES:
                self.fields[f"{key}-{language}"] = self._text_field(key, language, usual[language])
        for place, label in words.PLACES.items():
            self.fields[f"new-{place}"] = forms.FileField(
                label=label,
                required=False,
                allow_empty_file=True,
                widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
            )
            self.fields[f"without-{place}"] = forms.BooleanField(label=_("Take it away"), required=False)

    def _text_field(self, key: str, language: str, usual: str) -> forms.CharField:
        rows = max(1 + usual.count("\n"), -(-len(usual) // 48))
        return forms.CharField(
            label=words.LANGUAGES[language],
            required=False,
            strip=False,
            initial=wording(self.kind, key, language, self.instance.wording),
            widget=forms.Textarea(
                attrs={"rows": rows, "lang": language, "placeholder": usual, "spellcheck": "true"}
            ),
        )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, dict[str, str]] = {}
        for key in WORDING[self.kind]:
            for language in rules.LANGUAGES:
                typed.setdefault(language, {})[key] = self.cleaned_data.get(f"{key}-{language}") or ""
        self.wording = rules.changed(typed, kind=self.kind)
        for (key, language), fault in rules.faults_of(self.wording, kind=self.kind).items():
            self.add_error(f"{key}-{language}", words.sentence(fault, language=language))
        for place in templates.IMAGES:
            self._clean_image(place)
        return self.cleaned_data

    def _clean_image(self, place: str) -> None:
        upload = self.cleaned_data.get(f"new-{place}")
        if upload is None:
            if self.cleaned_data.get(f"without-{place}") and self.kept[place]:
                self.images[place] = None
            return
        try:
            if upload.size > pictures.LIMITS[place].size:
                raise pictures.ImageFault("size")
            self.images[place] = pictures.clean(upload.read(), place=place)
        except pictures.ImageFault as fault:
            self.add_error(f"new-{place}", words.image_sentence(fault.code, place=place))

    def look(self) -> Look:
        """What the form would make of a document, nothing of it saved."""
        stored = templates.look_now(self.instance)
        chosen = {place: picture.content if picture else b"" for place, picture in self.images.items()}
        return Look(
            languages=tuple(self.cleaned_data["languages"].split(",")),
            wording=self.wording,
            **{place: chosen.get(place, getattr(stored, place)) for place in templates.IMAGES},
        )


class SignatoryForm(WagtailAdminModelForm):
    class Meta:
        model = Signatory
        fields = [
            "name",
            "position_kk",
            "position_ru",
            "position_en",
            "is_acting",
            "valid_from",
            "valid_until",
        ]
        error_messages = {NON_FIELD_ERRORS: {"unique_together": signatories.SAME_DAY}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", signatories.BACKWARDS)
        return cleaned


class IssuerForm(WagtailAdminModelForm):
    class Meta:
        model = Issuer
        fields = ["valid_from", "name_kk", "name_ru", "name_en", "bin", "city_kk", "city_ru"]
