"""Writing a checked workbook into the register, by the verb: what is qualified is public at once where the directory is."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from staff_directory.models import OfficerDirectoryPage
from staff_directory.officers.verbs import KeepOfficers

from ...matters.sheets.applying import Refusal
from ...matters.sheets.reading import Read
from .planning import plan


def apply(unit: Any, read: Read, *, left: Collection[str] = ()) -> dict[str, Any]:
    """Save new and changed officers, and give those of ``left`` that the sheet no longer has their last day, in one transaction.

    Returns ``{"new", "changed", "cancelled": how many, "codes": of all of them}``.

    Raises:
        Refusal: there are errors.
    """
    with transaction.atomic():
        OfficerDirectoryPage.objects.select_for_update().filter(unit=unit).first()
        found = plan(unit, read)
        if found.errors:
            raise Refusal(f"表格里还有 {found.errors} 处错误，没有导入任何内容。")
        officers = [found.officers[code] for code in (*found.new, *found.changed)]
        for code, certificates in found.certificates.items():
            found.officers[code].certificates = certificates
        gone = [found.present[code] for code in left if code in found.missing]
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        for officer in gone:
            officer.serves_until = max(filter(None, (officer.serves_from, yesterday)))
        KeepOfficers([*officers, *gone]).execute()
    codes = [officer.code for officer in (*officers, *gone)]
    return {"new": len(found.new), "changed": len(found.changed), "cancelled": len(gone), "codes": codes}
