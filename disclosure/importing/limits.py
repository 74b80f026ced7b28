"""Which field a length limit written by the bureau is about, and how much the field can hold."""

from .headers import TEMPLATES_BY_KEY
from .labels import header_codes, header_keys, keys_of


def field_of(name: str) -> tuple[str, int | None]:
    """Return (field, characters that the database holds at most or None) of a column's name or code; ("", None) if unknown."""
    from ..models import DecisionNoticePage

    wanted = {*header_keys(name), *header_codes(name)}
    for template in TEMPLATES_BY_KEY.values():
        for column in template.columns:
            if column.kind in {"text", "registry", "number_key"} and wanted & set(keys_of(column)):
                stored = next((f for f in DecisionNoticePage._meta.concrete_fields if f.name == column.field), None)
                if stored is not None:
                    return column.field, stored.max_length
    return "", None
