"""What is inside a file is read wherever it hides, and what cannot be read is said."""

import zipfile

import pytest

from publication.privacy.containers import read_bytes, read_file
from publication.privacy.containers.parts import MAX_UNFOLDED
from publication.privacy.containers.sniffing import kind_of

from . import files
from .files import ID, ID_2, PHONE


def places(data: bytes, needle: str) -> list[str]:
    return [part.where for part in read_bytes(data).parts if needle in part.text]


def test_docx_body_in_split_runs():
    assert places(files.docx(files.paragraph("身份证号", ID[:6], ID[6:14], ID[14:])), ID) == ["正文"]


def test_docx_every_hiding_place():
    vanished = f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{ID}</w:t></w:r>"
    data = files.docx(
        files.paragraph("见附件", vanished),
        word__header1=files.paragraph(f"页眉 {PHONE}"),
        word__footer2=files.paragraph(f"页脚 {PHONE}"),
        word__comments=f"<w:comment>{files.paragraph(ID_2)}</w:comment>",
        word__footnotes=files.paragraph(f"脚注 {PHONE}"),
        word__endnotes=files.paragraph(f"尾注 {PHONE}"),
        docProps__core=f"<dc:creator xmlns:dc='urn:x'>{PHONE}</dc:creator>",
    )
    assert places(data, ID) == ["正文"]
    assert places(data, ID_2) == ["批注"]
    assert places(data, PHONE) == ["页眉", "页脚", "脚注", "尾注", "文档属性"]


def test_docx_tracked_changes_do_not_glue_old_and_new():
    data = files.docx(
        files.paragraph(
            "电话",
            f"<w:del><w:r><w:delText>{PHONE}</w:delText></w:r></w:del>",
            "<w:ins><w:r><w:t>139****5678</w:t></w:r></w:ins>",
        )
    )
    texts = {part.where: part.text for part in read_bytes(data).parts}
    assert texts["正文"] == "电话139****5678"
    assert texts["正文（修订前）"] == f"电话{PHONE}"


def test_docx_table_rows_keep_their_columns():
    cells = [
        f"<w:tr>{''.join(f'<w:tc>{files.paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("姓名", "账号"), ("王某", "123"))
    ]
    text = read_bytes(files.docx(f"<w:tbl>{''.join(cells)}</w:tbl>")).parts[0].text
    assert [[cell.strip() for cell in line.split("\t")][:2] for line in text.split("\n")] == [
        ["姓名", "账号"],
        ["王某", "123"],
    ]


def test_docx_picture_is_unreadable_and_its_position_told():
    data = files.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": "<w:document xmlns:w='urn:w'/>",
            "word/media/image1.jpeg": files.picture(gps=True, words=f"拍摄人{PHONE}"),
        }
    )
    extract = read_bytes(data)
    assert [(item.where, item.reason) for item in extract.unreadable] == [("image1.jpeg", "image")]
    assert extract.position == ["image1.jpeg › 照片位置"]
    assert any(PHONE in part.text for part in extract.parts)


def test_xlsx_hidden_sheet_comment_properties_and_numbers():
    data = files.xlsx()
    assert places(data, ID) == ["隐藏的工作表“底稿”"]
    assert places(data, ID_2) == ["批注"]
    assert places(data, PHONE) == ["工作表“名单”", "文档属性"]


def test_pdf_text_under_black_boxes_and_in_invisible_ink():
    assert places(files.pdf(f"身份证号 {ID}", boxes=True), ID) == ["第1页"]
    assert places(files.pdf(f"身份证号 {ID}", invisible=True), ID) == ["第1页"]


def test_pdf_metadata_comments_and_embedded_files():
    data = files.pdf_with(metadata=f"电话{PHONE}", attachment=files.xlsx(), note=f"请核对{ID_2}")
    assert places(data, f"电话{PHONE}") == ["文档属性"]
    assert "批注" in places(data, f"请核对{ID_2}")
    assert places(data, ID) == ["附件 底稿.xlsx › 隐藏的工作表“底稿”"]


