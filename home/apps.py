"""Home page, sections, standard pages and the portal's identity."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The public front of the portal."""

    name = "home"
    verbose_name = "门户首页"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell search how to read this app's pages."""
        from . import search

        search.register()
