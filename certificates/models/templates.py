"""How a document looks: a template that editors change, and the revisions that documents are drawn by."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .storage import private_storage


class Kind(models.TextChoices):
    CERTIFICATE = "certificate", _("Certificate")
    NOTICE = "notice", _("Attendance notice")
    SUPPORT = "support", _("Notice of completed support")


class Languages(models.TextChoices):
    """Kazakh is never left out (state language)."""

    KK_RU = "kk,ru", _("Kazakh, Russian")
    RU_KK = "ru,kk", _("Russian, Kazakh")
    KK_RU_EN = "kk,ru,en", _("Kazakh, Russian, English")
    RU_KK_EN = "ru,kk,en", _("Russian, Kazakh, English")


class DocumentTemplate(models.Model):
    """What editors change. `wording`: {"kk": {key: text}, "ru": …, "en": …} where it differs from the usual words."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    programme_code = models.CharField(_("programme"), max_length=10, blank=True)
    languages = models.CharField(_("languages"), max_length=12, choices=Languages, default=Languages.KK_RU)
    wording = models.JSONField(_("wording"), default=dict, blank=True)
    logo = models.FileField(_("logo"), storage=private_storage, upload_to="templates/", blank=True)
    seal = models.FileField(
        _("image of the seal"), storage=private_storage, upload_to="templates/", blank=True
    )
    background = models.FileField(
        _("background"), storage=private_storage, upload_to="templates/", blank=True
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("template of documents")
        verbose_name_plural = _("templates of documents")
        ordering = ["kind", "programme_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "programme_code"], name="one_template_per_kind_and_programme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.programme_code}".strip()


class TemplateAsset(models.Model):
    """An image of a template as it was when a document was issued, found by its hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(storage=private_storage, upload_to="templates/kept/")


class TemplateRevision(models.Model):
    """What a document is drawn by: never changed once written.

    `content`: {"languages": ["kk", "ru"], "wording": {…}, "logo": sha256 or "", "seal": …, "background": …}.
    """

    template = models.ForeignKey(DocumentTemplate, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_template_revision_per_number"),
        ]
