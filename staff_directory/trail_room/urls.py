"""Addresses of the trail, under ``/admin/trail/``."""

from django.urls import path, register_converter

from . import views


class ExportKind:
    """``jsonl`` or ``xlsx``."""

    regex = "jsonl|xlsx"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(ExportKind, "trail_kind")
app_name = "trail"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="show"),
    path("export.<trail_kind:kind>", views.export, name="export"),
]
