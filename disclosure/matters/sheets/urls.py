"""Addresses of the workbooks of matters, under ``/admin/matters/``."""

from django.urls import path

from . import views

app_name = "matter_sheets"

urlpatterns = [*views.screens.urls(), path("<int:pk>/submit/", views.submit, name="submit")]
