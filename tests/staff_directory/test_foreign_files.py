"""The unit's border for files and links within a page: naming a key is no way around the choosers."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import StandardPage
from publication.actions.approve import record_setup
from publication.errors import Refused
from publication.models import StoredDocument
from staff_directory.models import UnitPage
from tests.conftest import make_person
from tests.publication.test_publish import form_data

pytestmark = pytest.mark.django_db


def says(answer, text):
    """Tell whether a page shows a text, or hands it to its scripts."""
    body = answer.content.decode()
    return text in body or json.dumps(text)[1:-1] in body


def document(collection, title="别的单位内部材料"):
    file = ContentFile("内部讨论稿".encode(), name="s.txt")
    return StoredDocument.objects.create(title=title, file=file, collection=collection)


@pytest.fixture
def page(unit):
    above = UnitPage.objects.get(unit=unit)
    page = StandardPage(secrecy="clear", title="公告", slug="gg", live=False)
    above.add_child(instance=page)
    page.save_revision(user=make_person("ed", "unit_editor", unit))
    return page


def block(kind, value):
    return {
        "body-count": "1", "body-0-type": kind, "body-0-value": value, "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
    }  # fmt: skip


def text_with(kind, key):
    return json.dumps({
        "blocks": [{"key": "a", "text": "见附件", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 3, "key": 0}]}],
        "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": {"id": key}}},
    })  # fmt: skip


@pytest.mark.parametrize("way", ["chooser", "rich text", "beside an error"])
def test_another_units_file_is_not_taken_into_a_page_nor_named(client, unit, other_unit, page, way):
    secret = document(other_unit.collection)
    client.force_login(get_user_model().objects.get(username="ed"))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client, edit)
    if way == "rich text":
        data.update(block("text", text_with("DOCUMENT", secret.pk)))
    else:
        data.update(block("document", str(secret.pk)))
    if way == "beside an error":
        data["title"] = ""
    answer = client.post(edit, data, follow=True)
    assert says(answer, "不属于本单位")
    assert not says(answer, "别的单位内部材料")
    assert f"/{secret.pk}/s" not in answer.content.decode()
    assert not StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().body
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(preview, data)
    assert not says(client.get(preview), "别的单位内部材料")


def test_another_units_draft_is_not_linked_to(client, unit, other_unit, page):
    foreign = StandardPage(secrecy="clear", title="别的单位的草稿", slug="x", live=False)
    UnitPage.objects.get(unit=other_unit).add_child(instance=foreign)
    client.force_login(get_user_model().objects.get(username="ed"))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**form_data(client, edit), **block("text", text_with("LINK", foreign.pk))}
    assert says(client.post(edit, data, follow=True), "不属于本单位")
    assert not StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object().body


def test_own_and_shared_files_are_taken_and_what_was_there_stays(client, unit, other_unit, page):
    own, foreign = document(unit.collection, "本单位附件"), document(other_unit.collection)
    page.body = [("document", foreign)]  # an officer placed it
    page.save_revision(user=make_person("officer", "disclosure_officer"))
    client.force_login(get_user_model().objects.get(username="ed"))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client, edit)
    data.update(
        {**block("document", str(foreign.pk)), "body-count": "2", "body-1-type": "document", "body-1-order": "1"}
    )
    data.update({"body-1-value": str(own.pk), "body-1-deleted": "", "body-1-id": ""})
    assert not says(client.post(edit, data, follow=True), "不属于本单位")
    stored = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [child.value.pk for child in stored.body] == [foreign.pk, own.pk]


def test_the_gate_keeps_back_another_units_unpublished_file(unit, other_unit, page):
    """政府信息公开条例第十七条"""
    foreign = document(other_unit.collection)
    page = StandardPage.objects.get(pk=page.pk)
    page.body = [("document", foreign)]
    revision = page.save_revision()
    record_setup(page, revision, "测试")
    with pytest.raises(Refused, match="别的单位还没有公开"):
        revision.publish()
    assert not Page.objects.get(pk=page.pk).live
    address = reverse("wagtaildocs_serve", args=[foreign.pk, foreign.filename])
    assert Client().get(address).status_code == 404
    foreign.collection = foreign.collection.get_root()
    foreign.save()
    revision.publish()
    assert Client().get(address).status_code == 200
