"""Files that live pages show, and attachments that keep a page back."""

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from home.models import StandardPage
from publication.actions.approve import record_setup
from publication.errors import Refused, is_guard_refusal
from publication.models import StoredDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def live_document(portal, admin):
    """A document that a live page shows."""
    document = StoredDocument.objects.create(title="附件", file=ContentFile("第一版".encode(), name="a.txt"))
    page = StandardPage(title="带附件", slug="with-file", live=False, body=[("document", document)])
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


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00 a program"),
        ("a.txt", b"MZ\x90\x00 a program"),
        ("a.xlsx", b"not a zip at all"),
        ("a.pdf", b"%PDF-1.7 /JavaScript (app.alert)"),
    ],
)
def test_an_unsafe_attachment_keeps_the_page_back(portal, name, content):
    document = StoredDocument.objects.create(title="附件", file=ContentFile(content, name=name))
    page = StandardPage(title="带附件", slug="with-file", live=False, body=[("document", document)])
    portal.add_child(instance=page)
    revision = page.save_revision()
    record_setup(page, revision, "测试")
    with pytest.raises(Refused, match="附件"):
        revision.publish()
