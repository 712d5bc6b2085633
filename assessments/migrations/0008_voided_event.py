"""Voiding an attempt stands in its log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_question_loaded")]

    operations = [
        migrations.AlterField(
            "attemptevent",
            "kind",
            models.CharField(
                choices=[
                    ("started", "Started"),
                    ("moved", "Opened from another address or browser"),
                    ("focus_lost", "The page lost the focus"),
                    ("focus_back", "The page got the focus back"),
                    ("break_started", "Break begun"),
                    ("break_ended", "Break ended"),
                    ("identity", "Identity checked"),
                    ("examiner", "Examiner present"),
                    ("extended", "Time extended"),
                    ("helped", "Staff acted for the learner"),
                    ("note", "Note"),
                    ("closed", "Closed"),
                    ("voided", "Voided"),
                ],
                max_length=14,
            ),
        ),
    ]
