"""Writing a checked workbook as drafts: nothing becomes public by it."""

from typing import Any

from django.db import transaction

from home.secrecy import Secrecy

from ...laws.citing import cited_in
from ...matters.sheets.applying import Refusal, by_code
from ...matters.sheets.planning import say_changes
from ...matters.sheets.reading import Read
from ..elements import says_none
from .layout import GUIDES, OF_WINDOW, TICKS, model_of
from .planning import plan

_KEPT = ("sample_id", "blank_id")


def apply(unit: Any, read: Read, *, user: Any, reviewed: bool = False) -> dict[str, Any]:
    """Save new and changed guides as drafts, in one transaction; return ``{"new", "changed": how many, "codes": of all of them}``.

    ``reviewed``: the user has made the review before publication of what the workbook says; noted where nothing else is.

    Raises:
        Refusal: there are errors.
    """
    from ...models import ServiceGuideIndexPage, ServiceGuidePage

    values = by_code(read, GUIDES.sheets)
    with transaction.atomic():
        index = ServiceGuideIndexPage.objects.select_for_update().filter(unit=unit).order_by("path").first()
        found = plan(unit, read)
        if found.errors or index is None:
            raise Refusal(f"表格里还有 {found.errors} 处错误，没有导入任何内容。")
        for code in found.new:
            guide = ServiceGuidePage(code=code, title=found.names[code], unit=unit, live=False, owner=user)
            _fill(guide, values[code], reviewed)
            guide.adopt(index)
            index.add_child(instance=guide)
            guide.save_revision(user=user, log_action="wagtail.edit", clean=False)
        for code in found.changed:
            guide = found.present[code]
            _fill(guide, values[code], reviewed)
            say_changes(guide, found.changed[code])
            guide.prepare()
            guide.save_revision(user=user, log_action="wagtail.edit", clean=False)
    return {"new": len(found.new), "changed": len(found.changed), "codes": [*found.new, *found.changed]}


def _fill(guide: Any, values: dict[str, Any], reviewed: bool) -> None:
    """Put the values into the guide; what the workbook does not speak of stays."""
    if reviewed and not guide.secrecy:
        guide.secrecy = Secrecy.CLEAR
    for name, value in values.items():
        if name == "bases":
            guide.bases = [model_of("bases")(basis=basis, sort_order=place) for place, basis in enumerate(value)]
        elif isinstance(value, list):
            setattr(guide, name, _rows_of(guide, name, value))
        elif name in TICKS:
            none = says_none(value)
            setattr(guide, TICKS[name], none)
            setattr(guide, name, "" if none else value)
        else:
            setattr(guide, name, value)


def _rows_of(guide: Any, name: str, rows: list[dict[str, Any]]) -> list[Any]:
    model = model_of(name)
    files = {row.name: row for row in guide.materials.all()} if name == "materials" and guide.pk else {}
    windows = _windows() if name == "places" else {}
    made = []
    for place, values in enumerate(rows):
        row = model(sort_order=place, **values)
        if name == "places":
            _place(row, windows)
        if name == "materials":
            _certify(row)
            before = files.get(row.name)
            for kept in _KEPT if before is not None else ():
                setattr(row, kept, getattr(before, kept))
        made.append(row)
    return made


def _windows() -> dict[tuple[str, ...], int]:
    from staff_directory.models import Window

    open_ones = Window.objects.filter(is_open=True, hall__is_open=True).select_related("hall")
    return {tuple(window.shown()[column] for column in OF_WINDOW): window.pk for window in open_ones}


def _place(row: Any, windows: dict[tuple[str, ...], int]) -> None:
    """Take the window of the register that the row says word for word: exporting and reading in again changes nothing."""
    key = windows.get(tuple(getattr(row, column) for column in OF_WINDOW))
    if key is not None:
        row.window_id = key
        for column in OF_WINDOW:
            setattr(row, column, "")


def _certify(row: Any) -> None:
    """Take a provision that the library has for what the text cites."""
    cited = cited_in(row.basis_text)
    if len(cited) == 1 and cited[0].citation == row.basis_text.strip():
        row.basis, row.basis_text = cited[0], ""
