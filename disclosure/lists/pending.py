"""What a list's next edition would change, for its editor and for a matter's."""

from types import SimpleNamespace
from typing import Any

from staff_directory.transfer.answering import answering

from .assembling import Row, rows_of
from .columns import columns_of
from .comparing import compare
from .editions import current_of_kinds, latest
from .kinds import EXTERNAL, ListKind


def _rows(rows: list[Row]) -> list[Any]:
    return [SimpleNamespace(key=row["key"], name=row["name"], cells=row["cells"], bases=row["bases"]) for row in rows]


def pending_changes(page: Any, rows: list[Row]) -> dict[str, Any]:
    """Return ``edition`` (the public one or None) and ``changes`` from it to ``rows``."""
    edition = latest(page.pk)
    columns = columns_of(page.kind)
    old = (edition.columns, edition.rows.all()) if edition is not None else (columns, [])
    return {"edition": edition, "changes": compare(old, (columns, _rows(rows)))}


def fixed_changes(matters: list[Any]) -> dict[int, list[tuple[Any, Any]]]:
    """Return, by matter key, (edition, changes) for every public externally approved list of which the matter would say something else.

    Constant queries: the editions, their rows of these matters.
    """
    from ..models import EditionRow

    editions = current_of_kinds(sorted(EXTERNAL))
    if not editions:
        return {}
    fixed: dict[tuple[int, int], list[Any]] = {}
    rows = EditionRow.objects.filter(
        edition_id__in=editions, matter_id__in=[matter.pk for matter in matters if matter.pk]
    )
    for row in rows.order_by("position"):
        fixed.setdefault((row.edition_id, row.matter_id), []).append(row)
    of_units = any(edition.page.unit_id for edition in editions.values())
    units = answering([matter for matter in matters if matter.pk]) if of_units else {}
    found: dict[int, list[tuple[Any, Any]]] = {}
    for matter in matters:
        mine = {None, matter.unit_id, units[matter.pk].pk if matter.pk in units else None}
        for edition in editions.values():
            if edition.page.unit_id not in mine:
                continue
            stands = fixed.get((edition.pk, matter.pk), [])
            says = rows_of(edition.page.kind, matter)
            changes = compare((edition.columns, stands), (columns_of(edition.page.kind), _rows(says)))
            if changes.added or changes.removed or changes.changed:
                found.setdefault(matter.pk, []).append((edition, changes))
    return found


def list_label(edition: Any) -> str:
    """Return 《行政执法事项清单》第3版."""
    return f"《{ListKind(edition.page.kind).label}》第{edition.number}版"
