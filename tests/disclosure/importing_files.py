"""Whole files of plainly fictitious rows, in the forms that units keep, and what the command says of them."""

import io
import json
from pathlib import Path

import openpyxl
import xlwt
from django.core.management import call_command

from disclosure.importing.headers import TEMPLATES_BY_KEY
from tests.disclosure.importing_rows import cells


def table(key="penalty-organisation", *changes, count=1, **every):
    """A header and rows of a form, one for each of ``changes`` (or ``count`` good ones), as lists; 文号 differ."""
    columns = [column for column in TEMPLATES_BY_KEY[key].columns if column.field in cells(key)]
    found = [[column.label for column in columns]]
    for place, changed in enumerate(changes or [{}] * count, start=1):
        values = {name: cell.value for name, cell in cells(key).items()}
        values["document_number"] = f"示人社监罚决字〔2026〕第{place + 100}号"
        values |= {**every, **changed}
        found.append([values[column.field] for column in columns])
    return found


def place_of(field, key="penalty-organisation"):
    """Where a field stands in :func:`table`."""
    columns = [column for column in TEMPLATES_BY_KEY[key].columns if column.field in cells(key)]
    return [column.field for column in columns].index(field)


def xlsx(path: Path, *tables, names=(), change=None):
    """Write a workbook; ``change`` is called with it before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(tables):
        sheet = book.create_sheet(names[number] if names else f"表{number + 1}")
        for row in rows:
            sheet.append([None if value == "" else value for value in row])
    if change is not None:
        change(book)
    book.save(path)
    return path


def xls(path: Path, rows, change=None):
    """Write an old binary workbook; ``change`` is called with (book, sheet)."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表1", cell_overwrite_ok=True)
    for number, values in enumerate(rows):
        for column, value in enumerate(values):
            if value != "":
                sheet.write(number, column, value)
    if change is not None:
        change(book, sheet)
    book.save(str(path))
    return path


def outcome(path, unit, *arguments):
    """Run the command; return (exit status, report)."""
    output, status = io.StringIO(), 0
    arguments = arguments or ("--dry-run",)
    try:
        call_command("import_decisions", str(path), "--unit", unit.code, "--report", "-", *arguments, stdout=output)
    except SystemExit as end:
        status = end.code
    return status, json.loads(output.getvalue())


def said(report, *wanted):
    """(row, code) of every problem but lateness; only the ``wanted`` codes if given."""
    return [
        (found["row"], found["code"])
        for found in report["problems"]
        if (found["code"] in wanted if wanted else found["code"] not in ("late", "other_organ"))
    ]
