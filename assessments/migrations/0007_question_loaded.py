"""A question remembers the topic and use its file gave it, so that a later load sees what an editor changed."""

from django.db import migrations, models


def fill(apps, schema_editor):
    """Of questions that came from files; until now a load set both as the file had them."""
    questions = apps.get_model("assessments", "Question").objects
    for question in questions.filter(versions__created_by__isnull=True).distinct().iterator():
        loaded = {"topic": [question.module, question.topic_key], "practice": question.is_practice}
        questions.filter(pk=question.pk).update(loaded=loaded)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_answer_times")]

    operations = [
        migrations.AddField("question", "loaded", models.JSONField(blank=True, default=dict, editable=False)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
