"""Uploading in the editor: a picture says what it shows, a document has a title and not its file's name."""

from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from ..rules import files


def _name(form) -> str:
    sent = form.cleaned_data.get("file") or form.instance.file
    return sent.name if sent else ""


class ImageForm(BaseImageForm):
    """A picture with its description: what a reader who does not see it is told."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        described = self.fields["description"]
        described.required = True
        described.label = _("What the picture shows")
        described.help_text = _(
            "One sentence for readers who do not see it. A lesson can say more where it shows the picture."
        )
        described.error_messages["required"] = _(
            "Write what the picture shows: readers who do not see it are told this."
        )

    def clean_description(self) -> str:
        text = self.cleaned_data["description"].strip()
        if not files.describes(text, self.instance.file.name if self.instance.file else ""):
            raise ValidationError(
                _("Write in a sentence what the picture shows. A word or a file name does not tell it."),
                code="description",
            )
        return text


class DocumentForm(BaseDocumentForm):
    """A document under a title that readers understand."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _(
            "Readers see it: say what the document is, not how its file is named."
        )

    def clean(self):
        cleaned = super().clean()
        title = cleaned.get("title")
        if title and files.is_file_name(title, _name(self)):
            self.add_error(
                "title",
                ValidationError(
                    _("“%(title)s” is the name of a file. Write what the document is about.")
                    % {"title": title},
                    code="file_name",
                ),
            )
        return cleaned
