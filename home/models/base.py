"""What every page of the portal shares."""

from typing import Any

from wagtail.models import Page

from publication.gate_admin.panel import GatePanel


class PortalPage(Page):
    """A page with breadcrumbs, and in its editor what still keeps it back; abstract."""

    content_panels = [GatePanel(), *Page.content_panels]

    class Meta:
        abstract = True

    def breadcrumbs(self, request: Any) -> list[dict[str, str]]:
        """Return the pages above this one, home first, as ``{"title", "url"}``."""
        line = getattr(self, "route_ancestors", None)
        if line is None:
            line = self.get_ancestors().filter(depth__gt=1).only("title", "url_path", "path", "depth")
        return [{"title": page.title, "url": page.get_url(request) or ""} for page in line]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the breadcrumbs."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        return context
