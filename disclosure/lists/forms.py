"""The form of a list: saving it draws up the next edition anew, unless the editor wants to keep what stands there."""

from typing import Any

from django import forms

from home.forms import PortalPageForm


class ListForm(PortalPageForm):
    """Adds the choice whether the rows are drawn up anew from the matters."""

    draw_up = forms.BooleanField(
        label="保存时按各事项的内容重新汇总",
        required=False,
        initial=True,
        help_text="取消勾选则保留上次汇总的内容，只修改标题和说明。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .kinds import ListKind

        super().__init__(*args, **kwargs)
        rows = self.formsets.get("plan_rows")
        if rows is not None and self.instance.kind != ListKind.PLAN and rows.add_prefix("TOTAL_FORMS") not in self.data:
            del self.formsets["plan_rows"]

    def save(self, commit: bool = True) -> Any:
        """Draw up the rows, then save."""
        from .assembling import assemble
        from .kinds import ListKind

        page = super().save(commit=False)
        if self.cleaned_data.get("draw_up") or page.kind == ListKind.PLAN:
            page.rows = assemble(page).rows
        if commit:
            page.save()
        return page
