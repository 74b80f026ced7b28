"""Addresses of grades, under ``/admin/grades/``."""

from django.urls import path

from . import many, over_views, views

app_name = "grades"
urlpatterns = [
    path("", views.index, name="index"),
    path("many/", many.show, name="many"),
    path("over/", over_views.index, name="over"),
    path("over/<int:pk>/", over_views.show, name="over_one"),
    path("<int:pk>/", views.show, name="show"),
]
