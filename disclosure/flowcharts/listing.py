"""The list of flowcharts: filtered by unit, category and word."""

from typing import Any

from staff_directory.models import Unit

from ..title_lists import TitleList
from .kinds import ChartCategory


def flowchart_list_context(request: Any, page: Any, unit: Unit | None) -> dict[str, Any]:
    """Return what :meth:`TitleList.context` does, of flowcharts."""
    from ..models import FlowchartPage

    listed = TitleList(request, page, unit)
    category = listed.choose("category", "类别", "全部类别", ChartCategory.choices)
    charts = FlowchartPage.objects.defer("steps", "basis")
    if category:
        charts = charts.filter(category=category)
    return listed.context(charts, "张", _item)


def _item(row: Any) -> dict[str, Any]:
    return {"purpose": row.purpose, "category": row.get_category_display(), "date": row.last_published_at}
