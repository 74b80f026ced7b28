"""PostgreSQL: the index over title and body together, which every search asks; without it each search reads all entries."""

from typing import Any

from django.db import migrations

_NAME = "search_entry_text"


def _create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {_NAME} ON {table} USING gin ((title || body))")


def _drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {_NAME}")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(_create, _drop)]
