"""Who keeps the register of documents."""

from django.db import migrations

from people.roles import grant


def give(apps, schema_editor):
    for role in ("coordinator", "administrator"):
        grant(
            apps,
            role=role,
            permissions={
                "certificates.document": ("keep_register",),
                "certificates.issuer": ("add_issuer", "change_issuer", "view_issuer"),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_certificates"), ("people", "0002_regions_and_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
