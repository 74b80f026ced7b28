"""Persons under eighteen: an age, a birth date or an identity number that says so, tied to somebody (rule 6)."""

import re
from collections.abc import Iterator
from datetime import date

from ..kinds import CERTAIN, Finding
from ..reading import Reading
from .people import person_in

_NUMBER = "十[一二三四五六七]|[七八九十]|1[0-7]|[5-9]"
_STATEMENT = re.compile(
    rf"未满\s?(?:十六|十八|十四|1[468])\s?周?岁(?:的?(?:未成年人|未成年工|童工|少年|学生|人员))?|(?:年仅|现年|时年|年龄为?|当时|刚满|年满)\s?(?:{_NUMBER})\s?(?:周?岁)"
    rf"|(?<!\d)(?:{_NUMBER})\s?周?岁的?(?:未成年人|少年|男孩|女孩|学生|儿童)?(?!以[上下])|(?:使用|招用|录用|雇用|雇佣|介绍|有|名)?童工(?=[^，。；\n]{{0,10}}[\u4e00-\u9fff][某×*])|未成年[工人](?=[\u4e00-\u9fff][某×*])"
)
_LAW = re.compile(
    r"禁止|不得招用|条例|《|裁量|标准|每(?:使用|名)|检查单位|未发现|专项|学生证|凡|的，(?:责令|处)|以下简称"
)
_BORN = re.compile(
    r"([12](?<!\d.)(?:(?<=1)9|(?<=2)0)\d\d)[年\-/.](0?[1-9]|1[0-2])(?:[月\-/.](3[01]|[12]\d|0?[1-9])?日?)?(?=月?日?(?:出生|生[，,。）)于]))"
)
_WORD = re.compile(r"岁|童工|未成年")


def find_minors(reading: Reading, ids: list[Finding], names: tuple[str, ...]) -> Iterator[Finding]:
    """Yield ``minor`` findings; ``ids`` are the identity numbers already found, whose birth date may say it."""
    today = date.today()  # noqa: DTZ011
    for finding in ids:
        if len(finding.value) == 18 and _age(finding.value[6:14], today) < 18:
            yield Finding(finding.start, finding.end, "minor", CERTAIN, finding.value)
    for match in _BORN.finditer(reading.text) if "生" in reading.text else ():
        if _age(f"{match[1]}{int(match[2]):02}{int(match[3] or 28):02}", today) < 18:
            if person_in(reading.sentence_text(*match.span()), names) or "出生" in reading.header(match.start()):
                yield Finding(match.start(), match.end(), "minor", CERTAIN, match[0])
    for word in _WORD.finditer(reading.text):
        match = _STATEMENT.search(reading.text, max(0, word.start() - 10), word.end() + 12)
        if match is None:
            continue
        sentence = reading.sentence_text(match.start(), match.end())
        named = re.search(r"[\u4e00-\u9fff](?:某|×|\*)", sentence) is not None or any(
            name in sentence for name in names
        )
        if named or (person_in(sentence, names) and not _LAW.search(sentence)):
            yield Finding(match.start(), match.end(), "minor", CERTAIN, match[0])


def _age(birth: str, today: date) -> int:
    """Full years from ``birth`` (YYYYMMDD, a real date) to ``today``."""
    year, month, day = int(birth[:4]), int(birth[4:6]), int(birth[6:])
    return today.year - year - ((today.month, today.day) < (month, day))
