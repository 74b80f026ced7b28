"""Unified social credit codes (统一社会信用代码, GB 32100-2015) and organisation codes (组织机构代码, GB 11714-1997)."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from stdnum.cn import uscc

_SHAPE = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}", re.ASCII)
_ORGANISATION = re.compile(r"([0-9A-Z]{8})-?([0-9X])", re.ASCII)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOK_ALIKES = str.maketrans("OIZSQ", "01250")


def _compact(raw: str) -> str:
    """Half-width, without white space and invisible characters."""
    plain = unicodedata.normalize("NFKC", raw)
    return "".join(char for char in plain if not char.isspace() and unicodedata.category(char) != "Cf")


class InvalidCreditCode(ValueError):
    """Not a unified social credit code; ``reason`` is ``length``, ``characters``, ``zeros`` or ``check_digit``."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


class CreditCode(NamedTuple):
    """A checked code in its proper form, and what had to be mended in reading it (Chinese sentences)."""

    code: str
    warnings: tuple[str, ...]


@lru_cache(maxsize=8192)
def is_credit_code(code: str) -> bool:
    """Tell whether ``code`` (18 capitals and digits, no spaces) is a valid unified social credit code; all zeros is none."""
    return bool(_SHAPE.fullmatch(code)) and code.strip("0") != "" and bool(uscc.is_valid(code))


@lru_cache(maxsize=8192)
def read_credit_code(raw: str) -> CreditCode:
    """Read a code as people write it.

    Full width is read silently; lower case and spaces inside are read with a warning. Raises :class:`InvalidCreditCode`
    with what is wrong and how to mend it.
    """
    compact = _compact(raw)
    warnings = []
    if any(char.isspace() for char in raw.strip()):
        warnings.append("代码中间的空格已去除。")
    code = compact.upper()
    if code != compact:
        warnings.append("小写字母已按大写读取。")
    if is_credit_code(code):
        return CreditCode(code, tuple(warnings))
    raise _explain(code)


def _explain(code: str) -> InvalidCreditCode:
    if len(code) != 18:
        return InvalidCreditCode("length", f"统一社会信用代码应为 18 位，现为 {len(code)} 位，请核对证照后改正。")
    if code.strip("0") == "":
        return InvalidCreditCode("zeros", "统一社会信用代码不能全为 0，请填写证照上的代码；确实没有的请留空。")
    suggestion = code.translate(_LOOK_ALIKES)
    hint = f"是否应为 {suggestion}？" if suggestion != code and is_credit_code(suggestion) else ""
    if not _SHAPE.fullmatch(code):
        return InvalidCreditCode(
            "characters",
            f"统一社会信用代码只含数字和大写字母（不用 I、O、S、V、Z），{hint or '请核对证照后改正，注意字母 O 与数字 0。'}",
        )
    return InvalidCreditCode("check_digit", f"统一社会信用代码校验位不符，{hint or '请逐位核对证照后改正。'}")


@lru_cache(maxsize=8192)
def is_organisation_code(code: str) -> bool:
    """Tell whether ``code`` (with or without the hyphen) is a valid organisation code: 8 characters and a check character."""
    match = _ORGANISATION.fullmatch(_compact(code).upper())
    if match is None or match[1].strip("0") == "":
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(match[1], _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[(11 - total % 11) % 11] == match[2]
