"""The drawing beside the steps in the editor, made anew while one types."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel

from .checks import faults_of
from .column import column
from .svg import markup, to_svg


class DrawingPanel(Panel):
    """Shows what the steps look like now, and what is still wrong with them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", "图样")
        kwargs.setdefault("icon", "view")
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        """Return a name of its own."""
        return "drawing"

    class BoundPanel(Panel.BoundPanel):
        """For one page at hand."""

        template_name = "disclosure/admin/flowchart_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            """Add the drawing of what is stored, and the address that draws what is typed."""
            context = super().get_context_data(parent_context)
            parent = getattr(self.form, "parent_page", None)
            place = self.instance.pk or (parent.pk if parent is not None else None)
            context["draw_url"] = reverse("flowcharts:draw", args=[place]) if place else ""
            context.update(drawing_context(self.instance.chart))
            return context

        @property
        def media(self) -> Media:
            """Return the script that keeps the drawing up to date, and the drawing's look."""
            return Media(js=["js/flowchart-editor.js"], css={"all": ["css/admin-flowcharts.css"]})


def drawing_context(chart: Any) -> dict[str, Any]:
    """Return ``drawing`` (SVG, "" without steps) and ``faults`` of a chart that is being written; nothing is kept."""
    return {
        "drawing": markup(to_svg(column(chart), chart, "flow-draft")) if chart.steps else "",
        "faults": faults_of(chart) if chart.steps else [],
        "step_count": len(chart.steps),
    }
