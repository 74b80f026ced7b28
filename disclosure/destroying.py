"""What imports hold of a decision: rows, reports, the uploaded spreadsheet itself."""

import zipfile
from pathlib import Path
from typing import Any

from publication.destruction import Holder, Scope, exempt, register
from publication.destruction.base import NEUTRAL
from publication.destruction.mentions import Cutter, all_written, cut, mentioning

from .imports import files
from .models import ImportedRow, ImportJob
from .models.imports import ImportStatus

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le")
_TEXTS = ("file_name", "note", "late_reason")
#: Steps that still need the spreadsheet.
_BEGUN = (ImportStatus.CHECKING, ImportStatus.CHECKED, ImportStatus.IMPORTING)
DELETED = "文件含有已按命令销毁的内容，已经删除：去掉那一行以后重新上传。"


class ImportHolder(Holder):
    """Imports that brought the page, and any whose report or file mentions it."""

    code = "imports"
    label = "导入：行、报告、上传的表格"
    tables = ("disclosure.ImportJob", "disclosure.ImportedRow")

    def _rows(self, scope: Scope) -> Any:
        return ImportedRow.objects.filter(page__in=scope.keys)

    def _own_jobs(self, scope: Scope) -> Any:
        return ImportJob.objects.filter(pk__in=self._rows(scope).values("job_id"))

    def _with_file(self, scope: Scope) -> list[ImportJob]:
        own = set(self._own_jobs(scope).values_list("pk", flat=True))
        stored = ImportJob.objects.exclude(stored_name="")
        return [job for job in stored if job.pk in own or mentions(files.path_of(job), scope.names)]

    def destroy(self, scope: Scope) -> int:
        """Take words out of rows and reports, and remember that the spreadsheets must go."""
        total = 0
        for job in self._with_file(scope):
            scope.bytes.append(("uploads", job.stored_name))
            values: dict[str, Any] = {"stored_name": ""}
            if job.status in _BEGUN:
                values |= {"status": ImportStatus.CANCELLED, "note": DELETED, "lease": None, "lease_until": None}
            total += ImportJob.objects.filter(pk=job.pk).update(**values)
        places: dict[int, set[tuple[str, int]]] = {}
        for row in self._rows(scope):
            places.setdefault(row.job_id, set()).add((row.sheet, row.row))
        for job in self._own_jobs(scope):
            report = _without(job.report, places[job.pk])
            if report != job.report:
                ImportJob.objects.filter(pk=job.pk).update(report=report)
                total += 1
        total += self._rows(scope).update(excluded_reason="", refusal="")
        total += cut(ImportJob.objects.all(), (*_TEXTS, "report"), scope.names)
        return total + self._sheets(scope)

    def _sheets(self, scope: Scope) -> int:
        """A sheet may be named after what is in it."""
        keys, cutter = (
            mentioning(ImportedRow.objects.all(), ("sheet", "excluded_reason", "refusal"), scope.names),
            Cutter(scope.names),
        )
        for row in ImportedRow.objects.filter(pk__in=keys):
            values = {name: cutter.text(getattr(row, name)) for name in ("excluded_reason", "refusal")}
            ImportedRow.objects.filter(pk=row.pk).update(sheet=f"{NEUTRAL}{row.pk}", **values)
        return len(keys)

    def remains(self, scope: Scope) -> int:
        """Look again."""
        left = len(self._with_file(scope))
        left += self._rows(scope).exclude(excluded_reason="", refusal="").count()
        left += len(mentioning(ImportJob.objects.all(), (*_TEXTS, "report"), scope.names))
        return left + len(mentioning(ImportedRow.objects.all(), ("sheet", "excluded_reason", "refusal"), scope.names))


def _without(report: dict[str, Any], places: set[tuple[str, int]]) -> dict[str, Any]:
    """Return an import's report without what it says of some rows."""
    found = dict(report)
    if "problems" in found:
        found["problems"] = [
            {**problem, "value": "", "message": NEUTRAL}
            if (problem.get("sheet"), problem.get("row")) in places
            else problem
            for problem in found["problems"]
        ]
    return found


def mentions(path: Path, names: tuple[str, ...]) -> bool:
    """Tell whether a spreadsheet mentions one of the strings: its bytes, and the parts of a zipped one, are looked through."""
    if not names or not path.is_file():
        return False
    wanted = [way.encode(encoding, "ignore") for way in all_written(names) for encoding in _ENCODINGS]
    return any(way in blob for blob in _blobs(path) for way in wanted if way)


def _blobs(path: Path) -> Any:
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            for part in book.infolist():
                with book.open(part) as stream:
                    yield stream.read()


def install() -> None:
    """Register all of it."""
    from .lists import destroying as lists

    register(ImportHolder())
    lists.install()
    exempt(
        "本局的设置，不写页面内容",
        "disclosure.DisclosureSettings",
        "disclosure.ImportSettings",
        "disclosure.PublicityRule",
    )
