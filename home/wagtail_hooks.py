"""What the admin's menus leave out for everybody, and its stylesheet."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

#: Reports in the framework's own terms (names of code), of no use to an editor.
_TECHNICAL = {"page-types-usage"}


@hooks.register("construct_reports_menu")
def leave_out_technical_reports(request: Any, items: list[Any]) -> None:
    """Keep the reports that speak of content and people."""
    items[:] = [item for item in items if item.name not in _TECHNICAL]


@hooks.register("insert_global_admin_css")
def own_stylesheet() -> str:
    """Add the rules that Chinese text needs."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
