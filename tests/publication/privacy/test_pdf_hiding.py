"""What a PDF says outside the text of its pages, and pictures of writing, are found or given to a person."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from publication.privacy.containers.walk import extract_from

from .files import ID, PHONE

WORDS = "Notice of the bureau, first page of this file"


def blank(text: str = WORDS):
    """A document of one page with a line of text, and the page."""
    document = pikepdf.Pdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = document.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = document.make_stream(f"BT /F1 12 Tf 50 800 Td ({text}) Tj ET".encode())
    return document, page


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def embedded(text: str) -> bytes:
    """An embedded file whose stream does not say that it is one."""
    document, _ = blank()
    spec = Dictionary(
        Type=Name.Filespec, F=String("a.txt"), UF=String("a.txt"), EF=Dictionary(F=document.make_stream(text.encode()))
    )
    document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a.txt"), spec])))
    return saved(document)


def form_data(text: str) -> bytes:
    document, _ = blank()
    stream = document.make_stream(f"<datasets><data><a>{text}</a></data></datasets>".encode())
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Array([String("datasets"), stream]))
    return saved(document)


def broken_form_data(text: str) -> bytes:
    document, _ = blank()
    document.Root.AcroForm = Dictionary(XFA=document.make_stream(f"<xdp><data><a>{text}</a><b>".encode()))
    return saved(document)


def script(text: str) -> bytes:
    document, _ = blank()
    code = document.make_stream(f"var a = '{text}';".encode())
    document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=code))
    return saved(document)


def stamp(text: str, states: bool = False) -> bytes:
    """A stamp whose words stand in its appearance only."""
    document, page = blank()
    look = document.make_stream(f"BT /F1 12 Tf 0 5 Td ({text}) Tj ET".encode())
    look.stream_dict.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 400, 30]),
            Resources=Dictionary(Font=Dictionary(F1=page.obj.Resources.Font.F1)),
        )
    )
    annotation = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        Rect=Array([50, 500, 450, 530]),
        AP=Dictionary(N=Dictionary(On=look) if states else look),
    )
    page.obj.Annots = Array([document.make_indirect(annotation)])
    return saved(document)


PLACES = {
    "embedded": embedded,
    "form data": form_data,
    "broken form data": broken_form_data,
    "script": script,
    "stamp": stamp,
    "stamp in a state": lambda text: stamp(text, states=True),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_hiding_place_is_read(place):
    found = extract_from(PLACES[place](f"{ID} {PHONE}"))
    text = "\n".join(part.text for part in found.parts)
    assert ID in text
    assert PHONE in text


@given(st.sampled_from(sorted(PLACES)), st.text("0123456789ABCDEFabcdef", min_size=6, max_size=30))
@settings(max_examples=40, deadline=None)
def test_any_word_in_any_hiding_place_is_read(place, word):
    found = extract_from(PLACES[place](word))
    assert any(word in part.text for part in found.parts)


def with_pictures(width: float, height: float, count: int = 1) -> bytes:
    """A page of text with grey pictures of a size in points under one another."""
    document, page = blank()
    picture = document.make_stream(bytes([200]) * 100)
    picture.stream_dict.update(
        Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    )  # fmt: skip
    page.obj.Resources.XObject = Dictionary(Im=picture)
    drawn = "".join(f"\nq {width} 0 0 {height} 20 {760 - (n + 1) * height} cm /Im Do Q" for n in range(count))
    page.obj.Contents = document.make_stream(page.obj.Contents.read_bytes() + drawn.encode())
    return saved(document)


@pytest.mark.parametrize(("width", "height", "count"), [(300, 20, 1), (555, 30, 24), (555, 700, 1), (20, 200, 1)])
def test_pictures_that_may_be_writing_are_given_to_a_person(width, height, count):
    assert [item.reason for item in extract_from(with_pictures(width, height, count)).unreadable] == ["image"]


@pytest.mark.parametrize(("width", "height", "count"), [(40, 40, 1), (400, 2, 3)])
def test_small_signs_and_rules_are_not(width, height, count):
    assert extract_from(with_pictures(width, height, count)).unreadable == []


def drawn_page(strokes: int, text: str = "") -> bytes:
    document, page = blank(text)
    shapes = "".join(f"{50 + n} 700 m {54 + n} 710 l {56 + n} 700 l h f\n" for n in range(strokes))
    page.obj.Contents = document.make_stream(page.obj.Contents.read_bytes() + b"\n" + shapes.encode())
    return saved(document)


def test_a_page_of_letters_turned_into_outlines_is_a_scan():
    assert [item.reason for item in extract_from(drawn_page(60)).unreadable] == ["scan"]
    assert extract_from(drawn_page(2)).unreadable == []
    assert extract_from(drawn_page(60, WORDS)).unreadable == []
