"""What is left of a page that vanished, and of a request that was never handed in."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from publication.actions.create_many import CreateMany
from publication.actions.end_many import DecideEndMany, RequestEndMany
from publication.actions.end_many_run import run_batch
from publication.life_admin.preparing import prepare, rows_of_pages
from publication.life_admin.scans import forget_unsubmitted
from publication.models import Ending, Notice, StoredDocument, TrailEntry
from publication.notices.mail import render
from publication.notices.notify import notify, title_of
from tests.conftest import build_penalty

from .conftest import INSTRUMENT, STATEMENT, end

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
A_DAY_LATER = datetime.timedelta(hours=26)


def told_before(page, person):
    """What stands in notices of a page before it vanishes: by title, by an older title, and gathered with others."""
    notify(
        [person],
        "waiting",
        f"{title_of(page)}：等待您审核（科室）",
        "/admin/",
        page=page,
        key="task-1",
        detail="请改名字",
    )
    notify([person], "published", "从前的题目：已公开", "/admin/", page=page, key="published-1")
    notify(
        [person],
        "step",
        "步骤：今天有 11 件",
        "/admin/",
        key="gathered-step-20261101",
        detail=f"甲\n{title_of(page)}：到期\n乙",
    )
    notify([person], "step", "别的页面：到期", "/admin/", key="step-9")


def shown_to(client, person):
    client.force_login(person)
    text = client.get(reverse("notices:index")).content.decode()
    _, mail = render(list(Notice.objects.filter(user=person)))
    return text + mail


def test_no_notice_and_no_unsent_mail_names_what_vanished(client, notice, editor, reviewer):
    """政府信息公开条例第十五条."""
    told_before(notice, editor)
    assert notice.title in shown_to(client, editor)
    end(notice, editor, reviewer, kind="privacy", verb="vanish")
    text = shown_to(client, editor)
    for gone in (notice.title, notice.document_number, "从前的题目", "请改名字"):
        assert gone not in text
    assert f"页面 #{notice.pk}：等待您审核（科室）" in text
    assert "别的页面：到期" in text
    gathered = Notice.objects.get(key="gathered-step-20261101")
    assert gathered.detail == f"甲\n页面 #{notice.pk}：到期\n乙"


def test_a_withdrawal_that_may_be_named_leaves_notices_as_they_are(client, notice, editor, reviewer):
    told_before(notice, editor)
    end(notice, editor, reviewer)
    assert notice.title in shown_to(client, editor)


def test_what_vanishes_in_bulk_is_named_no_more_either(client, penalties, editor, reviewer):
    built = [build_penalty(penalties, number) for number in (91, 92)]
    pages = CreateMany(penalties, built, user=editor, approver=reviewer, publish=True).execute()
    told_before(pages[0], editor)
    batch = prepare(editor, rows_of_pages(editor, pages))
    RequestEndMany(batch, verb="vanish", kind="privacy", user=editor, statement="").execute()
    run_batch(DecideEndMany(batch, user=reviewer, approve=True).execute().pk)
    assert Ending.objects.filter(state="executed", status=404).count() == 2
    assert pages[0].title not in shown_to(client, editor)


def form(**values):
    return {"way": "withdraw:revoked", "statement": STATEMENT, **INSTRUMENT, "act": "ask", **values}


def test_a_scan_whose_request_was_never_handed_in_is_deleted_after_a_day_on_the_record(client, notice, editor):
    client.force_login(editor)
    scan = SimpleUploadedFile("复议决定.pdf", PDF)
    assert client.post(reverse("life:ask", args=[notice.pk]), form(statement="短", scan=scan)).status_code == 400
    document = StoredDocument.objects.get()
    assert forget_unsubmitted() == 0, "the form may still be handed in"
    assert forget_unsubmitted(timezone.now() + A_DAY_LATER) == 1
    assert not StoredDocument.objects.exists()
    acts = dict(TrailEntry.objects.filter(act__startswith="scan.").values_list("act", "object_id"))
    assert acts == {"scan.keep": str(document.pk), "scan.forget": str(document.pk)}
    assert forget_unsubmitted(timezone.now() + A_DAY_LATER) == 0


def test_a_scan_that_was_handed_in_and_what_somebody_uploaded_stay(client, notice, editor, unit):
    from django.core.files.base import ContentFile

    client.force_login(editor)
    client.post(reverse("life:ask", args=[notice.pk]), form(scan=SimpleUploadedFile("复议决定.pdf", PDF)))
    assert Ending.objects.get().instrument_scan is not None
    StoredDocument.objects.create(
        title="撤下依据 自己上传的", file=ContentFile(b"text", name="own.txt"), collection=unit.collection
    )
    assert forget_unsubmitted(timezone.now() + A_DAY_LATER) == 0
    assert StoredDocument.objects.count() == 2


def test_the_timers_delete_them_once_a_night(monkeypatch, db):
    from disclosure.management.commands import run_timers

    done = []
    monkeypatch.setattr(run_timers, "once_a_day", lambda name, hour, work: done.append((name, work())))
    run_timers.Command()._scans()
    assert done == [("scans", True)]
