"""Addresses of the registers as they are read, under ``/admin/records/``."""

from django.urls import path

from . import views

app_name = "records"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/", views.rows, name="rows"),
    path("<slug:key>/<int:pk>/", views.show, name="show"),
]
