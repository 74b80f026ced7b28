"""Files that live pages show, and attachments that keep a page back."""

import datetime
import io
from pathlib import Path
from unittest import mock

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from home.models import StandardPage
from publication.actions.approve import record_setup
from publication.errors import Refused, is_guard_refusal
from publication.gates.attachments import problem_of_file
from publication.models import StoredDocument
from staff_directory.models import UnitPage
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def live_document(portal, admin):
    """A document that a live page shows."""
    document = StoredDocument.objects.create(title="附件", file=ContentFile("第一版".encode(), name="a.txt"))
    page = StandardPage(secrecy="clear", title="带附件", slug="with-file", live=False, body=[("document", document)])
    portal.add_child(instance=page)
    revision = page.save_revision()
    record_setup(page, revision, "测试")
    revision.publish()
    return document


def test_a_file_that_a_live_page_shows_is_not_replaced(client, admin, live_document):
    client.force_login(admin)
    url = reverse("wagtaildocs:edit", args=[live_document.pk])
    new = ContentFile("第二版".encode(), name="b.txt")
    data = {"title": "附件", "collection": live_document.collection_id, "file": new, "tags": ""}
    answer = client.post(url, data, follow=True)
    assert "正被已公开的页面使用" in answer.content.decode()
    answer = client.post(reverse("wagtaildocs:delete", args=[live_document.pk]), follow=True)
    assert "正被已公开的页面使用" in answer.content.decode()
    live_document.refresh_from_db()
    assert live_document.file.open().read().decode() == "第一版"
    for change in (
        lambda: StoredDocument.objects.filter(pk=live_document.pk).update(file="documents/other.txt"),
        lambda: live_document.delete(),
    ):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            change()
        assert is_guard_refusal(caught.value)


def pdf_that(**root):
    """A PDF whose catalogue has further entries, all objects in object streams: no word of them can be read in its bytes."""

    def made(value):
        if isinstance(value, dict):
            return pikepdf.Dictionary({key: made(found) for key, found in value.items()})
        if isinstance(value, list):
            return pikepdf.Array([made(found) for found in value])
        return pikepdf.Name(value) if value.startswith("/") else pikepdf.String(value)

    document = pikepdf.new()
    document.add_blank_page()
    for key, value in root.items():
        document.Root[f"/{key}"] = document.make_indirect(made(value))
    buffer = io.BytesIO()
    document.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 a program"),
        ("a.txt", b"MZ\x90\x00 a program"),
        ("a.xlsx", b"not a zip at all"),
        ("a.pdf", b"%PDF-1.7 /JavaScript (app.alert)"),
        ("a.pdf", b"%PDF-1.7" + b" " * 5000 + b"/Launch (x)"),
        ("a.pdf", pdf_that(OpenAction={"/S": "/JavaScript", "/JS": "app.alert(1)"})),
        ("a.pdf", pdf_that(OpenAction={"/S": "/URI", "/URI": "https://example.com/"})),
        ("a.pdf", pdf_that(AA={"/WC": {"/S": "/GoTo"}})),
        ("a.pdf", pdf_that(Names={"/JavaScript": {"/Names": []}})),
        ("a.pdf", pdf_that(Deep=[[{"/A": {"/S": "/Launch", "/F": "cmd.exe"}}]])),
        ("a.pdf", pdf_that(Deep={"/Type": "/Filespec", "/UF": "示例.exe", "/EF": {}})),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b" " * (5 << 20) + "_VBA_PROJECT".encode("utf-16-le")),
    ],
)
def test_an_unsafe_attachment_keeps_the_page_back(portal, name, content):
    document = StoredDocument.objects.create(title="附件", file=ContentFile(content, name=name))
    page = StandardPage(secrecy="clear", title="带附件", slug="with-file", live=False, body=[("document", document)])
    portal.add_child(instance=page)
    revision = page.save_revision()
    record_setup(page, revision, "测试")
    with pytest.raises(Refused, match="附件“"):
        revision.publish()


def test_a_plain_pdf_is_no_unsafe_attachment():
    for root in (
        {},
        {"OpenAction": {"/S": "/GoTo", "/D": []}},
        {"Deep": {"/S": "/URI", "/URI": "https://example.com/"}},
    ):
        assert problem_of_file(io.BytesIO(pdf_that(**root)), "a.pdf") == ""


