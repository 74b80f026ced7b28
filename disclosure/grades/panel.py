"""What the editor of a penalty sees of its grade: what is proposed and why, or what was confirmed, by whom, and what follows.

The models import this; so it looks for them only when it is asked.
"""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class GradePanel(Panel):
    """Among the fields of a penalty, once it exists."""

    class BoundPanel(Panel.BoundPanel):
        """For one penalty."""

        template_name = "disclosure/admin/grade_panel.html"

        def is_shown(self) -> bool:
            """Only for what has a grade."""
            from .standing import rule_of

            return self.instance.pk is not None and rule_of(self.instance) is not None and bool(super().is_shown())

        def get_context_data(self, parent_context: Any = None) -> Any:
            """Add the line of the list, the rule, and for who confirms the address of the screen."""
            from .lists import lines_of
            from .standing import rule_of
            from .verbs import confirms_for

            context = super().get_context_data(parent_context)
            may = confirms_for(self.request.user) is not None
            url = reverse("grades:show", args=[self.instance.pk]) if may else ""
            context.update(line=lines_of([self.instance])[0], rule=rule_of(self.instance), grade_url=url)
            return context
