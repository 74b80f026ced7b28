"""Every form that takes a file looks into it: a program under another name is told at once and not kept."""

import datetime
import io
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from disclosure.models import FlowchartPage, GuideWorkbook, ImportJob, MatterWorkbook
from publication.models import StoredDocument, StoredImage
from tests.disclosure.flowcharts.samples import make_chart

pytestmark = pytest.mark.django_db

PROGRAM = b"MZ\x90\x00" + b"\x00" * 4000


def program(name):
    return SimpleUploadedFile(name, PROGRAM)


def kept():
    """How many files are kept, by model."""
    return Counter({model: model.objects.count() for model in (StoredDocument, StoredImage)})


def stored_document(unit):
    file = SimpleUploadedFile("good.txt", b"text")
    return StoredDocument.objects.create(title="附件", file=file, collection=unit.collection)


#: Ways of uploading attachments and pictures → what is sent; the names are what each list allows.
FORMS = {
    "list": lambda unit: ("wagtaildocs:add", [], {"title": "办法", "file": program("a.pdf"), "collection": unit.collection_id}),
    "several at once": lambda unit: (
        "wagtaildocs:add_multiple", [], {"title": "办法", "files[]": program("a.docx"), "collection": unit.collection_id},
    ),
    "chooser in a page": lambda unit: (
        "wagtaildocs_chooser:create", [],
        {"document-chooser-upload-title": "办法", "document-chooser-upload-file": program("a.xlsx"),
         "document-chooser-upload-collection": unit.collection_id},
    ),
    "text under another name": lambda unit: (
        "wagtaildocs:add", [], {"title": "办法", "file": program("a.txt"), "collection": unit.collection_id},
    ),
    "image list": lambda unit: ("wagtailimages:add", [], {"title": "图", "file": program("a.png"), "collection": unit.collection_id}),
    "image chooser in a page": lambda unit: (
        "wagtailimages_chooser:create", [],
        {"image-chooser-upload-title": "图", "image-chooser-upload-file": program("a.jpg"),
         "image-chooser-upload-collection": unit.collection_id},
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", FORMS)
def test_a_program_under_another_name_is_not_kept(way, client, unit, editor):
    client.force_login(editor)
    before = kept()
    name, arguments, data = FORMS[way](unit)
    headers = {"x-requested-with": "XMLHttpRequest"} if "several" in way or "chooser" in way else {}
    answer = client.post(reverse(name, args=arguments), data, headers=headers)
    assert answer.status_code in (200, 400), way
    assert kept() == before
    text = answer.content.decode("unicode_escape" if b"\\u" in answer.content else "utf-8")
    assert "没有保存" in text or "不是有效的图片" in text or "图片" in text, text[:400]


@pytest.mark.parametrize("way", [way for way in FORMS if way != "several at once"])
def test_the_same_forms_keep_a_good_file(way, client, unit, editor):
    """The counterpart: what was not kept was refused for what it holds."""
    client.force_login(editor)
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(picture, "PNG")
    good = (
        SimpleUploadedFile("a.png", picture.getvalue())
        if "image" in way
        else SimpleUploadedFile("a.txt", "第一条".encode())
    )
    name, arguments, data = FORMS[way](unit)
    before = kept().total()
    client.post(
        reverse(name, args=arguments), {key: good if hasattr(value, "read") else value for key, value in data.items()}
    )
    assert kept().total() == before + 1


def test_a_draft_file_is_not_replaced_by_a_program(client, unit, editor):
    document = stored_document(unit)
    client.force_login(editor)
    data = {"title": "附件", "collection": unit.collection_id, "file": program("b.pdf")}
    assert "没有保存" in client.post(reverse("wagtaildocs:edit", args=[document.pk]), data).content.decode()
    assert StoredDocument.objects.get(pk=document.pk).file.read() == b"text"


def test_workbooks_and_numbers_are_read_by_content(client, unit, editor):
    """A spreadsheet that is none is told; it becomes no draft, no line of a batch, and no row of an import."""
    chart = make_chart(unit, live=False)
    steps = FlowchartPage.objects.get(pk=chart.pk).get_latest_revision_as_object().steps.get_prep_value()
    client.force_login(editor)
    for name, data in {
        "matter_sheets:index": {"unit": unit.pk, "file": program("a.xlsx")},
        "guide_sheets:index": {"unit": unit.pk, "file": program("a.ods")},
        "life:batch_new": {"file": program("a.xls")},
    }.items():
        answer = client.post(reverse(name), data, follow=True)
        text = answer.content.decode()
        assert answer.status_code in (200, 400)
        assert any(word in text for word in ("不是", "无法", "不能", "打不开")), (name, text[-3000:])
        assert not MatterWorkbook.objects.exclude(applied_at=None).exists()
        assert not GuideWorkbook.objects.exclude(applied_at=None).exists()
    answer = client.post(reverse("flowcharts:upload", args=[chart.pk]), {"file": program("a.xlsx")})
    assert answer.status_code == 400
    assert FlowchartPage.objects.get(pk=chart.pk).get_latest_revision_as_object().steps.get_prep_value() == steps
    assert not ImportJob.objects.filter(status="published").exists()


def test_scans_of_instruments_are_looked_into(client, live_penalty, reviewer):
    client.force_login(reviewer)
    before = kept()
    data = {
        "way": "withdraw:revoked", "statement": "依据复议决定撤销。", "instrument_name": "行政复议决定书", "instrument_body": "示例市人民政府",
        "instrument_date": timezone.localdate() - datetime.timedelta(days=1), "act": "ask", "scan": program("scan.pdf"),
    }  # fmt: skip
    assert "请换成正确的文件" in client.post(reverse("life:ask", args=[live_penalty.pk]), data).content.decode()
    assert kept() == before


#: Where a form takes a file, beside attachments, pictures and imports, which have tests of their own.
TAKING_FILES = {
    "publication.life_admin.forms": "here", "staff_directory.steps.letter_views": "staff_directory/test_letters.py",
    "disclosure.imports.forms": "disclosure/test_hostile_files.py", "disclosure.matters.sheets.screens": "here",
    "disclosure.flowcharts.sheet_views": "here",
}  # fmt: skip


def test_every_form_that_takes_a_file_is_in_the_table():
    import re
    from importlib import import_module

    from .test_paths_complete import _modules_of

    taking = set()
    for package in ("publication", "home", "search", "staff_directory", "disclosure"):
        taking |= {
            module for module, text in _modules_of(import_module(package)) if re.search(r"forms\.FileField\(", text)
        }
    assert taking == set(TAKING_FILES)
