"""In the list's editor: what the next edition would change."""

from typing import Any

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel


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


class PlanRowsPanel(InlinePanel):
    """The rows of the yearly plan: no other list has them, and its form shows none (:class:`.forms.ListForm`)."""

    class BoundPanel(InlinePanel.BoundPanel):
        """Nothing where the form has no such rows."""

        def __init__(self, **kwargs: Any) -> None:
            form = kwargs["form"]
            self.has_rows = form is None or kwargs["panel"].relation_name in form.formsets
            if self.has_rows:
                super().__init__(**kwargs)
            else:
                Panel.BoundPanel.__init__(self, **kwargs)

        def is_shown(self) -> bool:
            """Shown for the plan only."""
            return self.has_rows and bool(super().is_shown())
