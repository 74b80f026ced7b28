"""Tell names of persons from names of organisations, as far as a name alone can tell."""

import re

from publication.masking import COMPOUND_SURNAMES, clean_name

_ORGANISATION = re.compile(
    r"公司|集团|工厂|厂$|商店|店$|商行|超市|中心|合作社|事务所|学校|幼儿园|医院|诊所|协会|学会|基金会|委员会|办公室|分局|局$|"
    r"部$|处$|院$|所$|馆$|社$|站$|队$|行$|企业|工作室|经营部|服务部|饭店|酒店|宾馆|餐厅|有限|合伙|个体"
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石"
    "金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖庞文关佟那富单曲丛栾代温芦"
)
_PERSON = re.compile(r"[㐀-鿿]{2,4}")
_SEPARATORS = re.compile(r"[、,，;；/|\n]+")


def looks_like_organisation(name: str) -> bool:
    """Tell whether a name can only be an organisation's."""
    return _ORGANISATION.search(clean_name(name)) is not None


def looks_like_person(name: str) -> bool:
    """Tell whether a name is most likely a natural person's: two to four characters, a common surname, no organisation word."""
    text = clean_name(name)
    if not _PERSON.fullmatch(text) or looks_like_organisation(text):
        return "·" in text and len(text) <= 20 and not looks_like_organisation(text)
    return (text[0] in _SURNAMES and len(text) <= 3) or text[:2] in COMPOUND_SURNAMES


def split_names(text: str) -> list[str]:
    """The single names of a cell that may hold several."""
    return [part for part in (piece.strip() for piece in _SEPARATORS.split(text)) if part]
