"""Number plates, mail addresses, QQ and WeChat."""

import re
from collections.abc import Iterator

from ..kinds import CERTAIN, SUSPECTED, Finding
from ..reading import Reading

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][ ·•・.\-]{0,2}"
    r"(?=[A-Za-z0-9]*\d)(?:[A-HJ-NP-Za-hj-np-z0-9]{6}|[A-HJ-NP-Za-hj-np-z0-9]{5}|[A-Za-z0-9]{4}[挂学港澳])(?![A-Za-z0-9])"
)
_OFFICIAL_PLATE = re.compile(r"执法(?:车|用车)|公务(?:车|用车)|警车|救护车|消防车")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|[\[(（] ?at ?[\])）]) ?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,4}",
    re.I,
)
_AT = re.compile(r"[@\[(（](?:(?<=@)|(?<!@) ?[Aa][Tt] ?[\])）])")
_IM = re.compile(
    r"(?:QQ(?:号码?|\W{0,2}号)?(?:[（(][^（()）\n]{0,8}[)）])?[ ]?(?:[:：为是]|No\.?|=)?[ ]?[“\"]?(?P<qq>[1-9]\d{4,11})"
    r"|(?:微信(?:号码?|账号|ID)?|威信|V信)(?:[（(][^（()）\n]{0,8}[)）])?[ ]?(?:[:：为是]|=)?[ ]?[“\"]?(?P<chat>[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{4,11})"
    r"|(?:wechat|weixin|vx)(?:号)?[ ]?[:：=][ ]?(?P<latin>[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{4,11}))(?![A-Za-z0-9_@])",
    re.I,
)
_IM_WORD = re.compile(r"[QqWwVv微威](?:(?<=[Qq])[Qq]|(?<=[微威V])信|(?<=[Ww])e(?:[Cc]hat|ixin)|(?<=[Vv])[Xx])")
_PUBLIC_ACCOUNT = re.compile(r"公众号|服务号|小程序|官方|视频号|企业微信|工作群|QQ群|政务")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_IM_HEADER = re.compile(r"QQ|微信", re.I)
_IM_CELL = re.compile(r"(?<![A-Za-z0-9_\-@.])(?:[A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{4,11})(?![A-Za-z0-9_\-@.])")


def find_contacts(reading: Reading) -> Iterator[Finding]:
    """Yield ``plate``, ``email`` and ``im`` findings."""
    text = reading.text
    for match in _PLATE.finditer(text):
        around = reading.sentence_text(match.start(), match.end())
        if not _OFFICIAL_PLATE.search(around):
            yield Finding(match.start(), match.end(), "plate", CERTAIN, re.sub(r"[^\w]", "", match[0]).upper())
    yield from _mail(reading)
    yield from _messengers(reading)


def _mail(reading: Reading) -> Iterator[Finding]:
    done = 0
    for sign in _AT.finditer(reading.text):
        match = _EMAIL.search(reading.text, max(done, sign.start() - 66), sign.end() + 140)
        if match is None or not match.start() < sign.start() < match.end():
            continue
        done = match.end()
        address = re.sub(r"\s|[\[(（\])）]", "", match[0]).lower()
        if "@" not in address:
            address = re.sub(r" ?[\[(（] ?at ?[\])）] ?", "@", match[0].lower())
        if not reading.lists.allows_mail(address):
            yield Finding(match.start(), match.end(), "email", CERTAIN, address)


def _messengers(reading: Reading) -> Iterator[Finding]:
    text = reading.text
    for word in _IM_WORD.finditer(text):
        match = _IM.match(text, word.start())
        if match is None:
            continue
        if match.start() and text[match.start() - 1].isascii() and text[match.start() - 1].isalnum():
            continue
        name = str(match.lastgroup)
        value = match[name]
        before = text[max(0, match.start() - 8) : match.start(name)]
        if _PUBLIC_ACCOUNT.search(before) or _MOBILE.fullmatch(value):
            continue
        yield Finding(match.start(name), match.end(name), "im", CERTAIN, value)
    for start, end, header, _ in reading.tables.cells(_IM_HEADER):
        value = text[start:end]
        if _IM_CELL.fullmatch(value) and not _PUBLIC_ACCOUNT.search(header) and not _MOBILE.fullmatch(value):
            yield Finding(start, end, "im", SUSPECTED if "电话" in header else CERTAIN, value)
    if _IM_HEADER.search(reading.label) and _IM_CELL.fullmatch(text.strip()) and not _MOBILE.fullmatch(text.strip()):
        start = len(text) - len(text.lstrip())
        yield Finding(start, start + len(text.strip()), "im", CERTAIN, text.strip())
