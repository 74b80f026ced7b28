"""The sample spreadsheets: two planted errors in one, none in the other, and the same files when made anew."""

import datetime
import zipfile

import openpyxl
import pytest
from django.utils import timezone

from disclosure.guide import SAMPLES
from disclosure.imports.steps import check_file
from disclosure.starter import give_unit_its_pages
from docs.samples import make_samples
from staff_directory.models import Unit
from tests.conftest import UNIT_TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(portal):
    """A unit below the demo bureau, as the demo makes it."""
    bureau = Unit.objects.create(
        code="rsj", name=make_samples.BUREAU, kind="affiliate", standing="agency",
        credit_code=make_samples.BUREAU_CODE, legal_basis="《中华人民共和国劳动法》第九条",
    )  # fmt: skip
    unit = Unit.objects.create(code="xzsp", name="行政审批科（示例）", kind="division", parent=bureau)
    give_unit_its_pages(unit, **UNIT_TEXTS)
    return unit


def errors(report):
    return [problem for problem in report.problems.kept() if problem.level == "error"]


def test_penalties_carry_exactly_the_planted_errors(office):
    report = check_file(office, make_samples.HERE / make_samples.PENALTY_FILE)
    assert report.refused is None
    assert [sheet.rows for sheet in report.sheets] == [12]
    found = [(problem.row, problem.column, problem.value) for problem in errors(report)]
    assert found == [(row, column, wrong) for row, column, wrong, _right in make_samples.PLANTED]
    assert {problem.code for problem in report.problems.kept() if problem.level == "warning"} <= {"late"}


def test_mended_penalties_and_licences_carry_none(office, tmp_path):
    path = tmp_path / "mended.xlsx"
    book = openpyxl.load_workbook(make_samples.HERE / make_samples.PENALTY_FILE)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[make_samples.HEADER_ROW]}
    for row, column, _wrong, right in make_samples.PLANTED:
        sheet.cell(row, columns[column]).value = right
    book.save(path)
    for file, rows in ((path, 12), (make_samples.HERE / make_samples.LICENCE_FILE, 6)):
        report = check_file(office, file)
        assert errors(report) == []
        assert report.good_rows == rows


def test_shipped_files_are_what_the_script_makes(tmp_path):
    make_samples.main(tmp_path)
    for name in SAMPLES:
        with zipfile.ZipFile(tmp_path / name) as made, zipfile.ZipFile(make_samples.HERE / name) as shipped:
            assert made.namelist() == shipped.namelist()
            for part in made.namelist():
                assert made.read(part) == shipped.read(part), f"{name}: {part}"


def test_samples_lie_in_the_past():
    for row in make_samples.penalty_rows() + make_samples.licence_rows():
        assert isinstance(row["decided_on"], datetime.date)
        assert row["decided_on"] <= timezone.localdate()
