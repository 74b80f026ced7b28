"""Addresses of what rests on lapsed laws, under ``/admin/lapsed/``."""

from django.urls import path

from . import views

app_name = "lapsed"
urlpatterns = [path("", views.index, name="index"), path("<int:pk>/", views.show, name="show")]
