"""What editors keep besides pages: recordings, what was translated from what, texts agreed with the Ministry."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .recordings.storage import private_storage


class Recording(models.Model):
    """A video or a sound recording of a lesson, sent by range, with its words in writing."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("spoken language"), max_length=2, choices=[("kk", "Қазақша"), ("ru", "Русский")]
    )
    file = models.FileField(_("file"), upload_to="recordings/", storage=private_storage)
    content_type = models.CharField(max_length=40, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    seconds = models.PositiveIntegerField(
        _("length in seconds"),
        null=True,
        blank=True,
        help_text=_("Shown to learners before they press play."),
    )
    poster = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("still picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    transcript_kk = models.TextField(_("transcript in Kazakh"), blank=True)
    transcript_ru = models.TextField(_("transcript in Russian"), blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        return self.kind == self.Kind.VIDEO

    def transcript_in(self, language: str) -> str:
        """The words of the recording in a language, the other one's where that is missing."""
        first, second = self.transcript_kk, self.transcript_ru
        return (second or first) if language == "ru" else (first or second)


class Captions(models.Model):
    """Captions of a recording in one language, as WebVTT."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=2, choices=[("kk", "Қазақша"), ("ru", "Русский")])
    text = models.TextField(_("captions (WebVTT)"))

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "language"], name="captions_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.recording_id} {self.language}"


class TranslatedPart(models.Model):
    """What a part of a page was translated from: its original is compared with this, part by part.

    `part` names a field ("title", "aim", "outcomes.0") or a lesson's block by the id it has on the translated page;
    `source` is the original's text then, so that what changed since can be shown word by word.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=60)
    source_part = models.CharField(max_length=60)
    source = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "part"], name="translated_part_once")]


class AgreedVersion(models.Model):
    """The text of a programme as the Ministry agreed it: kept whole, never changed.

    `content`: {"edition": {…}, "pages": {"kk": {key: {field: value}}, "ru": …}} as courses.agreeing writes it.
    """

    edition = models.ForeignKey(
        "courses.ProgrammeEdition", on_delete=models.PROTECT, related_name="agreed_versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    agreed_on = models.DateField(_("agreed on"))
    document = models.CharField(_("by which document"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    content = models.JSONField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("agreed version")
        verbose_name_plural = _("agreed versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="agreed_version_number_once"),
            models.CheckConstraint(condition=~Q(document=""), name="agreed_version_names_document"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"
