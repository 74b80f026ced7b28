"""Which sheets a workbook of officers has, and which column of each holds which field."""

import re
from typing import Any

from staff_directory.models import Officer, OfficerCertificate
from staff_directory.officers.kinds import CertificateKind, CertificateState
from staff_directory.officers.texts import tidy_number

from ...matters.sheets.layout import Column, Layout, Sheet

CODE = "人员编号"
_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}", re.ASCII)

# fmt: off
PEOPLE = Sheet("officers", "执法人员", (
    Column(CODE, "code"), Column("姓名", "name"), Column("职务", "post"), Column("从事执法自", "serves_from", "date"),
    Column("离岗日期", "serves_until", "date"),
))
CERTIFICATES = Sheet("certificates", "证件", (
    Column(CODE, "code"), Column("证件编号", "number"), Column("证件种类", "kind", "choice", CertificateKind), Column("发证机关", "issuer"),
    Column("执法类别", "categories"), Column("执法区域", "area"), Column("考试合格日期", "exam_passed_on", "date"),
    Column("有效期自", "valid_from", "date"), Column("有效期至", "valid_until", "date"), Column("状态", "state", "choice", CertificateState),
), "certificates")
# fmt: on


def problem_of(code: str) -> str:
    """Return what is wrong with an officer's code, or ""."""
    return "" if _SHAPE.fullmatch(code) else "人员编号只能用字母、数字和连字符，以字母或数字开头，最多40位。"


def field_of(sheet: Sheet, column: Column) -> Any:
    """Return the model field that a column fills; None for the code."""
    model = OfficerCertificate if sheet.relation else Officer
    return None if column.field == "code" else model._meta.get_field(column.field)


OFFICERS = Layout((PEOPLE, CERTIFICATES), CODE, "执法人员", tidy_number, problem_of, field_of)