def test_an_attachment_that_was_deleted_keeps_the_page_back(portal):
    document = StoredDocument.objects.create(title="附件", file=ContentFile("文".encode(), name="a.txt"))
    page = StandardPage(secrecy="clear", title="带附件", slug="with-file", live=False, body=[("document", document)])
    portal.add_child(instance=page)
    revision = page.save_revision()
    document.delete()
    record_setup(page, revision, "测试")
    with pytest.raises(Refused, match="已被删除"):
        revision.publish()


@pytest.fixture
def scheduled(client, unit):
    """A page with an attachment that the head has approved for later: (page, document, editor)."""
    writer, head = make_person("ed", "unit_editor", unit), make_person("head", "unit_head", unit)
    file = ContentFile("审核过的第一版".encode(), name="a.txt")
    document = StoredDocument.objects.create(title="办法", file=file, collection=unit.collection)
    page = StandardPage(secrecy="clear", title="公告", slug="gg", live=False, body=[("document", document)])
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    UnitPage.objects.get(unit=unit).add_child(instance=page)
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    page = StandardPage.objects.get(pk=page.pk)
    client.force_login(head)
    step = page.current_workflow_state.current_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk]), {"comment": ""})
    assert page.revisions.filter(approved_go_live_at__isnull=False).exists()
    return page, document, writer


def run_timer():
    later = timezone.now() + datetime.timedelta(hours=2)
    with mock.patch("django.utils.timezone.now", return_value=later):
        call_command("publish_scheduled")


def replacing(document, client, name="办法"):
    return client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {
            "title": name,
            "collection": document.collection_id,
            "tags": "",
            "file": SimpleUploadedFile("b.txt", "第二版".encode()),
        },
        follow=True,
    )


def test_what_was_approved_with_its_file_goes_live(scheduled):
    run_timer()
    assert StandardPage.objects.get(pk=scheduled[0].pk).live


def test_a_file_that_was_approved_is_not_replaced_at_its_screen(client, scheduled):
    """政府信息公开条例第十七条"""
    _page, document, writer = scheduled
    client.force_login(writer)
    assert "正在审核或已经审核" in replacing(document, client).content.decode()
    document.refresh_from_db()
    assert document.file.open("rb").read().decode() == "审核过的第一版"


@pytest.mark.parametrize("column", ["file", "title", "bytes"])
def test_a_file_changed_behind_the_screens_voids_the_approval(scheduled, column):
    """政府信息公开条例第十七条"""
    page, document, _ = scheduled
    if column == "file":
        document.file.save("c.txt", ContentFile("没有审核过的第二版".encode()))
    elif column == "title":
        StoredDocument.objects.filter(pk=document.pk).update(title="另一个名称")
    else:
        Path(document.file.path).write_text("没有审核过的、更长的第二版")
    run_timer()
    assert not StandardPage.objects.get(pk=page.pk).live


def test_whoever_replaces_a_file_of_a_draft_is_its_last_editor(client, unit):
    """A head may not put a file of their own under somebody else's page and approve it."""
    writer, head = make_person("ed", "unit_editor", unit), make_person("head", "unit_head", unit)
    file = ContentFile("第一版".encode(), name="a.txt")
    document = StoredDocument.objects.create(title="办法", file=file, collection=unit.collection)
    page = StandardPage(secrecy="clear", title="公告", slug="gg", live=False, body=[("document", document)])
    UnitPage.objects.get(unit=unit).add_child(instance=page)
    page.save_revision(user=writer)
    client.force_login(head)
    assert "由别人起草的页面" in replacing(document, client).content.decode()
    client.force_login(writer)
    replacing(document, client)
    document.refresh_from_db()
    assert document.file.open("rb").read().decode() == "第二版"


def test_a_file_in_the_newer_draft_of_a_live_page_is_held_too(client, unit):
    writer, head = make_person("ed", "unit_editor", unit), make_person("head", "unit_head", unit)
    page = StandardPage(secrecy="clear", title="公告", slug="gg", live=False, introduction="示例说明。")
    UnitPage.objects.get(unit=unit).add_child(instance=page)
    revision = page.save_revision(user=writer)
    record_setup(page, revision, "测试")
    revision.publish()
    file = ContentFile("第一版".encode(), name="a.txt")
    document = StoredDocument.objects.create(title="办法", file=file, collection=unit.collection)
    page = StandardPage.objects.get(pk=page.pk)
    page.body = [("document", document)]
    page.save_revision(user=writer)
    client.force_login(head)
    assert "由别人起草的页面" in replacing(document, client).content.decode()
