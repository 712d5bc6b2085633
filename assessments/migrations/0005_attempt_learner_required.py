"""Every attempt names its learner."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_attempt_learners")]
    operations = [
        migrations.AlterField(
            model_name="attempt",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
