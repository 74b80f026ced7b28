"""Rows that live pages show without being pages: units, the site's identity, remedy texts. They change by a verb only.

An upper layer registers its models; the database refuses a change of the named columns without the verb's permit.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .guards.extra import RowGuard, differs, permit, register
from .privacy.detect import find
from .privacy.kinds import CERTAIN, KINDS

#: Registered models and the columns that the public sees.
_shown: dict[type[models.Model], tuple[str, ...]] = {}


def permit_name(model: type[models.Model]) -> str:
    """Return the path of the permit that opens a table."""
    return f"#shown-{model._meta.db_table}"


def register_shown(model: type[models.Model], fields: tuple[str, ...], *, new: bool = False) -> None:
    """Guard ``fields`` of ``model``: live pages show them; ``new`` when a new row is shown at once too, without a page."""
    _shown[model] = fields
    columns = [model._meta.get_field(name).column for name in fields]  # type: ignore[union-attr]

    def changes(vendor: str) -> str:
        return f"NOT {permit(permit_name(model))} AND ({differs(vendor, columns)})"

    table = model._meta.db_table
    register(RowGuard(f"guard_shown_{table}", table, "UPDATE", changes, "change what live pages show"))
    if new:
        shut = f"NOT {permit(permit_name(model))}"
        register(RowGuard(f"guard_shown_{table}_new", table, "INSERT", lambda _: shut, "add what the public sees"))


def is_shown(model: type[models.Model]) -> bool:
    """Tell whether rows of a model change by the verb only."""
    return model in _shown


def refuse_personal(item: Any, *, leave: tuple[str, ...] = ()) -> None:
    """Refuse a number of a person in what live pages show; ``leave`` names columns that hold an office's own numbers.

    Raises:
        ValidationError: by field (个人信息保护法第二十五条).
    """
    errors = {}
    for name in _shown.get(type(item), ()):
        field = item._meta.get_field(name)
        value = getattr(item, field.attname)
        if name in leave or not isinstance(value, str) or not value:
            continue
        found = [each for each in find(value, label=str(field.verbose_name)) if each.severity == CERTAIN]
        if found:
            kinds = "、".join(dict.fromkeys(KINDS[each.kind] for each in found))
            errors[name] = f"这一栏会在公开页面上显示，其中有{kinds}，请删去。"
    if errors:
        raise ValidationError(errors)
