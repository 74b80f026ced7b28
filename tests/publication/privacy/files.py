"""Files as they come from offices, made on the spot."""

import io
import zipfile

import openpyxl
import pikepdf
from openpyxl.comments import Comment
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

ID = "210502199001010017"
ID_2 = "210503198512311024"
PHONE = "13912345678"
CARD = "6222021000123456781"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(entries: dict[str, bytes | str], **info) -> bytes:
    """A ZIP container with ``entries``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def docx(body: str = "", **parts: str) -> bytes:
    """A DOCX whose document holds ``body`` (WordprocessingML inside w:body) and other parts by path (``__`` for ``/``)."""
    entries = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    for path, inner in parts.items():
        name = path.replace("__", "/") + ".xml"
        entries[name] = inner if inner.startswith("<?xml") else f"<w:root {_W}>{inner}</w:root>"
    return zipped(entries)


def paragraph(*runs: str) -> str:
    """A paragraph of runs, each formatted on its own as Word does."""
    inner = "".join(run if run.startswith("<") else f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr><w:jc/></w:pPr>{inner}</w:p>"


def xlsx() -> bytes:
    """A workbook with a hidden sheet, a comment, numbers as numbers, and an author."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["姓名", "账号", "手机"])
    sheet.append(["王某", "6217000010012345677", int(PHONE)])
    sheet["A2"].comment = Comment(f"身份证{ID_2}", "编辑")
    hidden = book.create_sheet("底稿")
    hidden.append(["证件号码", ID])
    hidden.sheet_state = "hidden"
    book.properties.keywords = f"联系 {PHONE}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def picture(width: int = 60, height: int = 40, *, gps: bool = False, words: str = "") -> bytes:
    """A JPEG, with a position and a description in its EXIF when asked for."""
    image = Image.new("RGB", (width, height), "white")
    exif = Image.Exif()
    if words:
        exif[0x010E] = words
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 17.0, 12.0), 3: "E", 4: (123.0, 45.0, 6.0)})
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def pdf(*pages: str, boxes: bool = False, invisible: bool = False, image: bool = False) -> bytes:
    """A PDF with one line of text per page; ``boxes`` paint it over, ``image`` puts a picture over the page instead."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer)
    for text in pages:
        if image:
            sheet.drawImage(ImageReader(io.BytesIO(picture(400, 500))), 20, 20, 500, 700)
        words = sheet.beginText(60, 700)
        words.setFont("STSong-Light", 12)
        if invisible:
            words.setTextRenderMode(3)
        words.textLine(text)
        sheet.drawText(words)
        if boxes:
            sheet.rect(40, 680, 500, 40, fill=1)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def pdf_with(*, metadata: str = "", attachment: bytes | None = None, note: str = "") -> bytes:
    """A PDF with words in its properties, an embedded file, and a comment."""
    document = pikepdf.open(io.BytesIO(pdf("正文没有个人信息，只是一页普通的说明文字。")))
    if metadata:
        document.docinfo["/Keywords"] = metadata
    if attachment is not None:
        document.attachments["底稿.xlsx"] = pikepdf.AttachedFileSpec(document, attachment, filename="底稿.xlsx")
    if note:
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name("/Annot"),
            Subtype=pikepdf.Name("/Text"),
            Rect=[10, 10, 30, 30],
            Contents=pikepdf.String(note),
        )
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([document.make_indirect(annotation)]))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def odt(text: str) -> bytes:
    """An ODT with ``text`` as its only paragraph."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><text:p>{text}</text:p></office:document-content>",
        }
    )
