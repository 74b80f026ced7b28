"""Full names of natural persons who are not there by office: workers, complainants, witnesses, the unemployed, persons punished.

Names of legal representatives, heads, officers, arbitrators and contact persons of offices are public (STANDARDS 2.6, 7.2).
A name that is found once is found wherever it stands in the text.
"""

import re
from collections.abc import Iterator, Sequence

from ..everyday_words import EVERYDAY_WORDS
from ..kinds import CERTAIN, SUSPECTED, Finding
from ..reading import Reading
from ..surnames import COMMON_WORDS, COMPOUND, SINGLE

_COMPOUND = "|".join(sorted(COMPOUND, key=len, reverse=True))
_STOP = (
    "的了是在与及等被为因由从日号员工资案件单位公司企业市县省厂局院所部科室队站组委办个某岁间项份款不未无并但若该此其之前后时内外上下提诉述"
    "拖欠签订职离撤补交按以已至给把让使着过就都也还又再只仅各每另说去问答看到系经对将或期投反映称证男女人名月年第共"
)
_GIVEN = rf"[^\W\d_a-zA-Z{_STOP}]"
_NAME = rf"(?:(?:{_COMPOUND}){_GIVEN}{{1,2}}|[{''.join(sorted(SINGLE))}]{_GIVEN}{{1,2}})"
_END = (
    r"(?=$|[\s，,。；;：:、）)（(】\]“”\"/|]|同志|先生|女士|师傅|等|反映|证实|证明|证言|陈述|自述|称|述|诉|投诉|举报|申请|主张|要求|提出|的|与|和|及|在|于|因|被|从|自|系|为|是|向|对|由|"
    r"已|未|将|经|到|入职|离职|受伤|死亡|工资|签|名下|所|本人|共|现|以|系|住|来电|来访|电话|手机|身份|之|左|右|双手|双|头部|面部|腰|发生|患|被|认为|共计|男|女|\d)"
)
_ROLES = (
    "申请人|被申请人|投诉人|举报人|反映人|来电人|来访人|申诉人|信访人|证人|被处罚人(?:（自然人）|\\(自然人\\))?|劳动者|职工|员工|工人|务工人员|农民工|民工|雇员|"
    "被侵害人|受害人|伤者|死者|患者|家属|失业人员|参保人员?|退休人员|领取人员?|受益人|供养亲属|求职者|求职人|应聘者|应聘人员?|学员|学生|考生|"
    "工伤职工|受伤职工|女职工|老职工|包工头|班组长|工友|被拖欠人|未成年工|童工|被询问人|自然人|被调查人|简历投递人|投递人|缴费人|代办人|残疾人|低保对象|就业困难人员|高校毕业生|毕业生|"
    "妻子|丈夫|配偶|父亲|母亲|儿子|女儿|之子|之女|之妻|之夫|监护人"
)
_OFFICES = (
    "法定代表人|负责人|经营者|执法人员|承办人员?|经办人员?|审核人|签发人|审批人|检查人员|监察员|仲裁员|书记员|首席仲裁员|局长|副局长|处长|科长|支队长|队长|主任|书记|主席|调解员|"
    "联系人|办案人员|记录人|组长|法人代表|负责同志|厅长|站长|所长|院长|经理"
)
_BY_ROLE = re.compile(
    rf"(?:{_ROLES})(?:姓名)?[ ]?[：:为系是“\"]?[ ]?(?P<list>{_NAME}(?:[、，,和及与 ]{{1,2}}{_NAME}){{0,60}}){_END}"
)
_BY_LIST = re.compile(
    rf"(?:名单|人员名册|花名册|名册|公示名单|人员如下|名单如下|备注)[^：:\n。]{{0,12}}[：:]\s*(?:\d{{1,3}}[.、．)）]\s?)?(?P<list>{_NAME}(?:[、，,；; \t]{{1,2}}(?:\d{{1,3}}[.、．)）]\s?)?{_NAME}){{0,200}}){_END}"
)
_BY_DEED = re.compile(
    rf"(?:拖欠|克扣|支付|补发|扣押|辞退|开除|招用|雇用|聘用|殴打|为|与|给|向)(?:其)?(?:职工|员工|工人|劳动者)?(?P<list>{_NAME}(?:[、，,和及]{_NAME}){{0,60}})"
    r"(?=(?:等人?)?(?:的)?(?:工资|劳动报酬|加班|押金|身份证|签订|未签|缴纳|办理社|社会保险|\d+个?月))"
)
#: Begins with a set of characters, which the engine skips to; the branches say what may follow each.
_COUNT = re.compile(
    r"[等两二三四五\d](?:(?<=等)\s?(?:\d+|[一二三四五六七八九十百两]+)?\s?(?:名|位|个|人)(?!次)"
    r"|(?:(?<=\d)\d{0,2}|(?<=[两二三四五]))\s?(?:名|人)(?=[，,。的签与被均共自于因受工劳]))"
)
_BEFORE_COUNT = re.compile(rf"(?P<list>{_NAME}(?:[、，,和及 ]{_NAME}){{0,60}})$")
_BEFORE_TWO = re.compile(rf"(?P<list>{_NAME}(?:[、，,和及 ]{_NAME}){{1,60}})$")
_FACTS = re.compile(
    r"[，,（( 同](?:(?<!同)|(?<=同)志)[ ]?(?:男|女|性别|身份证|公民身份|居民身份|汉族|满族|回族|出生|\d{4}年\d{1,2}月\d{0,2}日?(?:出生|生))"
)
_BEFORE_FACTS = re.compile(rf"(?<![\u4e00-\u9fff])(?P<list>{_NAME})[ ]?$")
_BY_LABEL = re.compile(
    rf"[：:][ ]?(?:\d{{1,3}}[.、．)）]\s?)?(?P<list>{_NAME}(?:[、，,；; \t]{{1,2}}(?:\d{{1,3}}[.、．)）]\s?)?{_NAME}){{0,200}}){_END}"
)
_LABEL = re.compile(
    r"[\u4e00-\u9fff]{0,10}(?:人员|对象|学员|考生|职工|劳动者|工人)(?:姓名)?(?:[（(][^（()）\n]{0,8}[)）])?(?:如下|有|包括|为)?$"
)
_OFFICE_LABEL = re.compile(
    r"执法|检查|承办|工作|经办|参会|出席|列席|记录|联系|负责|审核|签发|审批|主持|组成|代理|法人|法定代表|责任|办案|调解|仲裁|合议|监察|值班|带班|管理|技术|"
    r"评审|专家|公证|翻译|经营|投资|股东|局领导|主办|协办|校对|发布|监督|受理|核稿|拟稿|咨询|窗口|审查|鉴定人|评估"
)
_BY_TELLING = re.compile(
    rf"[。；\n：“][ ]*(?P<list>{_NAME})(?=称[，,：:]|陈述|表示|自述|反映[，,：:其]|主张|于\d{{4}}年|自\d{{4}}年|\d{{4}}年\d{{1,2}}月|入职|与该?(?:公司|单位)|向(?:本|我|市|劳动)|在[^，。；\n]{{2,24}}(?:工作|务工|打工|上班|从事))"
)
_BY_ABOUT = re.compile(
    rf"(?:关于(?:对|给予|认定|同意)?|对|给予|同意|准予|认定|确认|依法对)(?P<list>{_NAME})(?=同志|(?:等)?(?:的)?(?:工伤|投诉|举报|申请|视同|退休|反映|信访|行政处罚|处以|作出|罚款|进行|实施|予以|给予|死亡|享受|领取|一案))"
)
_BEFORE_NUMBER = re.compile(
    rf"(?<![\u4e00-\u9fff])(?P<list>{_NAME})[ \t，,：:（(]{{1,3}}(?:联系电话|电话号码|电话|手机号码?|手机|居民身份证号?码?|身份证号?码?|公民身份号码|银行卡号?|卡号|账号|号码)?[：:为是]?[ \t]?$"
)
_BY_FIELD = re.compile(
    rf"[姓户收持开当行相被处证](?<![\u4e00-\u9fff].)(?:(?<=[姓户])名|(?<=收)款人|(?<=持)卡人|(?<=开)户人|(?<=当)事人|(?<=行)政相对人(?:名称)?"
    rf"|(?<=相)对人(?:名称)?|(?<=被)处罚人|(?<=处)罚对象|(?<=证)人证言)[ ]?[：:\t][ ]?(?P<list>{_NAME}){_END}"
)
_BY_LINE = re.compile(rf"[ \t]*(?:\d{{1,4}}[、.．\t ]\s*)?(?P<list>{_NAME})(?=[ \t，,、]+\S)")
_HEADER = re.compile(
    r"^(?:.*(?:职工|人员|劳动者|申请人|投诉人|学员|考生|死者|伤者|参保人|本人|户主|工人|持卡人|领取人|享受人|当事人|家属|监护人|子女))?姓\s*名.{0,6}$|^(?:行政相对人(?:名称)?|相对人|当事人(?:名称)?|被处罚人|参保人|工人|被拖欠人|欠薪对象|家属|死者|伤者|患者|失业人员|退休人员|户名|持卡人|收款人|劳动者|职工|申请人|投诉人|领取人|受益人|学员|人员)$"
)
_OFFICE_HEADER = re.compile(
    r"执法证|证件编号|执法类别|职务|职称|法定代表人|负责人|办公电话|岗位职责|监督电话|执法区域|窗口|科室"
)
_LIST_TITLE = re.compile(
    r"(?:公示|名单|花名册|领取人员|名册|登记表|明细|清单|一览表|工资表|如下)[^\n]{0,40}[：:]?\s*(?:\n|$)"
)
_OFFICE_BEFORE = re.compile(rf"(?:{_OFFICES})[^，。；\n]{{0,4}}$")
_ORGANISATION_AFTER = re.compile(
    r"^[\u4e00-\u9fff]{0,12}(?:公司|有限|集团|商店|药店|超市|酒店|饭店|餐厅|厂|医院|学校|事务所|经营部|工作室|中心|精神|日记|村|路|街|镇|乡|条例|办法|规定)"
)
_ONLY_NAMES = re.compile(
    rf"[ \t]*(?:\d{{1,4}}[、.．\t ]\s*)?(?P<list>{_NAME}(?:[ \t、，,；;]{{1,4}}(?:\d{{1,4}}[、.．]\s?)?{_NAME})*)[ \t]*[。；;，,]?$"
)
_AFTER_CELL = ("", "(", "（", " ", "、", "/")
_EACH = re.compile(_NAME)
_SPLIT = re.compile(r"[、，,；;和及与 \t\d.．)）]+")


