"""The site's root: a Kazakh home page instead of Wagtail's welcome page, and what editors may do in the admin."""

from django.db import migrations

from people.roles import grant


def create(apps, schema_editor):
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("cms", "HomePage")
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="homepage"
    )
    kazakh, _created = Locale.objects.get_or_create(language_code="kk")
    Locale.objects.get_or_create(language_code="ru")
    root = Page.objects.get(depth=1)
    root.locale = kazakh
    root.save()
    Site.objects.all().delete()
    Page.objects.filter(depth=2, slug="home").delete()
    root.numchild = 0
    root.save()
    home = HomePage.objects.create(
        title="Тірек",
        draft_title="Тірек",
        slug="home",
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        content_type=content_type,
        locale=kazakh,
        show_in_menus=False,
    )
    root.numchild = 1
    root.save()
    Site.objects.create(
        hostname="localhost", port=80, site_name="Tirek", root_page_id=home.pk, is_default_site=True
    )


def open_admin(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    page_permissions = {
        "add_page": "Can add page",
        "change_page": "Can change page",
        "publish_page": "Can publish any page",
        "lock_page": "Can lock/unlock pages you have locked",
        "unlock_page": "Can unlock any page",
    }
    content_types = apps.get_model("contenttypes", "ContentType").objects
    page_type, _created = content_types.get_or_create(app_label="wagtailcore", model="page")
    root, collection = Page.objects.get(depth=1), Collection.objects.get(depth=1)
    for role in ("methodologist", "administrator"):
        grant(apps, role=role, permissions={"wagtailadmin.admin": ("access_admin",)})
        group = Group.objects.get(name=role)
        for codename, name in page_permissions.items():
            permission, _created = Permission.objects.get_or_create(
                content_type=page_type, codename=codename, defaults={"name": name}
            )
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
            content_type, _created = content_types.get_or_create(app_label=app_label, model=model)
            for verb in ("add", "change", "choose"):
                permission, _created = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{verb}_{model}",
                    defaults={"name": f"Can {verb} {model}"},
                )
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission
                )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_home_page"),
        ("people", "0002_regions_and_roles"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
        migrations.RunPython(open_admin, migrations.RunPython.noop),
    ]
