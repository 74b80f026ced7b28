"""The accounts' screens with the portal's own forms."""

from typing import Any

from wagtail import hooks
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from ..sign_in.policy import has_device, must_have_second_factor
from ..sign_in.reset import RESET
from .forms import AccountCreationForm, AccountEditForm


class AccountEditView(EditView):
    """Wagtail's, with the account's authenticator and the way to reset a lost one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the account's part on the second factor shows."""
        mine = self.object.pk == self.request.user.pk
        return {
            **super().get_context_data(**kwargs),
            "has_device": has_device(self.object),
            "required": must_have_second_factor(self.object),
            "may_reset": not mine and not self.object.is_superuser and self.request.user.has_perm(RESET),
        }


class AccountIndexView(IndexView):
    """Wagtail's; a superuser's account, which only a superuser opens, is listed without links that lead nowhere."""

    def _may_open(self, account: Any) -> bool:
        return not account.is_superuser or self.request.user.is_superuser

    def get_edit_url(self, instance: Any) -> str | None:
        """Return the address of the account's form, where the user may open it."""
        return super().get_edit_url(instance) if self._may_open(instance) else None

    def get_copy_url(self, instance: Any) -> str | None:
        """Return the address of the form filled as this account's, where the user may open it."""
        return super().get_copy_url(instance) if self._may_open(instance) else None


class PortalUserViewSet(UserViewSet):
    """Wagtail's, with roles."""

    menu_label = "账号与角色"
    index_view_class = AccountIndexView
    edit_view_class = AccountEditView
    edit_template_name = "staff_directory/admin/account_edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form of a new or of an existing account."""
        return AccountEditForm if for_update else AccountCreationForm


def without_bulk_actions() -> None:
    """Take away Wagtail's bulk acts on accounts: they write by ``update()``, without a record, and reach superusers through “all”."""
    registered = hooks._hooks.get("register_bulk_action", [])
    registered[:] = [
        (found, order)
        for found, order in registered
        if not (isinstance(found, type) and issubclass(found, UserBulkAction))
    ]
