"""What was earned and its proof. A document prints from its own row and from nothing else."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Result
from courses.models import Enrolment
from people.transitions import TransitionRecord

from ..querysets import DocumentQuerySet
from .proof import SigningKey, StatusList
from .storage import private_storage
from .templates import Kind, TemplateRevision


class NumberSeries(models.Model):
    """A gapless series per programme, kind and year; the row is locked while a number is taken."""

    programme_code = models.CharField(max_length=10)
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme_code", "kind", "year"], name="one_series_per_kind_and_year"
            )
        ]


class Document(models.Model):
    """A certificate or an attendance notice: an immutable snapshot with a status."""

    Kind = Kind

    class Status(models.TextChoices):
        VALID = "valid", _("Valid")
        SUSPENDED = "suspended", _("Suspended")
        REPLACED = "replaced", _("Replaced")
        REVOKED = "revoked", _("Revoked")

    kind = models.CharField(max_length=12, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.VALID)
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=16, unique=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="documents")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="documents")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents")
    facts = models.JSONField()
    facts_hash = models.CharField(max_length=64)
    template_revision = models.ForeignKey(
        TemplateRevision, on_delete=models.PROTECT, related_name="documents"
    )
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    pdf = models.FileField(storage=private_storage, upload_to="documents/%Y/", blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    # The proof: the credential byte for byte as it is attached and served, and the second QR code's text.
    credential = models.TextField(blank=True)
    cose = models.TextField(blank=True)
    key = models.ForeignKey(
        SigningKey, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    status_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    status_index = models.PositiveIntegerField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["issued_on", "kind"], name="documents_of_a_year"),
            models.Index(fields=["valid_until"], name="documents_that_run_out"),
            models.Index(fields=["pdf_sha256"], name="documents_by_file"),
        ]
        permissions = [("keep_register", "Can read the register and change the status of documents")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(kind="certificate") & Q(status__in=["valid", "suspended"]),
                name="one_standing_certificate_per_enrolment",
            ),
            models.UniqueConstraint(
                fields=["result", "kind"],
                condition=Q(supersedes__isnull=True),
                name="one_document_per_result_and_kind",
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_index"], name="one_document_per_status_index"
            ),
            models.CheckConstraint(
                condition=Q(status_list__isnull=True, status_index__isnull=True)
                | Q(status_list__isnull=False, status_index__lt=131_072),
                name="status_index_within_its_list",
            ),
            models.CheckConstraint(
                condition=(Q(kind="certificate") & Q(valid_until__isnull=False))
                | (Q(kind__in=["notice", "support"]) & Q(valid_until__isnull=True)),
                name="certificates_expire_notices_do_not",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("issued_on")),
                name="document_valid_after_issue",
            ),
        ]


class DocumentTransition(TransitionRecord):
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="transitions")
