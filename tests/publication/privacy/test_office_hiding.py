"""Words in attributes, masters, numberings and pieces of other formats inside office files are read."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publication.privacy.containers.mail import is_mail
from publication.privacy.containers.walk import extract_from
from publication.privacy.containers.xml_text import text_of

from . import files
from .files import ID, PHONE

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def words(data: bytes) -> str:
    return "\n".join(part.text for part in extract_from(data).parts)


BODIES = {
    "table's description": f'<w:tbl><w:tblPr><w:tblDescription w:val="证号 {ID}"/></w:tblPr><w:tr/></w:tbl>',
    "simple field": f'<w:p><w:fldSimple w:instr="HYPERLINK tel:{ID}"/></w:p>',
    "form field": f'<w:p><w:r><w:fldChar><w:ffData><w:default w:val="{ID}"/></w:ffData></w:fldChar></w:r></w:p>',
    "list of a control": f'<w:sdt><w:sdtPr><w:listItem w:displayText="证号{ID}" w:value="1"/></w:sdtPr></w:sdt>',
    "symbols": "<w:p><w:r>" + "".join(f'<w:sym w:char="F0{ord(sign):02X}"/>' for sign in ID) + "</w:r></w:p>",
}
PARTS = {
    "word__settings": f'<w:docVars><w:docVar w:name="a" w:val="{ID}"/></w:docVars>',
    "word__numbering": f'<w:lvlText w:val="证号{ID}"/>',
    "word__styles": files.paragraph(ID),
    "customXml__item1": f'<?xml version="1.0"?><people><person number="{ID}"/></people>',
    "ppt__slideMasters__slideMaster1": f"<w:t>{ID}</w:t>",
}


@pytest.mark.parametrize("place", BODIES)
def test_body_of_a_document(place):
    assert ID in words(files.docx(BODIES[place]))


@pytest.mark.parametrize("place", PARTS)
def test_parts_of_a_document(place):
    assert ID in words(files.docx(files.paragraph("正文"), **{place: PARTS[place]}))


def mail(body: bytes, encoding: str = "base64", charset: str = "utf-8") -> bytes:
    """A web archive of one part."""
    coded = base64.encodebytes(body) if encoding == "base64" else body
    head = (
        f"MIME-Version: 1.0\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    )
    return head.encode() + b"\r\n" + coded


def test_pieces_of_other_formats_inside_a_document():
    archive = files.zipped(
        {
            "[Content_Types].xml": files._TYPES,
            "word/document.xml": f"<w:document {_W}/>",
            "word/a.mht": mail(f"证号 {ID}".encode()),
            "word/b.rtf": rf"{{\rtf1 {PHONE[:4]}{{\b {PHONE[4:7]}}}\i {PHONE[7:]}}}",
        }
    )
    assert ID in words(archive)
    assert PHONE in words(archive)
    assert [item.reason for item in extract_from(archive).unreadable] == ["legacy"]


def test_mail_with_an_attachment():
    head = b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    inner = (
        b"--x\r\n"
        + mail(files.xlsx()).replace(b"text/html; charset=utf-8", b"application/octet-stream")
        + b"\r\n--x--\r\n"
    )
    assert ID in words(head + inner)


@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cc"]),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_body_of_a_mail_is_read(body):
    found = words(mail(body.encode()))
    assert not body.strip() or body.strip() in found


@given(st.text("证号abc0123456789X", min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_word_of_rich_text_is_read(word):
    coded = "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in word)
    assert word in words(rf"{{\rtf1\ansi {{\b {coded}}}}}".encode())
    bytes_ = "".join(
        sign if sign.isascii() else "".join(f"\\'{b:02x}" for b in sign.encode("gb18030")) for sign in word
    )
    assert word in words(rf"{{\rtf1\ansi\b {bytes_}}}".encode())


@given(
    st.binary(max_size=300),
    st.sampled_from([b"{\\rtf1 ", b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n"]),
)
@settings(max_examples=100, deadline=None)
def test_broken_rich_text_and_mail_never_stop_the_reader(data, head):
    extract_from(head + data)


def test_a_text_that_only_looks_like_headers_is_no_mail():
    assert not is_mail("姓名: 甲\n电话: 乙\n".encode())
    assert not is_mail(b"Name: a\nPhone: b\n")


@given(st.text("0123456789", min_size=7, max_size=25), st.from_regex(r"[a-z]{3,8}", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_a_long_number_in_any_attribute_is_read(number, name):
    _, _, notes = text_of(f'<a><b {name}="{number}"/></a>'.encode(), attributes=True)
    assert number in notes or name in ("path", "points", "adj", "spans", "sqref", "hash", "salt", "polygon", "gfxdata")
