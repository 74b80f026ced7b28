"""Addresses of deputies and letters, under ``/admin/deputies/`` and ``/admin/letters/``."""

from django.urls import path

from . import deputy_views, letter_views
from . import in_use as in_use_views

deputies = (
    [
        path("", deputy_views.index, name="index"),
        path("new/", deputy_views.new, name="new"),
        path("<int:pk>/end/", deputy_views.end, name="end"),
    ],
    "deputies",
)
in_use = ([path("", in_use_views.index, name="index")], "workflows_in_use")
letters = (
    [
        path("", letter_views.index, name="index"),
        path("<int:pk>/", letter_views.show, name="show"),
        path("<int:pk>/record/", letter_views.record, name="record"),
        path("<int:pk>/confirm/<int:letter>/", letter_views.confirm, name="confirm"),
    ],
    "letters",
)
