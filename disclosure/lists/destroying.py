"""What lists keep of a matter, and editions of a list, when a secret's content is destroyed by order."""

from typing import Any

from django.db.models import Q

from publication.destruction import Holder, Scope, exempt, register
from publication.destruction.base import NEUTRAL
from publication.destruction.mentions import cut, mentioning

from ..imports import files
from ..models import (
    Edition,
    EditionRow,
    GuideWorkbook,
    ListPage,
    MatterWorkbook,
    OfficerWorkbook,
    PenaltyGrade,
    Workbook,
)

_BLANK: dict[str, Any] = {
    "name": NEUTRAL, "code": "", "category": "", "unit_code": "", "unit_name": "", "words": "", "bases": [], "other_bases": [], "cells": [],
}  # fmt: skip


class EditionHolder(Holder):
    """Rows of a destroyed matter in every edition and in lists drawn up with it; whole editions of a destroyed list."""

    code = "editions"
    label = "清单版次"
    tables = ("disclosure.Edition", "disclosure.EditionRow")

    def _rows(self, scope: Scope) -> Any:
        return EditionRow.objects.filter(Q(matter__in=scope.keys) | Q(edition__page__in=scope.keys))

    def _editions(self, scope: Scope) -> Any:
        return Edition.objects.filter(page__in=scope.keys)

    def destroy(self, scope: Scope) -> int:
        """Blank the words; numbers, dates and the places of rows stay."""
        total = 0
        for row in self._rows(scope).exclude(name=NEUTRAL):
            total += EditionRow.objects.filter(pk=row.pk).update(**_BLANK, key=f"{NEUTRAL}{row.pk}")
        total += (
            self._editions(scope)
            .exclude(columns=[])
            .update(columns=[], digest="", approval_body="", approval_number="", approval_date=None)
        )
        for page in self._drawn_up(scope):
            rows = [row for row in page.rows if row.get("matter") not in scope.keys]
            total += ListPage.objects.filter(pk=page.pk).update(rows=rows)
        return total

    def _drawn_up(self, scope: Scope) -> list[Any]:
        """Return the drafts of lists whose stored rows have the matter; what is public stays as its edition says."""
        keys = set(scope.keys)
        return [
            page
            for page in ListPage.objects.exclude(pk__in=scope.keys).filter(live=False)
            if any(row.get("matter") in keys for row in page.rows)
        ]

    def remains(self, scope: Scope) -> int:
        """Look again."""
        left = self._rows(scope).exclude(name=NEUTRAL, cells=[]).count()
        return int(left + self._editions(scope).exclude(columns=[]).count())


class WorkbookHolder(Holder):
    """Workbooks of matters, guides or officers that somebody uploaded: the file goes when it mentions the content."""

    def __init__(self, code: str, model: type[Workbook]) -> None:
        self.code, self.label, self.tables = code, str(model._meta.verbose_name), (model._meta.label,)
        self.books = model._default_manager

    def _with_file(self, scope: Scope) -> list[Workbook]:
        from ..destroying import mentions

        stored = self.books.exclude(stored_name="")
        return [book for book in stored if mentions(files.path_of(book), scope.names)]

    def destroy(self, scope: Scope) -> int:
        """Remember that the files must go, and take mentions out of their names."""
        total = 0
        for book in self._with_file(scope):
            scope.bytes.append(("uploads", book.stored_name))
            total += self.books.filter(pk=book.pk).update(stored_name="")
        return total + cut(self.books.all(), ("file_name",), scope.names)

    def remains(self, scope: Scope) -> int:
        """Look again."""
        return len(self._with_file(scope)) + len(mentioning(self.books.all(), ("file_name",), scope.names))


class GradeHolder(Holder):
    """What was said when a penalty's grade was confirmed."""

    code = "grades"
    label = "失信等级核定"
    tables = ("disclosure.PenaltyGrade",)

    def _rows(self, scope: Scope) -> Any:
        return PenaltyGrade.objects.filter(page__in=scope.keys).exclude(reason="", kinds="", rule="")

    def destroy(self, scope: Scope) -> int:
        """Blank the words; grade, dates and person stay."""
        return int(self._rows(scope).update(reason="", kinds="", rule=""))

    def remains(self, scope: Scope) -> int:
        """Look again."""
        return int(self._rows(scope).count())


def install() -> None:
    """Register them."""
    books = (
        ("matter_workbooks", MatterWorkbook),
        ("guide_workbooks", GuideWorkbook),
        ("officer_workbooks", OfficerWorkbook),
    )
    for holder in (EditionHolder(), *(WorkbookHolder(code, model) for code, model in books), GradeHolder()):
        register(holder)
    exempt("依据库和法规，公开的法律条文", "disclosure.Law", "disclosure.LegalBasis")
