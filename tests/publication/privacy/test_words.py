"""Names, homes, health, minors and contacts: found where they speak of a person, left alone in law and lists (7.1a)."""

import pytest

from publication.privacy.detect import find
from publication.privacy.white_lists import WhiteLists

from .files import ID


def found(text: str, **options) -> list[tuple[str, str]]:
    return [(item.kind, text[item.start : item.end]) for item in find(text, **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("被拖欠工资劳动者名单：刘军磊、谢明、欧阳春英。", ["刘军磊", "谢明", "欧阳春英"]),
        ("投诉人郑娜平反映欠薪，郑娜平已提交考勤记录。", ["郑娜平", "郑娜平"]),
        ("拖欠张三、李四、王五等3名劳动者工资。", ["张三", "李四", "王五"]),
        ("证人李四证实，工资由班组长代领。", ["李四"]),
        ("姓名\t拖欠月份\n冯红伟\t3月\n宋华\t4月", ["冯红伟", "宋华"]),
        ("<table><tr><th>职工姓名</th><th>月份</th></tr><tr><td>罗杰峰</td><td>5月</td></tr></table>", ["罗杰峰"]),
    ],
)
def test_names_of_third_persons(text, expected):
    assert [value for kind, value in found(text) if kind == "name"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "法定代表人：陈强敏；成立日期：2023年5月14日。",
        "承办人吕峰建议立案，支队负责人张峰伟审批同意。",
        "姓名\t单位\t执法证号\t执法类别\n马浩勇\t劳动保障监察支队\t06050100023\t行政处罚",
        "被拖欠工资劳动者名单：高某*、程某某、张*等13人。",
        "《雷锋日记》读书会，全体党员参加。",
        "企业名称为示例马应龙药店有限公司。",
        "申请人应当提交申请书，劳动者可以向用人单位主张权利。",
    ],
)
def test_names_of_office_masked_names_and_words_are_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("申请人王某，住本溪市平山区示例路7号2单元804室，系该公司职工。", "本溪市平山区示例路7号2单元804室"),
        ("投诉人现住示例县样例镇样例村4组4号，打工5个月。", "示例县样例镇样例村4组4号"),
        ("姓名\t家庭地址\n王某\t明山区示范街3号2单元209", "明山区示范街3号2单元209"),
    ],
)
def test_rule_7_homes(text, expected):
    assert ("address", expected) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "经营场所：本溪市平山区示例路972号409室，登记机关：市场监督管理局。",
        "注册地址：本溪市明山区样例路884号9层。",
        "本公司住所为本溪市平山区样例路532号示例大厦721室。",
        "户籍地：辽宁省本溪市平山区。",
        "现住本溪市平山区***。",
        "办理地点：本溪市平山区示例街2号政务服务中心3楼。",
    ],
)
def test_rule_7_seats_of_units_and_districts_are_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "申请人患有冠心病，主张医疗期内解除劳动合同违法。",
        "经示例医院诊断，职工宋某右手末节骨折。",
        "经鉴定，赵某某构成八级伤残。",
        "该职工被诊断为职业性尘肺病壹期。",
        "姓名\t诊断\n王某\t左胫骨骨折",
    ],
)
def test_rule_6_health_of_a_person(text):
    assert "health" in [kind for kind, _ in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "《工伤保险条例》第十四条列举应当认定为工伤的情形，其中包括患职业病的。",
        "一次性伤残补助金标准：一级伤残为27个月本人工资。",
        "申请材料：工伤认定申请表、医疗诊断证明或者职业病诊断证明书。",
        "投诉人袁某撤回投诉。附件《伤残等级与待遇对照表》供各单位学习。",
        "女职工怀孕7个月以上的不得安排夜班。",
    ],
)
def test_rule_6_law_and_lists_are_no_health_data(text):
    assert found(text) == []


def test_rule_6_minors():
    assert ("minor", "未满16周岁") in found("该店招用未满16周岁的张某从事保安工作。")
    assert found("禁止用人单位招用未满16周岁的未成年人，每使用一名童工每月罚款5000元。") == []
    assert {kind for kind, _ in found("林某（210402201511189859）入职。")} == {"id", "minor"}
    assert {kind for kind, _ in found(f"林某（{ID}）入职。")} == {"id"}


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("车牌辽E·12345的面包车", "plate", "辽E·12345"),
        ("新能源车辽ED12345离开", "plate", "辽ED12345"),
        ("邮箱 zhang.san@example.com。", "email", "zhang.san@example.com"),
        ("13912345678@example.com", "email", "13912345678@example.com"),
        ("微信号：shili_a3857，", "im", "shili_a3857"),
        ("QQ：123456789", "im", "123456789"),
        ("护照号码SC0009084，", "passport", "SC0009084"),
        ("证件号码：S00067145（护照）", "passport", "S00067145"),
        ("往来港澳通行证（C00308426）", "permit", "C00308426"),
        ("台湾居民来往大陆通行证号00047260", "permit", "00047260"),
        ("外国人永久居留证编号：921276199203239633", "residence", "921276199203239633"),
        ("外国人永久居留身份证 USA210529360951", "residence", "USA210529360951"),
        ("家庭电话(024)42812345", "landline", "(024)42812345"),
        ("座机42812345", "landline", "42812345"),
    ],
)
def test_contacts_and_certificates(text, kind, value):
    assert (kind, value) in found(text)


@pytest.mark.parametrize(
    "text", ["关注微信公众号“shilirenshe”", "护照、港澳居民来往内地通行证均可", "京A级景区", "文件编号E12345678"]
)
def test_contacts_of_nobody(text):
    assert found(text) == []


def test_words_that_the_bureau_lists_are_none():
    text = "投诉人王示例反映。"
    assert found(text) != []
    assert found(text, lists=WhiteLists(words=frozenset(["王示例"]))) == []
