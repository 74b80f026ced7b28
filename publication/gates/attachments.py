"""Attachments of a page that is to be public are what their names say and carry nothing that runs."""

import zipfile
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, ClassVar

from ..file_marks import stamp
from ..page_files import has_lost_choice, keys_of_files, may_refer_to_files
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
_OLE_RUNS = ("_VBA_PROJECT".encode("utf-16-le"), "Ole10Native".encode("utf-16-le"))
_KINDS = "[Content_Types].xml"
_CHUNK = 1 << 20
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
    if head.startswith(_OLE) and _holds(file, _OLE_RUNS):
        return "带有宏或嵌入的程序"
    if wanted == (b"PK\x03\x04",):
        return _problem_of_archive(file)
    return _problem_of_pdf(file) if ending == "pdf" else ""


def _problem_of_pdf(file: Any) -> str:
    from . import pdf_actions  # a library that not every process needs

    return pdf_actions.runs(file, _RUNS)


def _holds(file: Any, marks: tuple[bytes, ...]) -> bool:
    """Tell whether one of ``marks`` stands anywhere in the file."""
    file.seek(0)
    kept = b""
    while chunk := file.read(_CHUNK):
        if any(mark in kept + chunk for mark in marks):
            return True
        kept = chunk[-64:]
    return False


def _problem_of_archive(file: Any) -> str:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = [item.filename for item in archive.infolist()]
            kinds = archive.open(_KINDS).read(_CHUNK).lower() if _KINDS in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "文件已损坏或加了密码，无法打开"
    if any(found.lower().endswith(_RUNS) for found in names) or b"macroenabled" in kinds or b"vbaproject" in kinds:
        return "里面有宏或程序"
    return ""


@lru_cache(maxsize=1024)
def _checked(storage: Any, name: str, size: int, modified: float, called: str) -> str:
    """Look at a file once for each name, size and time of change."""
    with storage.open(name, "rb") as file:
        return problem_of_file(file, called)


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
        documents = list(StoredDocument.objects.filter(pk__in=wanted))
        gone = {id(page) for key in wanted.keys() - {document.pk for document in documents} for page in wanted[key]}
        gone |= {id(page) for page, _ in pairs if may_refer_to_files(type(page)) and has_lost_choice(page)}
        for page in gone:
            message = (
                "页面引用的附件已被删除（或有一处还没有选附件），公开后会是坏链接。请在页面中去掉它，或换成现有的附件。"
            )
            found[page].append(Problem("missing_attachment", message))
        for document in documents:
            wrong = self._problem(document)
            if wrong:
                for page in wanted[document.pk]:
                    message = f"附件“{document.title}”{wrong}，请换成正确的文件后再公开。"
                    found[id(page)].append(Problem("unsafe_attachment", message))
        return found

    def _problem(self, document: Any) -> str:
        try:
            return _checked(*stamp(document.file), document.filename)
        except (FileNotFoundError, ValueError):
            return "的文件已不存在"


register(AttachmentsGate())
