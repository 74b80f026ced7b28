"""The two rules in force for decisions since 2023: 信用修复管理办法 (2026-04-01) and what it replaced (2023-05-01)."""

import datetime
from typing import Any

from django.db import migrations

_RULES = (
    ("《信用修复管理办法》（2026年施行）", datetime.date(2026, 4, 1), 3, 12, 36),
    ("《失信行为纠正后的信用信息修复管理办法（试行）》", datetime.date(2023, 5, 1), 3, 36, 36),
)


def _enter(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("disclosure", "PublicityRule").objects.using(schema_editor.connection.alias)
    for name, day, minor, ordinary, serious in _RULES:
        rules.get_or_create(
            effective_from=day,
            defaults={
                "name": name,
                "minor_months": minor,
                "ordinary_months": ordinary,
                "serious_months": serious,
            },
        )


def _remove(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("disclosure", "PublicityRule").objects.using(schema_editor.connection.alias)
    rules.filter(effective_from__in=[rule[1] for rule in _RULES]).delete()


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_publicity_rules")]
    operations = [migrations.RunPython(_enter, _remove)]
