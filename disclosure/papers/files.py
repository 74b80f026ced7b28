"""The file of a document template: DOCX or PDF by its content, and not too large."""

import zipfile
from typing import Any

from publication.gates.attachments import problem_of_file

ENDINGS = ("docx", "pdf")
_MEGABYTE = 1024 * 1024


def wrong_with(document: Any, most_megabytes: int) -> str:
    """Return in Chinese what is wrong with a template's file and how to mend it; "" for a good one."""
    ending = document.file_extension.lower()
    if ending not in ENDINGS:
        return f"样本文件须是 DOCX 或 PDF，现在是 {ending.upper() or '没有扩展名的'} 文件。请另存为 DOCX 或 PDF 后重新上传。"
    try:
        size = document.file.size
        if size > most_megabytes * _MEGABYTE:
            return f"样本文件有 {size / _MEGABYTE:.1f} MB，超过 {most_megabytes} MB。请压缩其中的图片，或者拆成几个文件后重新上传。"
        with document.file.open("rb") as file:
            wrong = problem_of_file(file, document.filename) or _inside(file, ending)
    except (FileNotFoundError, OSError):
        return "样本文件已不在存储中，请重新上传。"
    return f"样本文件{wrong}。请用文字处理软件打开，另存为 DOCX 或 PDF 后重新上传。" if wrong else ""


def _inside(file: Any, ending: str) -> str:
    """Look for what makes a file of its kind."""
    file.seek(0)
    if ending == "docx":
        with zipfile.ZipFile(file) as archive:
            return "" if "word/document.xml" in archive.namelist() else "内容不是 DOCX 文档，只是用了这个文件名"
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    return "" if b"%%EOF" in file.read() else "不完整，可能上传时中断了"
