"""The form of every page of the portal."""

from typing import Any

from django.http import QueryDict
from wagtail.admin.forms import WagtailAdminPageForm

from .line_ends import with_short_ends


class PortalPageForm(WagtailAdminPageForm):
    """Takes what a browser sends with short line ends, as every version has them.

    Otherwise a text of two lines counts as changed whenever it is sent: who approves would save a version of one's own, and the
    step would be taken anew, for ever.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if isinstance(data, QueryDict):
            short = QueryDict(mutable=True)
            for name, values in data.lists():
                short.setlist(name, with_short_ends(values))
            data = short
        super().__init__(data, *args, **kwargs)

    def get_initial_for_field(self, field: Any, field_name: str) -> Any:
        """Return what stands there, with short line ends too (older versions may have long ones)."""
        found = super().get_initial_for_field(field, field_name)
        return with_short_ends(found) if isinstance(found, str) else found

    def has_changed(self) -> bool:
        """Tell whether what was sent says something else than what stands there.

        A row of a version that was never public has no key of its own yet; Wagtail takes it for a new one whenever it is sent.
        """
        if self.changed_data:
            return True
        return any(
            formset.has_changed() if name == "comments" else self._rows_changed(name, formset)
            for name, formset in self.formsets.items()
        )

    def _rows_changed(self, relation: str, formset: Any) -> bool:
        """Compare the rows that were sent with those that stand there, in their order."""
        if not formset.is_bound or not formset.is_valid():
            return bool(formset.has_changed())
        sent = formset.ordered_forms if formset.can_order else formset.forms
        rows = [form for form in sent if form not in formset.deleted_forms and form.cleaned_data]
        stored = list(getattr(self.instance, relation).all())
        if len(rows) != len(stored):
            return True
        marks = ("id", "DELETE", "ORDER")
        return any(
            with_short_ends(form.cleaned_data[name]) != with_short_ends(getattr(row, name, None))
            for row, form in zip(stored, rows, strict=True)
            for name in form.fields
            if name not in marks and name in form.cleaned_data
        )
