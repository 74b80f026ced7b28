"""What the discipline auditor reads of this layer's registers and workbooks."""

from typing import Any

from staff_directory.records.registers import Register, register

_COUNTS = {"new": "新增", "changed": "修改", "cancelled": "取消", "codes": "编号"}


def _result(upload: Any) -> list[tuple[str, Any]]:
    """Return what an upload wrote, with words."""
    said = [(label, upload.result[name]) for name, label in _COUNTS.items() if name in upload.result]
    return [(label, "、".join(value) if isinstance(value, list) else str(value)) for label, value in said]


def install() -> None:
    """Register them."""
    uploads = {
        "columns": ("file_name", "unit", "user", "created_at", "applied_at"), "search": ("file_name",), "related": ("unit", "user"),
        "also": _result, "leave_out": ("stored_name", "result"),
    }  # fmt: skip
    register(
        Register("disclosure.Law", ("title", "rank", "number", "effective_from", "effective_to"), ("title", "number")),
        Register(
            "disclosure.LegalBasis",
            ("article", "law", "paragraph", "effective_to"),
            ("law__title", "article"),
            ("law",),
        ),
        Register("disclosure.PublicityRule"),
        Register("disclosure.MatterWorkbook", **uploads),
        Register("disclosure.GuideWorkbook", **uploads),
        Register("disclosure.OfficerWorkbook", **uploads),
    )
