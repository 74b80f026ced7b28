"""Accounts are given roles, by name; nobody becomes a superuser here, and nobody changes the own roles."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from wagtail.users.forms import UserCreationForm, UserEditForm

from ..models import RoleGroup
from ..roles.membership import mixed_duties


class RoleField(forms.ModelMultipleChoiceField):
    """Groups shown as roles: 某某科 · 单位编辑."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the role's title."""
        return str(obj.role_group.title)


class _Roles:
    """Common to both forms."""

    def _arrange(self, editing_self: bool = False) -> None:
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        fields.pop("is_superuser", None)
        fields["email"].required = False
        fields["first_name"].required = False
        fields["first_name"].label, fields["last_name"].label = "名", "姓（或全名）"
        groups = Group.objects.filter(role_group__isnull=False).select_related("role_group__unit")
        fields["groups"] = RoleField(
            queryset=groups.order_by("role_group__unit__order", "role_group__pk"),
            required=False,
            label="角色",
            widget=forms.CheckboxSelectMultiple,
            disabled=editing_self,
            help_text="自己的角色须由另一位系统管理员改。"
            if editing_self
            else "系统、安全、审计、纪检与业务角色不能由同一账号兼任。",
        )

    def clean_groups(self) -> Any:
        """Refuse roles of two duties, as the database would.

        Raises:
            ValidationError: saying which.
        """
        chosen = self.cleaned_data["groups"]  # type: ignore[attr-defined]
        if self.fields["groups"].disabled:  # type: ignore[attr-defined]
            return chosen
        problem = mixed_duties(list(RoleGroup.objects.filter(group__in=chosen).select_related("unit")))
        if problem:
            raise forms.ValidationError(problem)
        return chosen


class AccountCreationForm(_Roles, UserCreationForm):
    """A new account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arrange()


class AccountEditForm(_Roles, UserEditForm):
    """An account; one's own roles are left alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.get("editing_self", False)
        super().__init__(*args, **kwargs)
        self._arrange(editing_self)

    def save(self, commit: bool = True) -> Any:
        """Take roles away before others are given: in between, the account must not mix duties either."""
        if commit and self.instance.pk and not self.fields["groups"].disabled:
            for group in self.instance.groups.exclude(pk__in=[found.pk for found in self.cleaned_data["groups"]]):
                self.instance.groups.remove(group)
        return super().save(commit=commit)