def find_names(reading: Reading, numbers: Sequence[Finding] = ()) -> Iterator[Finding]:
    """Yield ``name`` findings: certain in lists and columns made for them, suspected in sentences; then every repetition.

    ``numbers`` are the numbers found before: a name right before a person's number is that person's.
    """
    text = reading.text
    found: dict[int, Finding] = {}
    for start, end in _listed(reading):
        found[start] = Finding(start, end, "name", CERTAIN, text[start:end])
    for start, end in _spoken(reading):
        found.setdefault(start, Finding(start, end, "name", SUSPECTED, text[start:end]))
    for start, end in _before_numbers(reading, numbers):
        found.setdefault(start, Finding(start, end, "name", SUSPECTED, text[start:end]))
    if found:
        _repeat(text, found)
    yield from sorted(found.values(), key=lambda item: item.start)


def _listed(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.text
    for match in _BY_LIST.finditer(text):
        yield from _each(text, match)
    for start, end, _, headers in reading.tables.cells(_HEADER):
        cell = text[start:end]
        match = _EACH.match(cell)
        if match is None or _OFFICE_HEADER.search(headers) or cell[match.end() : match.end() + 1] not in _AFTER_CELL:
            continue
        if _plausible(match[0]) and not _ORGANISATION_AFTER.match(text[start + match.end() : start + match.end() + 14]):
            yield start, start + match.end()
    for title in _LIST_TITLE.finditer(text):
        yield from _lines_below(text, title.end())


def _lines_below(text: str, position: int) -> Iterator[tuple[int, int]]:
    """Lines under a list's title that begin with a name and go on with facts."""
    for _ in range(2000):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position:end]
        whole = _ONLY_NAMES.match(line)
        match = _BY_LINE.match(text, position, end)
        if whole is not None:
            for start, stop in _each(line, whole):
                yield position + start, position + stop
        elif match is None:
            if line.strip():
                return
        elif _plausible(match["list"]):
            yield match.start("list"), match.end("list")
        position = end + 1
        if position > len(text):
            return


