"""Home page, sections, standard pages and the portal's identity."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HomeConfig(AppConfig):
    """The public front of the portal, and the wording of the admin."""

    name = "home"
    verbose_name = "门户首页"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what the framework leaves without a Chinese name; tell search how to read this app's pages."""
        from publication.destruction import exempt
        from publication.shown import register_shown

        from . import admin_comparing, gates, search, surfaces  # noqa: F401
        from .admin_wording import name_fields, name_permissions
        from .models import PortalIdentity

        name_fields()
        admin_comparing.register()
        fields = tuple(field.name for field in PortalIdentity._meta.concrete_fields if not field.primary_key)
        register_shown(PortalIdentity, fields)
        search.register()
        surfaces.register_surfaces()
        exempt("本局的设置，不写页面内容", "home.PortalIdentity")
        post_migrate.connect(name_permissions, dispatch_uid="home.name_permissions")
