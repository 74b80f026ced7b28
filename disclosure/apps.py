"""What was decided: decision notices, their lists, and their import."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Registers its gates and its part of the front page."""

    name = "disclosure"
    verbose_name = "行政执法公示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register gates, front-page providers, and what search is to know."""
        from . import front, gates, search  # noqa: F401

        search.register()
