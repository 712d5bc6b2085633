"""Attempts that stand name their learner."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    attempts = apps.get_model("assessments", "Attempt").objects
    sittings = apps.get_model("assessments", "Sitting").objects.filter(pk=OuterRef("sitting_id"))
    attempts.filter(learner__isnull=True).update(
        learner_id=Subquery(sittings.values("enrolment__user_id")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_quiz_engine")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
