"""Homes of natural persons; a unit's seat, its registered address and its premises are none (STANDARDS 7.1a rule 7)."""

import re
from collections.abc import Iterator

from ..kinds import CERTAIN, Finding
from ..reading import Reading

_LABEL = re.compile(
    r"(?:家庭住址|家庭地址|家庭居住地|现住址|现住所|现居住地|居住地址|居住地|常住地址|常住地|户籍地址|户籍所在地|户籍地|户口所在地|户籍住址|暂住地|暂住址|租住地|居所|住址|通讯地址|通信地址|邮寄地址|送达地址|收件地址|联系地址|家住|现住于|现居住于|现居住在|居住于|居住在|"
    r"租住于|租住在|租住|暂住于|暂住在|暂住|现住|现居|户籍在|住在|住于|原住|住(?<![居入留常所宿食吃]住)(?=[\u4e00-\u9fff]{2,12}(?:省|市|区|县|镇|乡|村|路|街)))[ ]?(?:[：:为是在于]|（[^）]{0,6}）)?[ ]?"
)
_ADDRESS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9\-—#＃·]+")
_DETAIL = re.compile(
    r"(?:[路街巷弄道村屯里坊胡同区园苑城家庄组][^，。；\s]{0,16}?[\dA-Za-z]+[^，。；\s]*|\d+(?:号|栋|幢|楼|单元|室|户|组|门|层)|[\d]+-[\d]+(?:-\d+)?)"
)
_LAST = re.compile(
    r".*(?:[\dA-Za-z#]+(?:号楼?|栋|幢|座|楼|单元|室|户|组|门|层|队|房)?|[一二三四五六七八九十百]+(?:号|栋|单元|室|组|户|队)|[村屯寨庄])"
)
_UNIT = re.compile(
    r"住所地?[：:为是]?$|(?:公司|单位|企业|厂|店|机构|中心|事务所|合作社|经营部|登记)(?:的|现|原)?(?:注册|办公|经营|通讯|通信|联系|邮寄|送达|生产)?(?:地址|场所|住所地?|住址|住|现住)[：:为是于在]?$"
)
_UNIT_LABELS = re.compile(r"经营场所|注册地址|办公地址|生产地址|住所地|单位地址|企业地址|登记住所")
_AMBIGUOUS = re.compile(r"^(?:通讯地址|通信地址|邮寄地址|送达地址|收件地址|联系地址)")
_HEADER = re.compile(r"家庭|住址|居住地|户籍|现住|常住|居所")
_PERSON = re.compile(
    r"身份证|公民身份|申请人|投诉人|劳动者|职工|员工|本人|先生|女士|男，|女，|姓名|家属|收件人|[\u4e00-\u9fff][某×*]"
)
_LONGEST = 60


def find_addresses(reading: Reading) -> Iterator[Finding]:
    """Yield ``address`` findings: from the first part of a home's address to its last number; a district alone is none."""
    text = reading.text
    for match in _LABEL.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        label = match[0].strip(" ：:为是在于")
        if _UNIT.search(before + label) or _UNIT_LABELS.search(before[-4:] + label):
            continue
        if _AMBIGUOUS.match(label) and not _PERSON.search(reading.sentence_text(match.start(), match.end())):
            continue
        found = _from(text, match.end())
        if found is not None:
            yield found
    if _HEADER.search(reading.label) and not _UNIT_LABELS.search(reading.label):
        found = _from(text, len(text) - len(text.lstrip()))
        if found is not None:
            yield found
    yield from _cells(reading)


def _from(text: str, start: int) -> Finding | None:
    match = _ADDRESS.match(text, start, start + _LONGEST)
    if match is None or _DETAIL.search(match[0]) is None:
        return None
    last = _LAST.match(match[0])
    if last is None:
        return None
    end = start + last.end()
    return Finding(start, end, "address", CERTAIN, text[start:end])


def _cells(reading: Reading) -> Iterator[Finding]:
    for start, end, header, _ in reading.tables.cells(_HEADER):
        if (
            not _UNIT_LABELS.search(header)
            and 6 <= end - start <= _LONGEST
            and _DETAIL.search(reading.text, start, end)
        ):
            found = _from(reading.text, start)
            if found is not None:
                yield found
