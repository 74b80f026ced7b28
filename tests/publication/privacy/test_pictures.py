"""Words in pictures: read where the optional library is installed; everything works, and is said, where it is not."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from home.models import StandardPage
from publication.actions.privacy_decisions import ConfirmRead
from publication.gates import problems_of
from publication.models import StoredDocument
from publication.privacy.check import check_page
from publication.privacy.checks import pictures_are_read
from publication.privacy.containers import eyes, read_bytes
from publication.privacy.containers.parts import Extract

from . import files
from .files import ID, PHONE


def photographed(*lines: str, turned: float = 0) -> bytes:
    """A JPEG of digits on paper."""
    image = Image.new("L", (900, 200 + 90 * len(lines)), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((80, 90 + 90 * number), line, font=ImageFont.load_default(44), fill=30)
    stream = io.BytesIO()
    image.rotate(turned, fillcolor=255, expand=True).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def scanned(*pages: bytes) -> bytes:
    """A PDF of pictures without a text layer."""
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    for page in pages:
        sheet.drawImage(ImageReader(io.BytesIO(page)), 30, 300, 500, 300)
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


def reasons(extract: Extract) -> list[tuple[str, str]]:
    return [(item.where, item.reason) for item in extract.unreadable]


@pytest.fixture
def page(portal):
    """A draft with a photographed document."""
    made = StandardPage(secrecy="clear", title="说明", slug="shuoming", live=False)
    stored = StoredDocument.objects.create(title="附件", file=ContentFile(photographed(ID), name="a.jpg"))
    made.body = [("document", stored)]
    portal.add_child(instance=made)
    made.save_revision()
    return made


def test_without_the_library_pictures_and_scans_are_for_a_person(monkeypatch):
    monkeypatch.setattr(eyes, "LIBRARY", "no_such_library")
    assert reasons(read_bytes(photographed(ID))) == [("", "image")]
    assert reasons(read_bytes(scanned(photographed(ID)))) == [("第1页", "scan")]


def test_a_library_that_fails_costs_nothing_of_what_was_read(monkeypatch):
    monkeypatch.setattr("publication.privacy.containers.eyes.installed", lambda: True)
    data = files.docx(files.paragraph("电话", PHONE), word__media__image1="<?xml version='1.0'?><x/>")
    assert PHONE in "".join(part.text for part in read_bytes(data).parts)
    blank = files.picture(60, 40, gps=True)
    assert reasons(read_bytes(blank)) == [("", "image")]
    assert read_bytes(blank).position


def test_check_says_in_chinese_that_pictures_are_not_read(monkeypatch, capsys):
    monkeypatch.setattr(eyes, "LIBRARY", "no_such_library")
    call_command("check")
    said = capsys.readouterr().err
    assert "publication.I001" in said
    assert "requirements-ocr.txt" in said
    monkeypatch.setattr(eyes, "LIBRARY", "json")
    assert pictures_are_read() == []


def test_the_screen_says_that_pictures_are_not_read(monkeypatch, client, admin, page):
    monkeypatch.setattr(eyes, "LIBRARY", "no_such_library")
    client.force_login(admin)
    html = client.get(reverse("privacy_page", args=[page.pk])).content.decode()
    assert "没有安装文字识别" in html
    assert "机器读不出其中的文字" in html


def test_boxes_beside_one_another_are_one_line_whatever_their_order():
    def box(left, top, height=20):
        return [[left, top], [left + 90, top], [left + 90, top + height], [left, top + height]]

    found = [(box(200, 103), "13912345678"), (box(10, 100), "电话"), (box(10, 150), "住址"), (box(200, 147), "东明路")]
    assert eyes.rows_of(found) == "电话 13912345678\n住址 东明路"
    assert eyes.rows_of([]) == ""


@pytest.mark.ocr
@pytest.mark.parametrize("turned", [0, 2, -4])
def test_numbers_in_a_picture_are_read(turned):
    extract = read_bytes(photographed(f"ID {ID}", f"TEL {PHONE}", turned=turned))
    words = {part.where: part.text for part in extract.parts}["图中文字"]
    assert ID in words
    assert PHONE in words
    assert reasons(extract) == [("", "image_read")]


@pytest.mark.ocr
def test_scanned_pages_are_read_one_by_one_and_a_page_without_words_is_not():
    blank = io.BytesIO()
    Image.new("L", (900, 500), 255).save(blank, "JPEG")
    extract = read_bytes(scanned(photographed(ID), blank.getvalue(), photographed(PHONE)))
    assert {part.where: part.text for part in extract.parts if "图中文字" in part.where} == {
        "第1页 › 图中文字": ID,
        "第3页 › 图中文字": PHONE,
    }
    assert set(reasons(extract)) == {("第1、3页", "scan_read"), ("第2页", "scan")}


@pytest.mark.ocr
def test_what_is_read_in_a_picture_blocks_and_a_person_still_has_to_look(page, admin):
    codes = {problem.code for problem in problems_of(page, None)}
    assert codes == {"privacy_id", "privacy_unreadable"}
    found = check_page(page)
    assert [(item.kind, item.where) for item in found.findings] == [("id", "附件 › 图中文字")]
    ConfirmRead(page, admin, found.unreadable[0].file_digest, "逐页看过，没有别的").execute()
    assert {problem.code for problem in problems_of(page, None)} == {"privacy_id"}
