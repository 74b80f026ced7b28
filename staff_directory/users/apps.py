"""Wagtail's users app with the portal's own forms."""

from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    """Takes the place of ``wagtail.users``."""

    user_viewset = "staff_directory.users.viewsets.PortalUserViewSet"
