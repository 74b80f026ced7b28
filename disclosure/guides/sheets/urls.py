"""Addresses of the workbooks of guides, under ``/admin/guides/``."""

from .views import screens

app_name = "guide_sheets"

urlpatterns = screens.urls()
