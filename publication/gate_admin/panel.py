"""The panel at the top of every page's editor."""

from functools import cached_property
from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel

from .findings import findings_context


class GatePanel(Panel):
    """Lists what keeps the page back, each with a jump to its field; refreshed after every automatic save."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", "能否公开")
        kwargs.setdefault("icon", "check")
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        """Return a name of its own, so that several panels do not share one."""
        return "gates"

    class BoundPanel(Panel.BoundPanel):
        """For one page at hand."""

        template_name = "publication/admin/gate_panel.html"

        @cached_property
        def findings(self) -> dict[str, Any]:
            """Ask the gates once for head and body."""
            return findings_context(self.instance, self.request.user)

        @property
        def heading(self) -> str:
            """Say the state in the panel's head."""
            return self.findings["gate_heading"] if self.instance.pk is not None else self.panel.heading

        @heading.setter
        def heading(self, value: str) -> None:
            """Take what Wagtail copies from the panel, and keep to the state."""

        @property
        def icon(self) -> str:
            """Show the state's icon: a check mark only when the page may be public."""
            return self.findings["gate_icon"] if self.instance.pk is not None else self.panel.icon

        def is_shown(self) -> bool:
            """Show it once the page exists: before, there is no draft to ask about."""
            return self.instance.pk is not None and bool(super().is_shown())

        def get_context_data(self, parent_context: Any = None) -> Any:
            """Add the findings and the address that gives them anew."""
            context = super().get_context_data(parent_context)
            context.update(self.findings)
            context["fragment_url"] = reverse("gates:fragment", args=[self.instance.pk])
            return context

        @property
        def media(self) -> Media:
            """Return the script that keeps the list up to date."""
            return Media(js=["js/gates.js"])
