"""How to study here, and lessons that anyone may read whole."""

import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0002_role_permissions"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrientationPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=20, verbose_name="key")),
                ("loaded_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("aim", models.TextField(verbose_name="lead")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("table", 5),
                            ("figure", 9),
                            ("case", 12),
                            ("task", 12),
                            ("self_study", 12),
                            ("control_question", 15),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "courses.blocks.Text",
                                (),
                                {"label": "Theses", "template": "courses/blocks/text.html"},
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Caption", "required": False}),
                            2: ("wagtail.blocks.CharBlock", (), {"required": False}),
                            3: ("wagtail.blocks.ListBlock", (2,), {}),
                            4: ("wagtail.blocks.ListBlock", (3,), {"label": "Rows"}),
                            5: ("wagtail.blocks.StructBlock", [[("caption", 1), ("rows", 4)]], {}),
                            6: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Image"}),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Text alternative", "max_length": 250},
                            ),
                            8: ("courses.blocks.Text", (), {"label": "Long description", "required": False}),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 6), ("alt", 7), ("caption", 1), ("description", 8)]],
                                {},
                            ),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "Title", "required": False}),
                            11: ("courses.blocks.Text", (), {"label": "Text"}),
                            12: ("wagtail.blocks.StructBlock", [[("title", 10), ("text", 11)]], {}),
                            13: ("wagtail.blocks.TextBlock", (), {"label": "Question"}),
                            14: ("courses.blocks.Text", (), {"label": "Explained answer"}),
                            15: ("wagtail.blocks.StructBlock", [[("question", 13), ("answer", 14)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("wagtailcore.page",),
        ),
        migrations.AddField(
            model_name="topicpage",
            name="is_open",
            field=models.BooleanField(
                default=False,
                help_text="Visitors read the whole lesson without an account.",
                verbose_name="open to everyone",
            ),
        ),
    ]
