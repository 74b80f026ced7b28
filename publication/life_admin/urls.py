"""Addresses of the life of a decision, under ``/admin/life/``."""

from django.urls import path

from . import ask, batches, board, destroying, ending, history, receipts, restoring

app_name = "life"
urlpatterns = [
    path("", board.show, name="board"),
    path("pages/<int:pk>/", history.show, name="page"),
    path("pages/<int:pk>/end/", ask.ask, name="ask"),
    path("pages/<int:pk>/restore/", restoring.ask, name="restore"),
    path("endings/<int:pk>/", ending.show, name="ending"),
    path("endings/<int:pk>/surfaces/", ending.surfaces, name="surfaces"),
    path("endings/<int:pk>/decide/", ending.decide, name="decide"),
    path("endings/<int:pk>/cancel/", ending.cancel, name="cancel"),
    path("endings/<int:pk>/review/", ending.review, name="review"),
    path("endings/<int:pk>/probe/", ending.probe, name="probe"),
    path("recipient-tasks/<int:pk>/ask/", ending.ask_recipient, name="ask_recipient"),
    path("recipient-tasks/<int:pk>/confirm/", ending.confirm_recipient, name="confirm_recipient"),
    path("receipts/<int:pk>/", receipts.show, name="receipt"),
    path("receipts/<int:pk>/json/", receipts.download, name="receipt_json"),
    path("restorations/<int:pk>/", restoring.show, name="restoration"),
    path("restorations/<int:pk>/preview/", restoring.preview, name="restoration_preview"),
    path("endings/<int:pk>/destroy/", destroying.ask, name="destroy"),
    path("destructions/<int:pk>/", destroying.show, name="destruction"),
    path("batches/new/", batches.new, name="batch_new"),
    path("batches/<int:pk>/", batches.show, name="batch"),
    path("batches/<int:pk>/progress/", batches.progress, name="batch_progress"),
    path("batches/<int:pk>/csv/", batches.result, name="batch_csv"),
    path("batches/<int:pk>/submit/", batches.submit, name="batch_submit"),
    path("batches/<int:pk>/cancel/", batches.cancel, name="batch_cancel"),
    path("batches/<int:pk>/decide/", batches.decide, name="batch_decide"),
]
