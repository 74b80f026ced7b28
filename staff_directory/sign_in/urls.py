"""Addresses of signing in, under ``/admin/sign-in/``."""

from django.urls import path

from . import views
from .reset import reset

app_name = "sign_in"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("verify/", views.verify, name="verify"),
    path("setup/", views.setup, name="setup"),
    path("remove/", views.remove, name="remove"),
    path("sessions/", views.everybody, name="everybody"),
    path("reset/<int:pk>/", reset, name="reset"),
]
