"""The form of an officer in the admin: own units only, and no certificate is deleted in it."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from ..access.keeping import units_for
from ..models import Unit


class OfficerForm(WagtailAdminModelForm):
    """Offers the units that the user keeps; the certificates are the form's child rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or self.for_user.is_superuser:
            return
        units = units_for(self.for_user)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = units[0].pk

    def clean(self) -> Any:
        """Refuse to delete what the register knows.

        Raises nothing: an error stands at the form's head; what was typed stays.
        """
        cleaned = super().clean()
        for form in self.formsets["certificates"].forms:
            if form.instance.pk and form.data.get(form.add_prefix("DELETE")):
                message = f"证件 {form.instance.number} 不能从登记中删除。不再使用的，把状态改为“注销”或“过期”，保存后就不再公示。"
                self.add_error(None, message)
        return cleaned
