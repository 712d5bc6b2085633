"""What methodologists and experts may do, and the two steps a text goes through before it is published."""

from django.db import migrations

from people.roles import grant

KEPT = ("add", "change", "delete", "view")
WORKFLOW = "Мазмұнды қарау · Проверка текста"
# Shown in Wagtail's screens, which know one name: both languages in it.
STEPS = [
    ("methodologist", "Әдіскердің қарауы · Проверка методиста"),
    ("expert", "Сарапшының қарауы · Проверка эксперта"),
]


def allow(apps, schema_editor):
    grant(apps, role="expert", permissions={"wagtailadmin.admin": ("access_admin",)})
    for role in ("methodologist", "administrator"):
        grant(
            apps,
            role=role,
            permissions={
                f"{app}.{model}": tuple(f"{verb}_{model}" for verb in KEPT)
                for app, model in (("courses", "recording"), ("courses", "captions"), ("cms", "libraryitem"))
            }
            | {"courses.agreedversion": ("add_agreedversion", "view_agreedversion")},
        )
    for role in ("expert",):
        grant(
            apps,
            role=role,
            permissions={
                "courses.programmeedition": ("view_programmeedition",),
                "courses.agreedversion": ("view_agreedversion",),
            },
        )


def review(apps, schema_editor):
    """The workflow stands at the root, in the place of Wagtail's own: both homes, and what is below, go through it."""
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    ReviewTask = apps.get_model("cms", "ReviewTask")
    Group = apps.get_model("auth", "Group")
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="reviewtask"
    )
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    for place, (role, name) in enumerate(STEPS):
        task = ReviewTask.objects.create(name=name, active=True, content_type=content_type)
        task.groups.add(Group.objects.get(name=role))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    WorkflowPage.objects.filter(page=root).delete()
    WorkflowPage.objects.create(workflow=workflow, page=root)
    Workflow.objects.exclude(pk=workflow.pk).update(active=False)
    apps.get_model("wagtailcore", "GroupApprovalTask").objects.update(active=False)


def publish_by_review(apps, schema_editor):
    """What methodologists write is published by its review; administrators may still publish at once."""
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(
        group__name="methodologist", permission__codename="publish_page"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_library_search_review"),
        ("courses", "0004_editing_and_reading"),
        ("wagtailadmin", "0006_formstate"),
    ]
    operations = [
        migrations.RunPython(allow, migrations.RunPython.noop),
        migrations.RunPython(review, migrations.RunPython.noop),
        migrations.RunPython(publish_by_review, migrations.RunPython.noop),
    ]
