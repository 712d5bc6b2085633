"""The form of a recording in the editor: the file, its captions as text or as a .vtt file, its words in writing."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from people.errors import Refusal

from ..models import Recording
from . import services, words

LARGEST_VTT = 2 * 1024 * 1024  # bytes
ACCEPTED = ".mp4,.m4v,.webm,.m4a,.mp3,.ogg,.oga,.wav,.weba"


def _captions(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true", "class": "w-font-mono"}),
        help_text=_("WebVTT: the word WEBVTT, an empty line, then times and words of each caption."),
    )


def _captions_file(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
        help_text=_("Replaces the text above it."),
    )


class RecordingForm(WagtailAdminModelForm):
    """Checks shapes as the services do, and lets them write."""

    captions_kk = _captions(_("Captions in Kazakh"))
    captions_kk_file = _captions_file(_("Captions in Kazakh as a .vtt file"))
    captions_ru = _captions(_("Captions in Russian"))
    captions_ru_file = _captions_file(_("Captions in Russian as a .vtt file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget = forms.FileInput(attrs={"accept": ACCEPTED})
        if self.instance.pk:
            for one in self.instance.captions.all():
                self.initial.setdefault(f"captions_{one.language}", one.text)

    def clean_file(self) -> Any:
        """A new file is looked into; the one there is stays."""
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            try:
                checked = services.check_upload(upload)
            except Refusal as refusal:
                raise ValidationError(str(refusal), code=refusal.code) from refusal
            if self.instance.pk and checked.kind != self.instance.kind:
                raise ValidationError(words.OTHER_KIND, code="other_kind")
            # Where the length was left open the file's own is taken.
            self.checked = checked
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        checked = getattr(self, "checked", None)
        seconds = cleaned.get("seconds") or (checked.seconds if checked else None)
        for language in words.LANGUAGES:
            try:
                services.check_transcript(cleaned.get(f"transcript_{language}") or "")
            except Refusal as refusal:
                self.add_error(f"transcript_{language}", ValidationError(str(refusal), code=refusal.code))
            name = f"captions_{language}"
            sent = cleaned.get(f"{name}_file")
            place = f"{name}_file" if sent else name
            try:
                text = _decoded(sent) if sent else cleaned.get(name, "")
                cleaned[name] = services.check_captions(text, seconds=seconds)
            except Refusal as refusal:
                self.add_error(place, ValidationError(str(refusal), code=refusal.code))
        return cleaned

    def save(self, commit: bool = True) -> Recording:
        """By the services; with `commit` false nothing is written."""
        if not commit:
            return self.instance
        cleaned = self.cleaned_data
        said = {
            "title": cleaned["title"],
            "language": cleaned["language"],
            "seconds": cleaned["seconds"],
            "poster_id": cleaned["poster"].pk if cleaned["poster"] else None,
            "transcripts": {code: cleaned[f"transcript_{code}"] for code in words.LANGUAGES},
            "captions": {code: cleaned[f"captions_{code}"] for code in words.LANGUAGES},
            "actor": self.for_user,
        }
        if self.instance.pk:
            if hasattr(self, "checked"):
                services.replace_file(
                    recording_id=self.instance.pk, upload=self.checked.file, actor=self.for_user
                )
                said["seconds"] = self._length_now()
            self.instance = services.change_recording(recording_id=self.instance.pk, **said)
        else:
            self.instance = services.add_recording(upload=self.checked.file, **said)
        return self.instance

    def _length_now(self) -> int | None:
        """The length of the new file, unless another one was typed."""
        return self.cleaned_data["seconds"] if "seconds" in self.changed_data else self.checked.seconds


def _decoded(sent: UploadedFile) -> str:
    """The text of a captions file. Refuses what is no text."""
    if (sent.size or 0) > LARGEST_VTT:
        raise Refusal(
            _("This is no file of captions: it is too large. Choose the .vtt file."), code="too_long"
        )
    try:
        return sent.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            _("This file is not text in UTF-8. Save the captions as WebVTT in UTF-8 and choose that file."),
            code="encoding",
        ) from error