def _spoken(reading: Reading) -> Iterator[tuple[int, int]]:
    text = reading.text
    for match in _BY_LABEL.finditer(text):
        label = _LABEL.search(text, max(0, match.start() - 24), match.start())
        if label is not None and not _OFFICE_LABEL.search(label[0]):
            yield from _each(text, match, listed=False)
    for pattern in (_BY_ROLE, _BY_FIELD, _BY_DEED, _BY_TELLING, _BY_ABOUT):
        for match in pattern.finditer(text):
            before = text[max(0, match.start("list") - 14) : match.start("list")]
            if not _OFFICE_BEFORE.search(before):
                yield from _each(text, match, listed=False)
    first = _BY_TELLING.match("\n" + text[:80])
    if first is not None:
        for start, end in _each("\n" + text[:80], first, listed=False):
            yield start - 1, end - 1
    for anchor, pattern, width in ((_COUNT, _BEFORE_COUNT, 240), (_FACTS, _BEFORE_FACTS, 6)):
        for found in anchor.finditer(text):
            if anchor is _COUNT and found[0][0] != "等":
                pattern = _BEFORE_TWO
            elif anchor is _COUNT:
                pattern = _BEFORE_COUNT
            match = pattern.search(text, max(0, found.start() - width), found.start())
            if match is None:
                continue
            before = text[max(0, match.start() - 14) : match.start()]
            if not _OFFICE_BEFORE.search(before) and "执法证" not in text[found.start() : found.end() + 12]:
                yield from _each(text, match, listed=False)


