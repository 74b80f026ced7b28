"""Attachments of a page that is to be public are what their names say and carry nothing that runs."""

import zipfile
from collections.abc import Sequence
from typing import Any, ClassVar

from ..page_files import keys_of_files
from .base import Gate, Problem, register

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "doc": (_OLE,),
    "xls": (_OLE,),
}
_RUNS = ("vbaproject.bin", ".exe", ".js", ".vbs", ".bat", ".cmd", ".scr", ".dll", ".ps1", ".hta", ".jar")


def problem_of_file(file: Any, name: str) -> str:
    """Return what is wrong with an open file called ``name``, or "": content against ending, macros, programs."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    file.seek(0)
    head = file.read(2048)
    wanted = _STARTS.get(ending)
    if wanted is not None and not head.startswith(wanted):
        return f"内容不是 {ending.upper()} 文件，只是用了这个文件名"
    if wanted is None and head.startswith((b"MZ", b"\x7fELF", b"#!", *(_OLE,))):
        return "内容是程序或另一种文件，只是用了这个文件名"
    if ending in ("doc", "xls") and "_VBA_PROJECT".encode("utf-16-le") in head + file.read(4 << 20):
        return "带有宏"
    if wanted == (b"PK\x03\x04",):
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                names = [item.filename.lower() for item in archive.infolist()[:5000]]
        except (zipfile.BadZipFile, OSError, ValueError):
            return "文件已损坏，无法打开"
        if any(found.endswith(_RUNS) for found in names):
            return "里面有宏或程序"
    if ending == "pdf" and (b"/JavaScript" in head or b"/Launch" in head):
        return "带有会自动运行的内容"
    return ""


class AttachmentsGate(Gate):
    """The files that a page links to exist, are what they seem, and run nothing."""

    code: ClassVar[str] = "attachments"

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at each document that the page refers to."""
        return self.check_many([(page, revision)])[id(page)]

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Find the documents by the references in each page's own content."""
        from ..models import StoredDocument

        found: dict[Any, list[Problem]] = {id(page): [] for page, _ in pairs}
        wanted: dict[int, list[Any]] = {}
        for page, _ in pairs:
            for key in keys_of_files(page)[StoredDocument]:
                wanted.setdefault(key, []).append(page)
        for document in StoredDocument.objects.filter(pk__in=wanted):
            wrong = self._problem(document)
            if wrong:
                for page in wanted[document.pk]:
                    message = f"附件“{document.title}”{wrong}，请换成正确的文件后再公开。"
                    found[id(page)].append(Problem("unsafe_attachment", message))
        return found

    def _problem(self, document: Any) -> str:
        try:
            with document.file.open("rb") as file:
                return problem_of_file(file, document.filename)
        except FileNotFoundError:
            return "的文件已不存在"


register(AttachmentsGate())
