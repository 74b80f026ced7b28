"""Whether a cell holds an identity number, in text or become a number, and what is said of it."""

from typing import Any

from publication.id_numbers import CERTAIN, find_id_numbers, is_id_number, may_hold_id_number

from .columns import Column
from .problems import ERROR, WARNING
from .unnamed import certificate_digits

_SHORTEST = 15
_MESSAGE = "这里含有公民身份号码。公开的内容不得含有身份号码，本系统也不保存；请删去号码后重新上传。"
_FOUND = (ERROR, "id_number", _MESSAGE)
_SUSPECTED = (WARNING, "id_suspected", "这里有疑似公民身份号码的数字，请核对；如果是，请删去后重新上传。")


def id_in_cell(column: Column, value: Any) -> tuple[str, str, str] | None:
    """Return (level, code, message) where a cell holds an identity number; after an error it must not be read any further.

    A number of the first generation (15 digits) has no check digit that could tell it from another: where nothing says that it is
    one, it counts as an identity number. A certificate of registration may have 15 digits.
    """
    if not isinstance(value, str):
        return _FOUND if column.kind != "registry" and certificate_digits(value) else None
    if len(value) < _SHORTEST and "E" not in value and "e" not in value:
        return None
    if column.kind != "registry" and certificate_digits(value):
        return _FOUND
    if not may_hold_id_number(value):
        return None
    found = find_id_numbers(value, credit_field=column.kind == "credit")
    if column.kind == "registry":
        found = [finding for finding in found if len(finding.number) == 18]
        start = "".join(value.split())[:18]
        if not found and len(value.strip()) > 18 and is_id_number(start):
            return _FOUND
    if not found:
        return None
    strict = column.kind not in {"text", "number_key", "registry"}
    if strict or found[0].level == CERTAIN or any(len(finding.number) == 15 for finding in found):
        return _FOUND
    return _SUSPECTED
