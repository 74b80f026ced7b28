"""Addresses under ``/admin/flowcharts/``."""

from django.urls import path

from . import sheet_views, views

app_name = "flowcharts"

urlpatterns = [
    path("draw/<int:pk>/", views.draw_typed, name="draw"),
    path("<int:pk>/steps.xlsx", sheet_views.download, name="sheet"),
    path("<int:pk>/steps/", sheet_views.upload, name="upload"),
]
