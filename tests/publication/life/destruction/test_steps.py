"""What is destroyed where, what undoes the whole, and the steps that follow the transaction."""

import json
from pathlib import Path

import pytest
from django.db import transaction

from disclosure.imports import files as uploads
from disclosure.models import DecisionNoticePage, ImportJob
from publication.destruction import later, register
from publication.destruction.base import registered, unregister
from publication.errors import Refused
from publication.models import (
    DestructionPart,
    Ending,
    Receipt,
)
from publication.receipts.make import problems_of

from .conftest import Broken, Stubborn, approve, request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("holder", "error"), [(Stubborn, Refused), (Broken, OSError)])
def test_what_remains_or_fails_anywhere_undoes_the_whole(ending, notice, first, second, holder, error):
    asked = request(ending, first)
    before = DecisionNoticePage.objects.filter(pk=notice.pk).values().get()
    register(holder())
    try:
        with pytest.raises(error), transaction.atomic():
            approve(asked, second)
    finally:
        unregister("stubborn")
    assert DecisionNoticePage.objects.filter(pk=notice.pk).values().get() == before
    assert Ending.objects.get(pk=ending.pk).destroyed_at is None
    assert not DestructionPart.objects.exists()
    asked.refresh_from_db()
    assert asked.is_open
    assert approve(asked, second).is_executed


def test_a_step_that_fails_is_done_again_and_names_nothing(ending, first, second, monkeypatch):
    monkeypatch.setitem(later._STEPS, later.CACHES, lambda part: 1 / 0)
    asked = approve(request(ending, first), second)
    part = asked.parts.get(holder="caches")
    assert (part.state, part.problem) == ("waiting", "ZeroDivisionError，稍后自动再做。")
    monkeypatch.undo()
    later.work((later.CACHES,), now_too=True)
    part.refresh_from_db()
    assert part.state == "done"


def test_a_receipt_loses_addresses_and_is_verified_again(ending, notice, first, second):
    receipt = Receipt.objects.get(ending=ending)
    assert notice.document_number in receipt.document
    approve(request(ending, first), second)
    after = Receipt.objects.get(pk=receipt.pk)
    assert notice.document_number not in after.document
    assert problems_of(after) == []
    document = json.loads(after.document)
    schema = json.loads((Path(__file__).resolve().parents[4] / "docs" / "receipt.schema.json").read_text())
    assert set(document) <= set(schema["properties"])
    assert set(document) >= set(schema["required"])
    assert document["reissued_at"]
    assert {ask["url"] for found in document["surfaces"] for ask in found["asked"]} == {"/search/…"}
    assert after.made_at == receipt.made_at


def test_a_process_that_dies_right_after_the_commit_leaves_steps_that_the_outbox_finishes(
    ending, notice, editor, first, second, monkeypatch, tmp_path, settings
):
    settings.UPLOAD_ROOT = tmp_path
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(notice.document_number)
    job = ImportJob.objects.create(
        unit=notice.unit, user=editor, file_name="sheet.csv", stored_name=uploads.keep(sheet)
    )
    sheet.unlink()
    asked = request(ending, first)

    def dies(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(later, "work", dies)
    with pytest.raises(SystemExit):
        approve(asked, second)
    monkeypatch.undo()
    asked.refresh_from_db()
    assert asked.is_executed
    assert asked.completed_at is None
    assert uploads.path_of(job).exists()
    settings.UPLOAD_ROOT = tmp_path
    later.work()
    assert list(tmp_path.iterdir()) == []
    part = asked.parts.get(holder="bytes")
    assert (part.state, part.pending, part.destroyed) == ("done", [], 1)
    job.refresh_from_db()
    assert (job.status, job.stored_name) == ("cancelled", "")
    assert "去掉那一行以后重新上传" in job.note


def test_every_holder_reports_how_many_and_its_second_look(ending, first, second):
    asked = approve(request(ending, first), second)
    parts = {part.holder: part for part in asked.parts.all()}
    assert {holder.code for holder in registered()} <= set(parts)
    assert parts["content"].destroyed == 1
    assert parts["trail"].destroyed > 0
    assert parts["endings"].answer == "再查：没有残留"
