"""Words of the search are looked up in an index where the database has one for text."""

from django.db import migrations


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS search_entry_words ON cms_searchentry "
            "USING gin (to_tsvector('simple', folded))"
        )


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_entry_words")


class Migration(migrations.Migration):
    dependencies = [("cms", "0004_review_steps")]
    operations = [migrations.RunPython(add_index, remove_index)]
