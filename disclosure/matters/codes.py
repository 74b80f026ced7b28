"""Codes of matters: the 31-digit scheme where a code is of that length, else the unit's local one."""

import re
import unicodedata

from publication.credit_codes import is_credit_code

from .choices import Level

_LOCAL = re.compile(r"[0-9A-Z](?:[0-9A-Z-]{0,38}[0-9A-Z])?", re.ASCII)
_LONG = 31
_ITEM = 33


def tidy(code: str) -> str:
    """Return a code half-width, in capitals, without white space."""
    plain = unicodedata.normalize("NFKC", code)
    return "".join(plain.split()).upper()


def problem_of(code: str) -> str:
    """Return what is wrong with a tidied code, or "".

    31 characters: social credit code of the organ (18), digit of the level, basic code (12 digits); 33 with the two digits of
    a business item (政务服务事项实施编码). Anything else is a local code of at most 40 letters, digits and hyphens.
    """
    if not _LOCAL.fullmatch(code):
        return "职权编码只能用字母、数字和连字符，最多40位。"
    if len(code) not in (_LONG, _ITEM) or "-" in code or not is_credit_code(code[:18]):
        if len(code) in (_LONG, _ITEM) and code[18:].isdigit():
            return "31位实施编码的前18位应为机关的统一社会信用代码，校验不通过，请逐位核对；本地编码请不要用31位或33位数字。"
        return ""
    if code[18] not in Level.values:
        return f"31位实施编码的第19位是行使层级（1至4），现在是“{code[18]}”，请核对。"
    if not code[19:].isdigit():
        return "31位实施编码的后12位是基本编码，应全是数字，请核对。"
    return ""
