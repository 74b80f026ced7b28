"""Addresses under ``/admin/flowcharts/``."""

from django.urls import path

from . import views

app_name = "flowcharts"

urlpatterns = [path("draw/<int:pk>/", views.draw_typed, name="draw")]
