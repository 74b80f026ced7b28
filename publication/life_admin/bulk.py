"""The explorer's bulk action “撤下”: the chosen pages become a batch that its maker goes on with."""

from typing import Any

from django import forms
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction

from .ask import may_ask
from .preparing import prepare, rows_of_pages, too_many


class BulkEnd(PageBulkAction):
    """Asks nothing but whether these are the pages; reasons are given on the batch's own screen."""

    display_name = "撤下"
    action_type = "end"
    aria_label = "撤下选中的页面"
    template_name = "publication/admin/life_bulk.html"
    action_priority = 45
    form_class = forms.Form

    def check_perm(self, page: Any) -> bool:
        """Ask who may ask."""
        return may_ask(self.request.user, page)

    def prepare_action(self, objects: Any, objects_without_access: Any) -> Any:
        """Make the batch and go on there; nothing is changed yet."""
        if not objects:
            return redirect(self.next_url)
        said = too_many(len(objects))
        if said:
            messages.error(self.request, said)
            return redirect(self.next_url)
        batch = prepare(self.request.user, rows_of_pages(self.request.user, objects))
        return redirect("life:batch", batch.pk)

    @classmethod
    def execute_action(cls, objects: Any, **kwargs: Any) -> tuple[int, int]:
        """Never reached: see :meth:`prepare_action`."""
        return 0, 0
