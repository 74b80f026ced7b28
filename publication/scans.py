"""Uploaded scans of letters and instruments: what they must be before they are kept."""

from typing import Any

from .gates.attachments import problem_of_file

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
MAX_BYTES = 20 * 1024 * 1024


def problem_of_scan(file: Any, name: str) -> str:
    """Return what is wrong with an uploaded scan, or "": its content must be what its name says."""
    if name.lower().endswith(".pdf"):
        found = problem_of_file(file, name)
    else:
        file.seek(0)
        head = file.read(12)
        found = "" if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) else "内容不是图片，只是用了这个文件名"
    file.seek(0)
    return found


def refuse_scan(file: Any) -> str:
    """Return why an uploaded file cannot be kept as a scan, in a sentence, or ""."""
    name = str(getattr(file, "name", ""))
    if not name.lower().endswith(ENDINGS):
        return "扫描件请用 PDF、JPG 或 PNG 文件。"
    if file.size > MAX_BYTES:
        return "文件超过 20 MB，请降低扫描分辨率。"
    wrong = problem_of_scan(file, name)
    return f"扫描件{wrong}，请换成正确的文件。" if wrong else ""
