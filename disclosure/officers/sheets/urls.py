"""Addresses of the workbooks of officers, under ``/admin/officers/``."""

from .views import screens

app_name = "officer_sheets"

urlpatterns = screens.urls()
