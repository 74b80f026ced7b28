"""Addresses of findings, under ``/admin/findings/``."""

from django.urls import path

from . import views

app_name = "findings"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/return/", views.give_back, name="return"),
    path("<int:pk>/close/", views.close, name="close"),
]
