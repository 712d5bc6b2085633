"""Signatories leave the issuer; a document names the revision of the template it was drawn by."""

from django.db import migrations
from django.utils import timezone

from people.roles import grant

USUAL = {"languages": ["kk", "ru"], "wording": {}, "logo": "", "seal": "", "background": ""}


def move(apps, schema_editor):
    Issuer, Signatory = (apps.get_model("certificates", name) for name in ("Issuer", "Signatory"))
    for issuer in Issuer.objects.order_by("valid_from"):
        Signatory.objects.create(
            name=issuer.signatory_name,
            position_kk=issuer.signatory_position_kk,
            position_ru=issuer.signatory_position_ru,
            is_acting=issuer.signatory_is_acting,
            valid_from=issuer.valid_from,
        )


def name_revisions(apps, schema_editor):
    Template, Document = (apps.get_model("certificates", name) for name in ("DocumentTemplate", "Document"))
    for kind in Document.objects.values_list("kind", flat=True).distinct():
        template, _created = Template.objects.get_or_create(kind=kind, programme_code="")
        revision = template.revisions.create(
            number=1, content=USUAL, content_hash="before revisions were kept", created_at=timezone.now()
        )
        Document.objects.filter(kind=kind).update(template_revision=revision)


def give(apps, schema_editor):
    every = ("add", "change", "view")
    for role in ("methodologist", "administrator"):
        grant(
            apps,
            role=role,
            permissions={
                f"certificates.{model}": tuple(f"{verb}_{model}" for verb in every)
                for model in ("documenttemplate", "signatory")
            },
        )


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_proof_and_life")]
    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RunPython(name_revisions, migrations.RunPython.noop),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
