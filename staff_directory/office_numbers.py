"""Phones that units, halls and windows publish, and numbers of officers' certificates: no personal information, wherever they stand."""

import re
from collections.abc import Iterable

from .models import Hall, OfficerCertificate, Unit, Window

_APART = re.compile(r"[、,，;；/\n]|或|\s{2,}")


def office_numbers() -> dict[str, Iterable[str]]:
    """Return phones, supervision phones and officers' certificate numbers for the privacy check's white list (a query for each table)."""
    rows = [*Unit.objects.values_list("phone", "supervision_phone")]
    for model in (Hall, Window):
        rows += model.objects.values_list("phone")
    return {
        "phones": [number for row in rows for value in row for number in _APART.split(value or "")],
        "certificates": list(OfficerCertificate.objects.values_list("number", flat=True)),
    }
