"""Chinese search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """A reusable app that knows nothing of the domain."""

    name = "search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"
