"""Writing a checked workbook as drafts: nothing becomes public by it."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from home.secrecy import Secrecy

from ..choices import MatterState
from .layout import SHEETS, Sheet
from .planning import Change, plan, say, say_changes
from .reading import Read


class Refusal(Exception):
    """The workbook has errors, or what stands there has changed since it was looked at."""


def apply(
    unit: Any,
    read: Read,
    *,
    user: Any,
    cancelled: Collection[str] = (),
    emptied: Collection[str] = (),
    reviewed: bool = False,
) -> dict[str, Any]:
    """Save new, changed and (where chosen) cancelled matters as drafts, in one transaction.

    Returns ``{"new", "changed", "cancelled": how many, "codes": of all of them}``; what is not missing from the sheet is not cancelled.
    ``emptied``: the keys of what is absent from the sheets (``absent.py``) and is to be taken out.
    ``reviewed``: the user has made the review before publication of what the sheet says; noted where nothing else is.

    Raises:
        Refusal: there are errors.
    """
    from ...models import MatterIndexPage, MatterPage

    values = by_code(read, SHEETS)
    with transaction.atomic():
        index = MatterIndexPage.objects.select_for_update().get(unit=unit)
        found = plan(unit, read)
        if found.errors:
            raise Refusal(f"表格里还有 {found.errors} 处错误，没有导入任何内容。")
        for code in found.new:
            matter = MatterPage(code=code, title=found.names[code], unit=unit)
            _fill(matter, values[code], reviewed)
            matter.adopt(index)
            matter.live = False
            matter.owner = user
            index.add_child(instance=matter)
            matter.save_revision(user=user, log_action="wagtail.edit", clean=False)
        taken = [found.absent[key] for key in emptied if key in found.absent]
        for item in taken:
            found.changed.setdefault(item.code, []).append(Change(item.sheet.title, item.what, ""))
        for code in found.changed:
            matter = found.present[code]
            _fill(matter, values[code], reviewed)
            for item in taken:
                if item.code == code:
                    item.take_out(matter)
            say_changes(matter, found.changed[code])
            matter.prepare()
            matter.save_revision(user=user, log_action="wagtail.edit", clean=False)
        dropped = [code for code in cancelled if code in found.missing]
        for code in dropped:
            matter = found.present[code]
            matter.state, matter.state_note = MatterState.CANCELLED, matter.state_note or "表格中已不列。"
            say(matter, f"状态改为“{MatterState.CANCELLED.label}”：{matter.state_note}")
            matter.save_revision(user=user, log_action="wagtail.edit", clean=False)
    codes = [*found.new, *found.changed, *dropped]
    return {"new": len(found.new), "changed": len(found.changed), "cancelled": len(dropped), "codes": codes}


def by_code(read: Read, sheets: Iterable[Sheet]) -> dict[str, dict[str, Any]]:
    """Return code → {field: value, relation: [rows]}."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in sheets:
        for _, code, values in read.rows.get(sheet.key, []):
            mine = found.setdefault(code, {})
            if sheet.relation:
                mine.setdefault(sheet.relation, []).append(values)
            else:
                mine.update(values)
    return found


def _fill(matter: Any, values: dict[str, Any], reviewed: bool) -> None:
    """Put the values into the matter; what the sheet does not speak of stays."""
    from ...models import DiscretionTier, MatterBasis, RecordingStage, ReviewCase

    if reviewed and not matter.secrecy:
        matter.secrecy = Secrecy.CLEAR
    models = {"tiers": DiscretionTier, "recordings": RecordingStage, "reviews": ReviewCase}
    for name, value in values.items():
        if name == "bases":
            kept = [row for row in matter.bases.all() if row.use != "power"] if matter.pk else []
            rows = [MatterBasis(basis=basis, sort_order=place) for place, basis in enumerate(value)]
            matter.bases = [*rows, *kept]
        elif name in models:
            setattr(matter, name, [models[name](sort_order=place, **_whole(row)) for place, row in enumerate(value)])
        elif name in ("subject", "undertaker") and not value:
            continue
        else:
            setattr(matter, name, value)


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if value is not None else "" for name, value in row.items()}
