"""What the index was made by; words in the same order on every database (by code point, not by the locale's rules)."""

from typing import Any

from django.db import migrations, models

_COLUMNS = {"word": 40, "pinyin": 200, "initials": 40}
_LIKE = {
    "word": "search_term_word_c3d985bf_like",
    "pinyin": "search_term_pinyin_dc535da3_like",
    "initials": "search_term_initials_cf3ec651_like",
}


def _alter(schema_editor: Any, collation: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        changes = ", ".join(
            f'ALTER COLUMN {name} TYPE varchar({length}) COLLATE "{collation}"' for name, length in _COLUMNS.items()
        )
        schema_editor.execute(f"ALTER TABLE search_term {changes}")


def _by_code_point(apps: Any, schema_editor: Any) -> None:
    for name in _LIKE.values():  # an index by code point is itself one for beginnings
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")
    _alter(schema_editor, "C")


def _by_locale(apps: Any, schema_editor: Any) -> None:
    _alter(schema_editor, "default")
    for column, name in _LIKE.items():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON search_term ({column} varchar_pattern_ops)")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_public_index")]

    operations = [
        migrations.CreateModel(
            name="IndexState",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("version", models.BigIntegerField(default=0)),
            ],
            options={"verbose_name": "检索索引状态", "verbose_name_plural": "检索索引状态"},
        ),
        migrations.CreateModel(
            name="DuePages",
            fields=[("path", models.CharField(max_length=255, primary_key=True, serialize=False))],
            options={"verbose_name": "待更新的检索条目", "verbose_name_plural": "待更新的检索条目"},
        ),
        migrations.RunPython(_by_code_point, _by_locale),
    ]
