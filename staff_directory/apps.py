"""Units, and the public page of each enforcing body."""

from django.apps import AppConfig


class StaffDirectoryConfig(AppConfig):
    """The organisation."""

    name = "staff_directory"
    verbose_name = "机构与人员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell search how to read this app's pages."""
        from . import search

        search.register()
