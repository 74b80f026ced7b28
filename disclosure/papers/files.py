"""The file of a document template: DOCX or PDF by its content, and not too large."""

import zipfile
from typing import Any

from publication.gates.attachments import problem_of_file

ENDINGS = ("docx", "pdf")
_MEGABYTE = 1024 * 1024
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def too_large(document: Any, most_megabytes: int, label: str) -> str:
    """Return in Chinese that a file called ``label`` is too large, or gone, and how to mend it; "" for a good one."""
    try:
        size = document.file.size
    except (FileNotFoundError, OSError):
        return f"{label}已不在存储中，请重新上传。"
    if size <= most_megabytes * _MEGABYTE:
        return ""
    return (
        f"{label}有 {size / _MEGABYTE:.1f} MB，超过 {most_megabytes} MB。请压缩其中的图片，或者拆成几个文件后重新上传。"
    )


def wrong_with(document: Any, most_megabytes: int, label: str = "样本文件", endings: tuple[str, ...] = ENDINGS) -> str:
    """Return in Chinese what is wrong with a file called ``label`` and how to mend it; "" for a good one of one of the ``endings``."""
    ending = document.file_extension.lower()
    kinds = "、".join(name.upper() for name in endings[:-1]) + f" 或 {endings[-1].upper()}"
    if ending not in endings:
        return f"{label}须是 {kinds}，现在是 {ending.upper() or '没有扩展名的'} 文件。请另存为 {kinds} 后重新上传。"
    if wrong := too_large(document, most_megabytes, label):
        return wrong
    try:
        with document.file.open("rb") as file:
            wrong = problem_of_file(file, document.filename) or _inside(file, ending)
    except (FileNotFoundError, OSError):
        return f"{label}已不在存储中，请重新上传。"
    return f"{label}{wrong}。请用办公软件打开，另存为 {kinds} 后重新上传。" if wrong else ""


def _inside(file: Any, ending: str) -> str:
    """Look for what makes a file of its kind."""
    file.seek(0)
    if ending in _PARTS:
        with zipfile.ZipFile(file) as archive:
            there = _PARTS[ending] in archive.namelist()
            return "" if there else f"内容不是 {ending.upper()} 文档，只是用了这个文件名"
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 2048))
    return "" if b"%%EOF" in file.read() else "不完整，可能上传时中断了"
