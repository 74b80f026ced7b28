"""What the admin's menus leave out for everybody."""

from typing import Any

from wagtail import hooks

#: Reports in the framework's own terms (names of code), of no use to an editor.
_TECHNICAL = {"page-types-usage"}


@hooks.register("construct_reports_menu")
def leave_out_technical_reports(request: Any, items: list[Any]) -> None:
    """Keep the reports that speak of content and people."""
    items[:] = [item for item in items if item.name not in _TECHNICAL]
