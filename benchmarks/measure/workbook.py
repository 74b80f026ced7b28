"""A workbook of N penalties as a unit keeps them, written row by row."""

from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone

from disclosure.demo.generator import Generator
from disclosure.importing.headers import TEMPLATES_BY_KEY


def _in_wan(fen: int | None) -> float | str:
    """Return an amount in 万元, the unit of the national columns."""
    return fen / 1_000_000 if fen else ""


def _values(notice: Any) -> dict[str, Any]:
    """Return the penalty's columns by code, written as the national templates ask."""
    return {
        "CF_XDR_MC": notice.party_name,
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": notice.credit_code,
        "CF_FRDB": notice.legal_representative,
        "CF_WSH": notice.document_number,
        "CF_WFXW": notice.violation_type,
        "CF_SY": notice.facts,
        "CF_YJ": notice.basis,
        "CF_CFLB": "、".join(notice.penalty_kinds),
        "CF_NR": notice.penalty_content,
        "CF_NR_FK": _in_wan(notice.fine_fen),
        "CF_NR_WFFF": _in_wan(notice.confiscated_fen),
        "CF_JDRQ": notice.decided_on.strftime("%Y/%m/%d"),
        "CF_YXQ": "2099/12/31",
        "CF_GSJZQ": notice.publicity_until.strftime("%Y/%m/%d"),
        "CF_CFJG": notice.organ_name,
        "CF_CFJGDM": notice.organ_code,
        "CF_SJLY": notice.organ_name,
        "CF_SJLYDM": notice.organ_code,
    }


def write(path: Path, notices: Any) -> None:
    """Write ``notices`` (prepared penalties of organisations) to ``path`` in constant memory."""
    columns = TEMPLATES_BY_KEY["penalty-organisation"].columns
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("行政处罚")
    sheet.write_row(0, 0, [column.label for column in columns])
    for row, notice in enumerate(notices, start=1):
        values = _values(notice)
        sheet.write_row(row, 0, [values.get(column.code, "") for column in columns])
    book.close()


def penalties(index: Any, total: int) -> Any:
    """Yield ``total`` generated penalties of organisations for ``index``."""
    generator = Generator(7, today=timezone.localdate(), prefix="示例测")
    made = 0
    while made < total:
        notice = generator.notice(index)
        if notice.party_kind == "organisation":
            made += 1
            yield notice
