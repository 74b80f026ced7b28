"""Addresses of the workbooks of guides, under ``/admin/guides/``."""

from django.urls import path

from . import views

app_name = "guide_sheets"

urlpatterns = [
    path("", views.index, name="index"),
    path("export/<slug:code>.xlsx", views.export, name="export"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/apply/", views.apply_workbook, name="apply"),
]
