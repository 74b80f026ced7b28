"""Addresses of the reading room, under ``/admin/reading/``."""

from django.urls import path

from . import views

app_name = "reading"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:page_id>/", views.page, name="page"),
    path("<int:page_id>/purpose/", views.purpose, name="purpose"),
    path("<int:page_id>/revisions/<int:revision_id>/", views.revision, name="revision"),
    path("<int:page_id>/compare/<int:before_id>/<int:after_id>/", views.compare, name="compare"),
]
