"""Who marks, and who keeps the question bank."""

from django.db import migrations

from people.roles import grant


def give(apps, schema_editor):
    for role in ("trainer", "administrator"):
        grant(apps, role=role, permissions={"assessments.submission": ("mark_work",)})
    for role in ("methodologist", "administrator"):
        grant(
            apps,
            role=role,
            permissions={
                "assessments.question": ("add_question", "change_question", "view_question"),
                "assessments.questionversion": ("add_questionversion", "view_questionversion"),
                "assessments.rubric": ("add_rubric", "change_rubric", "view_rubric"),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_assessments"), ("people", "0002_regions_and_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
