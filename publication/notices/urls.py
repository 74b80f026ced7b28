"""Addresses of the notices' screens."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.open_one, name="open"),
    path("read/", views.mark_read, name="read"),
    path("choices/", views.choices, name="choices"),
]
