"""Phones that units publish, and numbers of officers' certificates: no personal information, wherever they stand."""

import re
from collections.abc import Iterable

from .models import OfficerCertificate, Unit

_APART = re.compile(r"[、,，;；/\n]|或|\s{2,}")


def office_numbers() -> dict[str, Iterable[str]]:
    """Return the units' phones and the officers' certificate numbers for the privacy check's white list (two queries)."""
    rows = Unit.objects.values_list("phone", "supervision_phone")
    return {
        "phones": [number for row in rows for value in row for number in _APART.split(value or "")],
        "certificates": list(OfficerCertificate.objects.values_list("number", flat=True)),
    }
