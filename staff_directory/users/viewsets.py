"""The accounts' screens with the portal's own forms."""

from typing import Any

from wagtail.users.views.users import UserViewSet

from .forms import AccountCreationForm, AccountEditForm


class PortalUserViewSet(UserViewSet):
    """Wagtail's, with roles."""

    menu_label = "账号与角色"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form of a new or of an existing account."""
        return AccountEditForm if for_update else AccountCreationForm
