"""When each answer was saved stands with its question; the last of them is the attempt's."""

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery


def fill(apps, schema_editor):
    """From the answers that counted."""
    items = apps.get_model("assessments", "AttemptItem").objects
    steps = apps.get_model("assessments", "AnswerStep").objects.filter(item=OuterRef("pk"), is_late=False)
    last = steps.order_by().values("item").annotate(last=Max("saved_at")).values("last")
    items.filter(sequence__gt=0).update(answered_at=Subquery(last))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_attempt_learner_required")]

    operations = [
        migrations.AddField("attemptitem", "answered_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("attempt", "last_answer_at"),
    ]
