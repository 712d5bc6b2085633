"""What the issuer and the document no longer hold."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_signatories_and_templates")]
    operations = [
        migrations.RemoveField(
            model_name="issuer",
            name="signatory_is_acting",
        ),
        migrations.RemoveField(
            model_name="issuer",
            name="signatory_name",
        ),
        migrations.RemoveField(
            model_name="issuer",
            name="signatory_position_kk",
        ),
        migrations.RemoveField(
            model_name="issuer",
            name="signatory_position_ru",
        ),
        migrations.AlterField(
            model_name="document",
            name="template_revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="certificates.templaterevision",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["pdf_sha256"], name="documents_by_file"),
        ),
    ]
