"""What the roles may do with programmes and cohorts."""

from django.db import migrations

from people.roles import grant


def give(apps, schema_editor):
    grant(apps, role="coordinator", permissions={"courses.cohort": ("run_cohort",)})
    grant(apps, role="administrator", permissions={"courses.cohort": ("run_cohort",)})
    for role in ("methodologist", "administrator"):
        grant(
            apps,
            role=role,
            permissions={
                "courses.programmeedition": ("view_programmeedition", "change_programmeedition"),
                "courses.glossaryterm": ("add_glossaryterm", "change_glossaryterm", "view_glossaryterm"),
                "courses.reference": ("add_reference", "change_reference", "view_reference"),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_courses"), ("people", "0002_regions_and_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