def test_pdf_earlier_version_is_read():
    """An editor that appends to the file leaves the deleted text in it."""
    first = files.pdf(f"身份证号 {ID}")
    start = first.rindex(b"startxref")
    offset = len(first)
    empty = b"%d 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n"
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].Contents.objgen[0]
        size = int(document.trailer.Size)
        root = document.Root.objgen[0]
    body = empty % number
    position = offset + 1
    previous = int(first[start:].split()[1])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, position)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, root, previous, position + len(body),
    )  # fmt: skip
    data = first + b"\n" + body + table + trailer
    assert places(data, ID) == ["早先版本1第1页"]


def test_pdf_scan_without_text_is_unreadable():
    extract = read_bytes(files.pdf("", "", image=True))
    assert [(item.where, item.reason) for item in extract.unreadable] == [("第1、2页", "scan")]


def test_pdf_with_a_large_picture_beside_text_is_unreadable_there():
    extract = read_bytes(files.pdf("这一页除了图片之外，还有一行说明文字。", image=True))
    assert [(item.where, item.reason) for item in extract.unreadable] == [("第1页", "image")]


def test_pdf_with_a_password_is_unreadable():
    import io

    import pikepdf

    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(files.pdf("正文"))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert [item.reason for item in read_bytes(buffer.getvalue()).unreadable] == ["encrypted"]


def test_open_document_text():
    assert places(files.odt(f"电话<text:span>{PHONE[:3]}</text:span>{PHONE[3:]}"), PHONE) == ["正文"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_usual_encodings(encoding):
    assert places(f"姓名,电话\n王某,{PHONE}\n张某某，单位经办".encode(encoding), PHONE) == [""]


def test_zip_is_looked_into():
    inner = files.zipped({"内/名单.xlsx": files.xlsx()})
    assert places(files.zipped({"包.zip": inner}), ID) == ["包.zip › 内/名单.xlsx › 隐藏的工作表“底稿”"]


def test_zip_entry_names_in_gbk_are_read():
    buffer = files.zipped({"XXXX.txt": "a"})
    data = buffer.replace(b"XXXX", "张三".encode("gbk"))
    assert places(data, "张三.txt") == ["压缩包内文件名"]


def test_nested_zips_end_somewhere():
    data = b"end"
    for _ in range(6):
        data = files.zipped({"a.zip": data})
    assert "too_deep" in [item.reason for item in read_bytes(data).unreadable]


def test_zip_bomb_is_refused_before_unfolding():
    bomb = files.zipped({f"{n}.txt": b"0" * 60_000_000 for n in range(MAX_UNFOLDED // 60_000_000 + 1)})
    assert [item.reason for item in read_bytes(bomb).unreadable] == ["too_large"]


def test_entity_bomb_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "0123456789"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
    extract = read_bytes(files.docx(files.paragraph("好"), word__comments=bomb))
    assert [(item.where, item.reason) for item in extract.unreadable] == [("批注", "broken")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Rar!\x1a\x07\x01\x00" + b"0" * 50, "unknown"),
        (b"ID3\x04" + b"\0" * 50, "media"),
        (b"PK\x03\x04broken", "broken"),
        (b"%PDF-1.7 broken", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken"),
        (b"\0\1\2\3" * 50, "unknown"),
    ],
)
def test_what_nobody_can_read_is_said(data, reason):
    assert reason in [item.reason for item in read_bytes(data).unreadable]


def test_image_is_unreadable_and_kind_is_told_by_content():
    assert kind_of(files.picture()) == "image"
    assert [item.reason for item in read_bytes(files.picture()).unreadable] == ["image"]


def test_missing_file_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "nothing.pdf")


def test_old_workbook(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    sheet.write(0, 0, "身份证号")
    sheet.write(1, 0, ID)
    book.save(str(tmp_path / "a.xls"))
    assert any(ID in part.text for part in read_file(tmp_path / "a.xls").parts)


def test_encrypted_zip_entry():
    data = bytearray(files.zipped({"a.txt": "x"}))
    with zipfile.ZipFile(__import__("io").BytesIO(bytes(data))) as archive:
        offset = archive.infolist()[0].header_offset
    data[offset + 6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    assert [(item.where, item.reason) for item in read_bytes(bytes(data)).unreadable] == [("a.txt", "encrypted")]
