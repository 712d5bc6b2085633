"""Roles are Django groups; this names them and answers who has which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LEARNER = "learner", _("Learner")
    TRAINER = "trainer", _("Trainer")
    COORDINATOR = "coordinator", _("Coordinator")
    METHODOLOGIST = "methodologist", _("Methodologist")
    EXPERT = "expert", _("Expert")
    MENTOR = "mentor", _("Mentor")
    SCHOOL_HEAD = "school_head", _("School head")
    AUTHORITY = "authority", _("Education authority")
    ADMINISTRATOR = "administrator", _("Administrator")


def grant(apps, *, role: str, permissions: dict[str, tuple[str, ...]]) -> None:
    """For migrations: give a role permissions, creating the rows that post_migrate has not made yet.

    `permissions` maps "app_label.model" to codenames.
    """
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    content_types = apps.get_model("contenttypes", "ContentType").objects
    for model, codenames in permissions.items():
        app_label, model_name = model.split(".")
        content_type, _created = content_types.get_or_create(app_label=app_label, model=model_name)
        for codename in codenames:
            permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": codename.replace("_", " ").capitalize()},
            )
            group.permissions.add(permission)
