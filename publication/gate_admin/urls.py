"""Addresses under ``/admin/gates/``."""

from django.urls import path

from . import views

app_name = "gates"

urlpatterns = [
    path("<int:pk>/", views.fragment, name="fragment"),
    path("<int:pk>/override/<slug:code>/", views.override, name="override"),
]
