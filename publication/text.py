"""Chinese text made comparable: normalising, cleaning for storage, and keys of document numbers (文号)."""

import re
import unicodedata
from functools import lru_cache

from .id_numbers import IdFinding, find_id_numbers, may_hold_id_number

__all__ = [
    "CHINESE_DIGITS",
    "IdFinding",
    "chinese_number",
    "clean_text",
    "document_number_key",
    "find_id_numbers",
    "may_hold_id_number",
    "normalise",
    "serial_variant_key",
    "strip_spaces",
]

_ZERO_WIDTH = dict.fromkeys(
    [0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_CONTROLS = dict.fromkeys((*range(0, 9), 11, 12, *range(14, 32), *range(127, 160)))
_UNSTORABLE = {**_ZERO_WIDTH, **_CONTROLS, **dict.fromkeys(range(0xD800, 0xE000))}
#: Finds them faster than ``str.translate`` looks up every character.
_NO_WIDTH = re.compile(f"[{''.join(re.escape(chr(code)) for code in _ZERO_WIDTH)}]")
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")

_OPENING = "([{<〔【〖〘〚「『〈《«‹⟨⟦"
_CLOSING = ")]}>〕】〗〙〛」』〉》»›⟩⟧"
_DASHES = "‐‑‒–—―−﹘"
_KEY_TABLE = {
    **{ord(char): "〔" for char in _OPENING},
    **{ord(char): "〕" for char in _CLOSING},
    **{ord(char): "-" for char in _DASHES},
}
CHINESE_DIGITS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "◯": "0",
    "⚪": "0",
    "两": "2",
}
_ZH = "〇零○◯一二三四五六七八九"
_ZH_YEAR = re.compile(rf"〔([{_ZH}]{{4}})(年?)〕")
_ZH_SERIAL = re.compile(rf"第([{_ZH}十百千]+)号")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def normalise(text: str) -> str:
    """``text`` for comparing: NFKC (half-width), without zero-width characters, white space collapsed and stripped."""
    return _SPACES.sub(" ", _NO_WIDTH.sub("", unicodedata.normalize("NFKC", text))).strip()


def clean_text(text: str) -> str:
    """``text`` for storing: punctuation and width as written, without control and zero-width characters or stray spaces.

    Line breaks are kept (as ``\\n``); what a database cannot store (NUL, lone surrogates) is taken out.
    """
    if text.isprintable() and "  " not in text and "\u3000" not in text:
        return text.strip()
    text = _LINE_ENDS.sub("\n", text).translate(_UNSTORABLE)
    lines = [_SPACES_IN_LINE.sub(" ", line).strip() for line in text.split("\n")]
    return "\n".join(lines).strip()


def chinese_number(text: str) -> int | None:
    """Read a small Chinese number (十二, 三十一, 一百零三, 二〇二六); None when ``text`` is none."""
    if not text:
        return None
    if all(char in CHINESE_DIGITS for char in text):
        return int("".join(CHINESE_DIGITS[char] for char in text))
    total, digit, last_unit = 0, None, 10_000
    for char in text:
        unit = {"十": 10, "百": 100, "千": 1000}.get(char)
        if unit is None:
            if char not in CHINESE_DIGITS or digit not in (None, 0):
                return None
            digit = int(CHINESE_DIGITS[char])
            continue
        if unit >= last_unit:
            return None
        total += (digit if digit else 1) * unit
        digit, last_unit = None, unit
    return total + (digit or 0)


@lru_cache(maxsize=1024)
def document_number_key(text: str) -> str:
    """The key by which two writings of one 文号 are equal: any brackets (also mismatched), width, spaces, dashes and case.

    Chinese numerals in the year and in 第…号 are read as digits. 第1号 and 第001号 stay different numbers.
    """
    key = strip_spaces(strip_spaces(text).upper()).translate(_KEY_TABLE)
    if "〔" in key:
        key = _ZH_YEAR.sub(lambda match: "〔" + "".join(CHINESE_DIGITS[c] for c in match[1]) + match[2] + "〕", key)
    return _ZH_SERIAL.sub(_serial_digits, key)


def _serial_digits(match: re.Match[str]) -> str:
    value = chinese_number(match[1])
    return match[0] if value is None else f"第{value}号"


def serial_variant_key(text: str) -> str:
    """Like :func:`document_number_key`, but 第1号, 1号 and 第001号 are the same: for the warning about look-alikes."""
    return _LEADING_ZEROS.sub("", document_number_key(text)).replace("第", "")


def strip_spaces(text: str) -> str:
    """``text`` normalised, with every space taken out."""
    return normalise(text).replace(" ", "")
