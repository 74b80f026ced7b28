"""In the list's editor: what the next edition would change."""

from typing import Any

from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class RowsPanel(MultiFieldPanel):
    """The choice to draw up anew, and the difference between the public edition and what the draft says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("children", [FieldPanel("draw_up")])
        super().__init__(*args, **kwargs)

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Adds the difference."""

        template_name = "disclosure/admin/list_rows.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``changes``, ``total``, ``edition`` and ``waiting``."""
            from .assembling import assemble
            from .pending import pending_changes

            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            if page.pk:
                draft = assemble(page)
                context.update(pending_changes(page, draft.rows), waiting=draft.waiting, total=len(draft.rows))
            return context
