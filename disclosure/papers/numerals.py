"""Chinese numerals as regulations write them: 第十二条, 第一百零三条; both ways, for 1 to 9999."""

import unicodedata

from publication.text import chinese_number
from search.planner import chinese_numeral

MOST = 9999
#: What a numeral may be made of, as part of a regular expression.
CHARACTERS = "0-9０-９零〇○一二三四五六七八九十百千两"


def to_chinese(number: int) -> str:
    """Return 12 as 十二, 103 as 一百零三, 1010 as 一千零一十.

    Raises:
        ValueError: below 1 or above 9999.
    """
    if not 1 <= number <= MOST:
        raise ValueError(f"{number} is not between 1 and {MOST}")
    return chinese_numeral(number)


def from_chinese(text: str) -> int | None:
    """Return the number that ``text`` writes in Chinese or Arabic digits; None for anything else, or beyond 1 to 9999."""
    text = unicodedata.normalize("NFKC", text).strip()
    number = int(text[:5]) if text.isascii() and text.isdigit() else chinese_number(text)
    return number if number is not None and 1 <= number <= MOST else None
