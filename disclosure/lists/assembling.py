"""Drawing up what the next edition of a list will say, from the matters as they are."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from wagtail.models import Revision

from publication.approvals import missing_steps, same_content, standing, steps_of_many
from staff_directory.transfer.answering import answered_by, answering

from ..matters.choices import BasisUse, Power
from ..matters.loading import with_rows
from .columns import columns_of, layout
from .kinds import EXTERNAL, ListKind

Row = dict[str, Any]
_ORDER = {power: place for place, power in enumerate(Power.values)}


@dataclass
class Draft:
    """The rows of a next edition; ``waiting``: titles of matters whose newest draft is not approved yet and is left out."""

    rows: list[Row] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def rows_of(kind: str, matter: Any, unit: Any = None) -> list[Row]:
    """Return the rows of one matter in a list of a kind, as ``unit``'s (None: its own); empty when it does not carry the facet."""
    shape = layout(kind)
    if not shape.carries(matter):
        return []
    unit = unit or matter.unit
    cited = [row for row in matter.bases.all() if row.basis_id]
    return [
        {
            "key": f"{matter.code}/{mark}" if mark else matter.code,
            "matter": matter.pk,
            "revision": None,
            "unit": unit.code,
            "unit_name": unit.name,
            "name": f"{matter.title}（{matter.sub_item}）" if matter.sub_item else matter.title,
            "code": matter.code,
            "category": matter.category,
            "bases": [row.basis_id for row in cited if row.use == BasisUse.POWER],
            "other_bases": [row.basis_id for row in cited if row.use != BasisUse.POWER],
            "cells": cells,
        }
        for mark, cells in shape.rows(matter)
    ]


def assemble(page: Any) -> Draft:
    """Return the rows of ``page``'s next edition.

    Matters as they are public; for a list that another body approves, with their newest draft where their own unit has
    approved it: it becomes public with the list. Rows stand under the unit that answers for the matter now.
    """
    if page.kind == ListKind.PLAN:
        return Draft(_plan(page))
    from ..models import MatterPage

    matters = MatterPage.objects.select_related("unit").order_by("unit__order", "unit__code", "code")
    if page.unit_id:
        matters = matters.filter(answered_by(page.unit) if page.unit.is_current else Q(unit_id=page.unit_id))
    draft = Draft()
    pending = _approved_drafts(matters, draft) if page.kind in EXTERNAL else {}
    public = with_rows(matters.filter(layout(page.kind).carrying(), live=True).exclude(pk__in=pending))
    drafts = [revision.as_object() for revision in pending.values()]
    everything = sorted([*public, *drafts], key=_place)
    units = answering(everything)
    for matter in everything:
        found = rows_of(page.kind, matter, units.get(matter.pk))
        for row in found:
            revision = pending.get(matter.pk)
            row["revision"] = revision.pk if revision is not None else None
        draft.rows.extend(found)
    return draft


def _place(matter: Any) -> tuple[Any, ...]:
    return _ORDER.get(matter.category, 99), matter.unit.order, matter.unit.code, matter.code


def _approved_drafts(matters: Any, draft: Draft) -> dict[int, Revision]:
    """Return page key → newest revision of matters with a draft that is not public and whose own steps have all approved it."""
    changed = list(
        matters.filter(has_unpublished_changes=True, seal=None, latest_revision__isnull=False).select_related(
            "latest_revision"
        )
    )
    steps = steps_of_many(matter.path for matter in changed)
    found = {}
    for matter in changed:
        revision = matter.latest_revision
        if missing_steps(steps[matter.path], standing(same_content(revision))):
            draft.waiting.append(matter.get_admin_display_title())
        else:
            found[matter.pk] = revision
    return found


def _plan(page: Any) -> list[Row]:
    rows = []
    for place, item in enumerate(page.plan_rows.all(), start=1):
        cells = item.cells()
        mark = hashlib.sha256("\x1f".join(cells[:3]).encode()).hexdigest()[:12]
        rows.append(
            {
                "key": mark, "matter": None, "revision": None, "unit": "", "unit_name": item.organ, "name": f"{item.counterpart}：{item.content}"[:460],
                "code": "", "category": "", "bases": [], "other_bases": [], "cells": cells, "place": place,
            }
        )  # fmt: skip
    return rows


def digest_of(kind: str, rows: list[Row]) -> str:
    """Return the SHA-256 of what the rows say: the same rows in the same order have the same."""
    said = [columns_of(kind), [[row["key"], row["cells"]] for row in rows]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


#: What of a row says on which provisions it rests.
RESTS = ("bases", "other_bases")


def rests(rows: Iterable[Row]) -> dict[str, set[int]]:
    """Return on which provisions each row rests, by its key; not every list has a column that says so."""
    return {row["key"]: {key for name in RESTS for key in row.get(name, ())} for row in rows}