def _before_numbers(reading: Reading, numbers: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    text = reading.text
    for number in numbers:
        if number.kind in ("id", "phone", "bank"):
            match = _BEFORE_NUMBER.search(text, max(0, number.start - 24), number.start)
            if match is not None and not _OFFICE_BEFORE.search(text[max(0, match.start() - 14) : match.start()]):
                yield from _each(text, match, listed=False)


def _each(text: str, match: re.Match[str], listed: bool = True) -> Iterator[tuple[int, int]]:
    """Each name of a list of names."""
    position = match.start("list")
    for piece in re.split(f"({_SPLIT.pattern})", match["list"]):
        if (
            _EACH.fullmatch(piece)
            and _plausible(piece, listed)
            and not _ORGANISATION_AFTER.match(text[position + len(piece) : position + len(piece) + 14])
        ):
            yield position, position + len(piece)
        position += len(piece)


def _plausible(name: str, listed: bool = True) -> bool:
    """Tell whether the characters may be a name; in a sentence, a surname that is a common word asks for two more."""
    if name in EVERYDAY_WORDS:
        return False
    return listed or not (name[:2] in EVERYDAY_WORDS or (name[0] in COMMON_WORDS and len(name) == 2))


def _repeat(text: str, found: dict[int, Finding]) -> None:
    """Add every other place where a found name stands."""
    names = {item.value: item.severity for item in list(found.values())}
    if len(names) > 3000:
        return
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    for match in pattern.finditer(text):
        if match.start() in found or _ORGANISATION_AFTER.match(text[match.end() : match.end() + 14]):
            continue
        if _OFFICE_BEFORE.search(text[max(0, match.start() - 14) : match.start()]):
            continue
        found[match.start()] = Finding(match.start(), match.end(), "name", names[match[0]], match[0])
