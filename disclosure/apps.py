"""What was decided: decision notices, their lists, and their import."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Registers its gates and its part of the front page."""

    name = "disclosure"
    verbose_name = "行政执法公示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register gates, front-page providers, rules, and what search is to know."""
        from staff_directory.access.rules import register
        from staff_directory.access.sight import works_on_pages

        from . import front, gates, search, transfers  # noqa: F401
        from .imports import access

        register("decision_imports:publish", works_on_pages, access.sees_to_publish)
        register("decision_imports:return", works_on_pages, access.sees_to_publish)
        register("decision_imports:*", works_on_pages)
        transfers.register()
        search.register()
