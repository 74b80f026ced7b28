"""Nothing forwards; backwards, blank rows of drafts go, which the columns of before could not hold."""

from typing import Any

from django.db import migrations

_ROWS = (("GuideBasis", "basis"), ("MatterBasis", "basis"), ("RegulationAttachment", "document"))


def _remove(apps: Any, schema_editor: Any) -> None:
    for model, column in _ROWS:
        rows = apps.get_model("disclosure", model).objects.using(schema_editor.connection.alias)
        rows.filter(**{f"{column}__isnull": True}).delete()


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0022_rows_may_be_blank")]
    operations = [migrations.RunPython(migrations.RunPython.noop, _remove)]
