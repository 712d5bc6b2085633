"""Proof, templates, blanks, the log, changes of two people, batches."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import certificates.models.storage


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0010_comment_origin"),
        ("certificates", "0002_role_permissions"),
        ("courses", "0002_role_permissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField()),
                (
                    "source",
                    models.FileField(
                        blank=True,
                        storage=certificates.models.storage.private_storage,
                        upload_to="checks/%Y%m%d/",
                    ),
                ),
                ("language", models.CharField(default="kk", max_length=5)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("fault", models.CharField(blank=True, max_length=300)),
                (
                    "report",
                    models.FileField(
                        blank=True,
                        storage=certificates.models.storage.private_storage,
                        upload_to="checks/%Y%m%d/",
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LogHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(max_length=40, unique=True)),
                ("public_multibase", models.CharField(max_length=60, unique=True)),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TemplateAsset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                (
                    "file",
                    models.FileField(
                        storage=certificates.models.storage.private_storage, upload_to="templates/kept/"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="cose",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="document",
            name="credential",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="document",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="document",
            name="status_index",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Blank",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("certificate", "Certificate"), ("notice", "Attendance notice")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("series", models.CharField(max_length=12, verbose_name="series")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("stock", "In stock"),
                            ("issued", "Issued"),
                            ("spoiled", "Spoiled"),
                            ("lost", "Lost"),
                        ],
                        default="stock",
                        max_length=8,
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received")),
                ("received_from", models.CharField(blank=True, max_length=300, verbose_name="received from")),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blanks",
                        to="certificates.document",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["series", "number"],
            },
        ),
        migrations.CreateModel(
            name="BlankTransition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_status", models.CharField(max_length=20)),
                ("to_status", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "blank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="certificates.blank",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ChangeProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("suspend", "Suspend"),
                            ("resume", "Resume"),
                            ("revoke", "Revoke"),
                            ("correct", "Correct"),
                            ("erase", "Erase the person's data"),
                        ],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("corrected", models.JSONField(blank=True, default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="certificates.document",
                    ),
                ),
                (
                    "new_document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="certificates.document",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("certificate", "Certificate"), ("notice", "Attendance notice")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("programme_code", models.CharField(blank=True, max_length=10, verbose_name="programme")),
                (
                    "languages",
                    models.CharField(
                        choices=[
                            ("kk,ru", "Kazakh, Russian"),
                            ("ru,kk", "Russian, Kazakh"),
                            ("kk,ru,en", "Kazakh, Russian, English"),
                            ("ru,kk,en", "Russian, Kazakh, English"),
                        ],
                        default="kk,ru",
                        max_length=12,
                        verbose_name="languages",
                    ),
                ),
                ("wording", models.JSONField(blank=True, default=dict, verbose_name="wording")),
                (
                    "logo",
                    models.FileField(
                        blank=True,
                        storage=certificates.models.storage.private_storage,
                        upload_to="templates/",
                        verbose_name="logo",
                    ),
                ),
                (
                    "seal",
                    models.FileField(
                        blank=True,
                        storage=certificates.models.storage.private_storage,
                        upload_to="templates/",
                        verbose_name="image of the seal",
                    ),
                ),
                (
                    "background",
                    models.FileField(
                        blank=True,
                        storage=certificates.models.storage.private_storage,
                        upload_to="templates/",
                        verbose_name="background",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "template of documents",
                "verbose_name_plural": "templates of documents",
                "ordering": ["kind", "programme_code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "programme_code"), name="one_template_per_kind_and_programme"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpiryReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="certificates.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IssueBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("running", "Running"), ("done", "Done")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_batches",
                        to="courses.cohort",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("fault", models.TextField(blank=True)),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.document",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.result"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="certificates.issuebatch",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("sealed", "Sealed"),
                            ("status", "Status"),
                            ("erased", "Erased"),
                        ],
                        max_length=10,
                    ),
                ),
                ("data", models.JSONField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to="certificates.document",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Signatory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("position_kk", models.CharField(max_length=200, verbose_name="position in Kazakh")),
                ("position_ru", models.CharField(max_length=200, verbose_name="position in Russian")),
                (
                    "position_en",
                    models.CharField(blank=True, max_length=200, verbose_name="position in English"),
                ),
                ("is_acting", models.BooleanField(default=False, verbose_name="acting")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "signatory",
                "verbose_name_plural": "signatories",
                "ordering": ["-valid_from", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("valid_from", "is_acting"), name="one_signatory_from_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="signatory_until_after_from",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogRoot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("statement", models.TextField()),
                ("signature", models.CharField(max_length=120)),
                ("signed_at", models.DateTimeField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.signingkey",
                    ),
                ),
            ],
            options={
                "ordering": ["-day"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="key",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="certificates.signingkey",
            ),
        ),
        migrations.CreateModel(
            name="StatusList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("opened_at", models.DateTimeField()),
                ("taken", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", 131072)), name="status_list_holds_its_length"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedStatusList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("revocation", "Revocation"), ("suspension", "Suspension")], max_length=12
                    ),
                ),
                ("credential", models.TextField()),
                ("etag", models.CharField(max_length=64)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                (
                    "status_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="certificates.statuslist",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="status_list",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="certificates.statuslist",
            ),
        ),
        migrations.CreateModel(
            name="StockLayout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("certificate", "Certificate"), ("notice", "Attendance notice")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("printer", models.CharField(max_length=100, verbose_name="printer")),
                (
                    "offset_x",
                    models.DecimalField(
                        decimal_places=1, default=0, max_digits=4, verbose_name="to the right, mm"
                    ),
                ),
                (
                    "offset_y",
                    models.DecimalField(decimal_places=1, default=0, max_digits=4, verbose_name="down, mm"),
                ),
            ],
            options={
                "ordering": ["kind", "printer"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "printer"), name="one_layout_per_kind_and_printer"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("offset_x__range", (-30, 30)), ("offset_y__range", (-30, 30))),
                        name="layout_offsets_within_three_centimetres",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="certificates.documenttemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["template", "-number"],
            },
        ),
        migrations.RemoveField(model_name="document", name="template_revision"),
        migrations.AddField(
            model_name="document",
            name="template_revision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="certificates.templaterevision",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["issued_on", "kind"], name="documents_of_a_year"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["valid_until"], name="documents_that_run_out"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("status_list", "status_index"), name="one_document_per_status_index"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status_index__isnull", True), ("status_list__isnull", True)),
                    models.Q(("status_index__lt", 131072), ("status_list__isnull", False)),
                    _connector="OR",
                ),
                name="status_index_within_its_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="blank",
            constraint=models.UniqueConstraint(
                fields=("series", "number"), name="one_blank_per_series_and_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="blank",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "issued")),
                fields=("document",),
                name="one_issued_blank_per_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="blank",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "issued"), ("document__isnull", False)),
                    models.Q(("status", "issued"), _negated=True),
                    _connector="OR",
                ),
                name="issued_blank_has_its_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "proposed")),
                fields=("document",),
                name="one_open_proposal_per_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="changeproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["approved", "declined"]), _negated=True),
                    models.Q(
                        ("decided_by__isnull", False),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposer_and_approver_differ",
            ),
        ),
        migrations.AddConstraint(
            model_name="expiryreminder",
            constraint=models.UniqueConstraint(
                fields=("document", "days"), name="one_reminder_per_document_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="issuebatch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "done"), _negated=True),
                fields=("cohort",),
                name="one_open_batch_per_cohort",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(
                fields=("batch", "result"), name="one_item_per_batch_and_result"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedstatuslist",
            constraint=models.UniqueConstraint(
                fields=("status_list", "purpose"), name="one_credential_per_list_and_purpose"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedstatuslist",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_until__gt", models.F("valid_from"))),
                name="status_list_valid_for_a_while",
            ),
        ),
        migrations.AddConstraint(
            model_name="templaterevision",
            constraint=models.UniqueConstraint(
                fields=("template", "number"), name="one_template_revision_per_number"
            ),
        ),
    ]
