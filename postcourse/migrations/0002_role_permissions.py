"""Who makes orders, follows support, runs events, reviews practices, moderates and keeps the directory."""

from django.db import migrations

from people.roles import grant

STAFF = {
    "postcourse.enrolmentorder": ("make_order",),
    "postcourse.mentoringplan": ("run_support",),
    "postcourse.event": ("run_event",),
    "postcourse.community": ("moderate_community",),
    "postcourse.resourcecentre": ("keep_centres",),
}
GRANTS = {
    "coordinator": STAFF,
    "administrator": STAFF | {"postcourse.practice": ("review_practice",)},
    "methodologist": {
        "postcourse.practice": ("review_practice",),
        "postcourse.event": ("run_event",),
        "postcourse.community": ("moderate_community",),
    },
    "mentor": {"postcourse.event": ("run_event",)},
}


def give(apps, schema_editor):
    for role, permissions in GRANTS.items():
        grant(apps, role=role, permissions=permissions)


class Migration(migrations.Migration):
    dependencies = [("postcourse", "0001_after_the_course"), ("people", "0002_regions_and_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
