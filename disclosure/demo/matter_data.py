"""Demo matters: what a human-resources bureau commonly does, with law and article; ranges of penalties as the law has them.

Discretion tiers, yearly caps and frequencies are examples and say so: each bureau has its own.
"""

from dataclasses import dataclass, field

from search.planner import chinese_numeral

LDF, LDHTF, SBF, CJF, MCF = (
    "中华人民共和国劳动法", "中华人民共和国劳动合同法", "中华人民共和国社会保险法", "中华人民共和国就业促进法", "中华人民共和国民办教育促进法",
)  # fmt: skip
JCTL, TGGD, GSTL, SYTL, RLZY, NMG, JBTL, SSTL, NZG = (
    "劳动保障监察条例", "禁止使用童工规定", "工伤保险条例", "失业保险条例", "人力资源市场暂行条例", "保障农民工工资支付条例", "社会保险经办条例",
    "中华人民共和国劳动合同法实施条例", "女职工劳动保护特别规定",
)  # fmt: skip
LWPQ = "劳务派遣行政许可实施办法"

#: law → rank
LAWS = {
    LDF: "law", LDHTF: "law", SBF: "law", CJF: "law", MCF: "law", JCTL: "regulation", TGGD: "regulation", GSTL: "regulation",
    SYTL: "regulation", RLZY: "regulation", NMG: "regulation", JBTL: "regulation", SSTL: "regulation", NZG: "regulation", LWPQ: "rule",
}  # fmt: skip


def article(number: int) -> str:
    """Return 第八十条 for 80."""
    return f"第{chinese_numeral(number)}条"


@dataclass(frozen=True, slots=True)
class DemoMatter:
    """One matter: number within its kind, title, unit, provisions as (law, article number), what is done, fields of facets."""

    number: int
    category: str
    title: str
    unit: str
    bases: tuple[tuple[str, int], ...]
    content: str
    fields: dict = field(default_factory=dict)
    tiers: tuple[tuple[str, str, str], ...] = ()

    @property
    def code(self) -> str:
        """Return a plainly local code."""
        letters = {
            "penalty": "CF", "licence": "XK", "confirmation": "QR", "payment": "JF", "inspection": "JC", "reward": "JL", "other": "QT",
            "compulsion": "QZ", "adjudication": "CJ",
        }  # fmt: skip
        return f"SLRS-{letters[self.category]}-{self.number:03d}"


def _tiers(low: str, middle: str, high: str) -> tuple[tuple[str, str, str], ...]:
    return (
        ("minor", "首次违法，在责令改正期限内改正，没有造成危害后果", low),
        ("ordinary", "逾期改正，或者涉及劳动者较多", middle),
        ("serious", "拒不改正，或者造成严重后果、恶劣影响", high),
    )


# fmt: off
PENALTIES = (
    DemoMatter(1, "penalty", "对劳动规章制度违反法律、法规规定的处罚", "ldjc", ((LDHTF, 80), (LDF, 89)), "责令改正，给予警告。",
               tiers=(("minor", "首次违法并及时改正", "责令改正，给予警告"),)),
    DemoMatter(2, "penalty", "对未按规定建立职工名册的处罚", "ldjc", ((SSTL, 33),), "责令限期改正；逾期不改正的，处二千元以上二万元以下罚款。",
               tiers=_tiers("责令限期改正", "处二千元以上八千元以下罚款", "处八千元以上二万元以下罚款")),
    DemoMatter(3, "penalty", "对以担保等名义向劳动者收取财物、扣押档案物品的处罚", "ldjc", ((LDHTF, 84),), "责令限期退还，按每人五百元以上二千元以下处以罚款。",
               tiers=_tiers("每人五百元以上八百元以下罚款", "每人八百元以上一千五百元以下罚款", "每人一千五百元以上二千元以下罚款")),
    DemoMatter(4, "penalty", "对违法延长劳动者工作时间的处罚", "ldjc", ((LDF, 90), (JCTL, 25)), "给予警告，责令改正，可以按每人一百元以上五百元以下处以罚款。",
               tiers=_tiers("给予警告，责令改正", "每人一百元以上三百元以下罚款", "每人三百元以上五百元以下罚款")),
    DemoMatter(5, "penalty", "对侵害女职工、未成年工特殊劳动保护权益的处罚", "ldjc", ((LDF, 95), (JCTL, 23), (NZG, 13)), "责令改正，按每人一千元以上五千元以下处以罚款。"),
    DemoMatter(6, "penalty", "对使用童工的处罚", "ldjc", ((LDF, 94), (TGGD, 6)), "按每使用一名童工每月处五千元罚款；逾期不送返的，每名每月处一万元罚款。"),
    DemoMatter(7, "penalty", "对介绍不满十六周岁未成年人就业的处罚", "ldjc", ((TGGD, 7),), "每介绍一人处五千元罚款；职业中介机构并吊销职业介绍许可证。"),
    DemoMatter(8, "penalty", "对未按规定保存录用登记材料或者伪造录用登记材料的处罚", "ldjc", ((TGGD, 8),), "处一万元罚款。"),
    DemoMatter(9, "penalty", "对无理抗拒阻挠劳动保障监察、不按要求报送材料、拒不改正的处罚", "ldjc", ((JCTL, 30), (LDF, 101)), "责令改正，处二千元以上二万元以下罚款。",
               tiers=_tiers("处二千元以上八千元以下罚款", "处八千元以上一万四千元以下罚款", "处一万四千元以上二万元以下罚款")),
    DemoMatter(10, "penalty", "对瞒报工资总额或者职工人数的处罚", "ldjc", ((JCTL, 27),), "处瞒报工资数额一倍以上三倍以下罚款。"),
    DemoMatter(11, "penalty", "对骗取社会保险待遇的处罚", "ldjc", ((SBF, 88),), "责令退回，处骗取金额二倍以上五倍以下罚款。"),
    DemoMatter(12, "penalty", "对骗取社会保险基金支出的处罚", "ldjc", ((SBF, 87), (JBTL, 55)), "责令退回，处骗取金额二倍以上五倍以下罚款。"),
    DemoMatter(13, "penalty", "对社会保险服务机构拒绝监督检查的处罚", "ldjc", ((JBTL, 57),), "责令改正；拒不改正的，处一万元以上五万元以下罚款。"),
    DemoMatter(14, "penalty", "对用人单位不办理社会保险登记的处罚", "ldjc", ((SBF, 84),), "逾期不改正的，处应缴社会保险费数额一倍以上三倍以下罚款。"),
    DemoMatter(15, "penalty", "对骗取工伤保险待遇的处罚", "ldjc", ((GSTL, 60),), "责令退还，处骗取金额二倍以上五倍以下罚款。"),
    DemoMatter(16, "penalty", "对拒不协助工伤事故调查核实的处罚", "ldjc", ((GSTL, 63),), "责令改正，处二千元以上二万元以下罚款。"),
    DemoMatter(19, "penalty", "对未经许可经营劳务派遣业务的处罚", "ldjc", ((LDHTF, 92),), "责令停止违法行为，没收违法所得，并处违法所得一倍以上五倍以下罚款；没有违法所得的，可以处五万元以下罚款。",
               tiers=_tiers("没收违法所得，并处一倍以上二倍以下罚款", "没收违法所得，并处二倍以上三倍以下罚款", "没收违法所得，并处三倍以上五倍以下罚款")),
    DemoMatter(20, "penalty", "对违反劳务派遣规定的处罚", "ldjc", ((LDHTF, 92),), "逾期不改正的，以每人五千元以上一万元以下的标准处以罚款，对劳务派遣单位吊销许可证。"),
    DemoMatter(21, "penalty", "对未经许可从事职业中介活动的处罚", "ldjc", ((RLZY, 42), (CJF, 64)), "予以关闭或者责令停止；有违法所得的没收，并处一万元以上五万元以下罚款。"),
    DemoMatter(23, "penalty", "对发布虚假招聘信息等的处罚", "ldjc", ((RLZY, 43), (CJF, 65)), "责令改正；拒不改正的，处一万元以上五万元以下罚款；情节严重的吊销许可证。"),
    DemoMatter(24, "penalty", "对人力资源服务机构未明示证照、收费或者未建立服务台账的处罚", "ldjc", ((RLZY, 44),), "责令改正；拒不改正的，处五千元以上一万元以下罚款。",
               tiers=_tiers("责令改正", "处五千元以上八千元以下罚款", "处八千元以上一万元以下罚款")),
    DemoMatter(26, "penalty", "对以实物代替工资、未编制工资支付台账、扣押工资卡的处罚", "ldjc", ((NMG, 54),), "责令限期改正；逾期不改正的，对单位处二万元以上五万元以下罚款。",
               tiers=_tiers("责令限期改正", "处二万元以上三万元以下罚款", "处三万元以上五万元以下罚款")),
    DemoMatter(27, "penalty", "对未按规定开设工资专用账户、存储工资保证金、实行实名制的处罚", "ldjc", ((NMG, 55),), "逾期不改正的，责令项目停工，并处五万元以上十万元以下罚款。",
               tiers=_tiers("责令限期改正", "责令项目停工，并处五万元以上七万元以下罚款", "责令项目停工，并处七万元以上十万元以下罚款")),
    DemoMatter(28, "penalty", "对未按规定编制工资支付表、设立维权信息告示牌的处罚", "ldjc", ((NMG, 56),), "逾期不改正的，处五万元以上十万元以下罚款。"),
    DemoMatter(30, "penalty", "对擅自举办民办职业培训学校的处罚", "ldjc", ((MCF, 64),), "责令停止办学、退还费用，并处违法所得一倍以上五倍以下罚款。"),
    DemoMatter(31, "penalty", "对民办职业培训学校虚假招生、擅自分立合并等的处罚", "ldjc", ((MCF, 62),), "责令限期改正，给予警告；有违法所得的没收；情节严重的吊销办学许可证。"),
)
LICENCE_DUTIES = "受理责任：公示条件、程序和材料，一次告知补正。\n审查责任：审查材料，必要时现场核实。\n决定责任：在法定期限内作出决定，不予许可的说明理由。\n送达责任：制作并送达许可证件，公开决定。\n监管责任：开展事后监督检查。"
LICENCES = (
    DemoMatter(1, "licence", "人力资源服务许可", "xzsp", ((RLZY, 18), (CJF, 40)), "设立从事职业中介活动的经营性人力资源服务机构审批。",
               {"legal_days": 20, "legal_day_type": "working", "promised_days": 10, "promised_day_type": "working", "service_object": "企业法人", "service_result": "人力资源服务许可证"}),
    DemoMatter(2, "licence", "劳务派遣经营许可", "xzsp", ((LDHTF, 57),), "劳务派遣经营许可的设立、变更、延续和注销。",
               {"legal_days": 20, "legal_day_type": "working", "promised_days": 12, "promised_day_type": "working", "service_object": "企业法人", "service_result": "劳务派遣经营许可证"}),
    DemoMatter(3, "licence", "民办职业培训学校设立、分立、合并、变更、终止审批", "xzsp", ((MCF, 12), (MCF, 14), (MCF, 17)), "以职业技能为主的民办职业培训学校审批。",
               {"legal_days": 90, "legal_day_type": "calendar", "promised_days": 60, "promised_day_type": "calendar", "service_object": "法人、自然人", "service_result": "民办学校办学许可证"}),
    DemoMatter(4, "licence", "企业实行不定时工作制和综合计算工时工作制审批", "ldgx", ((LDF, 39),), "对因生产特点不能实行标准工时的岗位审批。",
               {"legal_days": 20, "legal_day_type": "working", "promised_days": 10, "promised_day_type": "working", "service_object": "企业法人", "service_result": "准予行政许可决定书"}),
)
CONFIRMATIONS = (
    DemoMatter(1, "confirmation", "工伤认定", "gsbx", ((GSTL, 14), (GSTL, 15), (GSTL, 17), (GSTL, 20)), "对职工所受伤害是否属于工伤作出认定。",
               {"legal_days": 60, "legal_day_type": "calendar", "promised_days": 30, "promised_day_type": "calendar", "service_object": "用人单位、职工及其近亲属", "service_result": "认定工伤决定书"}),
    DemoMatter(2, "confirmation", "就业困难人员认定", "sbzx", ((CJF, 52),), "对就业困难人员作出认定，提供就业援助。",
               {"promised_days": 5, "promised_day_type": "working", "service_object": "自然人", "service_result": "认定结果告知"}),
)
PAYMENTS = (
    DemoMatter(1, "payment", "失业保险金给付", "sbzx", ((SBF, 45),), "对符合条件的失业人员发放失业保险金。",
               {"promised_days": 10, "promised_day_type": "working", "service_object": "自然人", "service_result": "按月发放"}),
    DemoMatter(2, "payment", "工伤保险待遇给付", "sbzx", ((SBF, 38), (GSTL, 30)), "核定并支付工伤保险待遇。",
               {"promised_days": 15, "promised_day_type": "working", "service_object": "自然人、用人单位", "service_result": "待遇核定表"}),
    DemoMatter(3, "payment", "基本养老金给付", "sbzx", ((SBF, 16),), "核定并按月支付基本养老金。",
               {"promised_days": 20, "promised_day_type": "working", "service_object": "自然人", "service_result": "待遇核定表"}),
)
INSPECTIONS = (
    DemoMatter(1, "inspection", "劳动用工日常巡视检查", "ldjc", ((JCTL, 14),), "检查用人单位遵守劳动保障法律、法规和规章的情况。",
               {"inspection_object": "用人单位", "inspection_content": "劳动合同、工作时间、工资支付、社会保险等", "inspection_weight": "ordinary", "inspection_ratio": "不低于3%（示例）", "inspection_method": "现场检查、书面检查", "inspection_frequency": "每年1次（示例）", "inspection_class": "劳动用工"}),
    DemoMatter(2, "inspection", "劳动用工书面材料审查", "ldjc", ((JCTL, 14),), "审查用人单位报送的遵守劳动保障法律情况的书面材料。",
               {"inspection_object": "用人单位", "inspection_content": "书面材料的真实、完整", "inspection_weight": "ordinary", "inspection_ratio": "不低于5%（示例）", "inspection_method": "书面检查", "inspection_frequency": "每年1次（示例）", "inspection_class": "劳动用工"}),
    DemoMatter(3, "inspection", "人力资源市场监督检查", "ldjc", ((RLZY, 34), (RLZY, 36)), "检查人力资源服务机构的经营活动。",
               {"inspection_object": "人力资源服务机构", "inspection_content": "许可、备案、明示事项和服务台账", "inspection_weight": "ordinary", "inspection_ratio": "不低于10%（示例）", "inspection_method": "现场检查", "inspection_frequency": "每年1次（示例）", "inspection_class": "人力资源市场"}),
    DemoMatter(4, "inspection", "社会保险稽核", "sbzx", ((SBF, 77), (SBF, 79)), "稽核用人单位申报缴费和待遇领取情况。",
               {"inspection_object": "参保单位", "inspection_content": "缴费工资申报、人员增减、待遇领取", "inspection_weight": "key", "inspection_ratio": "不低于2%（示例）", "inspection_method": "书面稽核、实地稽核", "inspection_frequency": "每年1次（示例）", "inspection_class": "社会保险"}),
    DemoMatter(5, "inspection", "劳务派遣单位经营情况核验", "xzsp", ((LWPQ, 22),), "核验劳务派遣单位上一年度经营情况报告。",
               {"inspection_object": "劳务派遣单位", "inspection_content": "经营情况报告、派遣协议、社会保险缴纳", "inspection_weight": "ordinary", "inspection_ratio": "全部", "inspection_method": "书面检查", "inspection_frequency": "每年1次", "inspection_class": "劳务派遣"}),
    DemoMatter(6, "inspection", "保障农民工工资支付专项检查", "ldjc", ((NMG, 38), (NMG, 47)), "检查工程建设领域工资支付各项制度的落实。",
               {"inspection_object": "工程建设项目", "inspection_content": "专用账户、实名制、工资保证金、维权告示牌", "inspection_weight": "key", "inspection_ratio": "不低于20%（示例）", "inspection_method": "现场检查", "inspection_frequency": "每年2次（示例）", "inspection_class": "工资支付"}),
)
OTHERS = (
    DemoMatter(1, "reward", "对举报违反劳动保障法律行为的奖励", "ldjc", ((JCTL, 9),), "对举报属实、为查处重大违法行为提供主要线索和证据的举报人给予奖励，并为其保密。"),
    DemoMatter(1, "other", "集体合同审查", "ldgx", ((LDHTF, 54),), "审查报送的集体合同。", {"legal_days": 15, "legal_day_type": "calendar", "promised_days": 10, "promised_day_type": "calendar", "service_object": "企业、职工一方", "service_result": "审查意见书"}),
    DemoMatter(2, "other", "责令支付劳动报酬、加付赔偿金", "ldjc", ((LDHTF, 85), (JCTL, 26)), "责令限期支付；逾期不支付的，责令加付赔偿金。"),
    DemoMatter(3, "other", "责令补足社会保险费", "ldjc", ((SBF, 63),), "责令限期缴纳或者补足。"),
    DemoMatter(1, "compulsion", "先行登记保存证据", "ldjc", ((JCTL, 15),), "对可能灭失或者以后难以取得的证据先行登记保存。"),
)
# fmt: on

PENALTY_DUTIES = (
    "立案责任：发现违法线索的，审查后决定是否立案。\n调查责任：两名以上执法人员出示证件，收集证据。\n审查责任：审查事实、证据和适用法律。\n"
    "告知责任：告知拟处罚的内容及陈述、申辩、听证的权利。\n决定责任：依法作出决定，重大的经法制审核和集体讨论。\n送达责任：七日内送达。\n"
    "执行责任：督促履行，依法申请强制执行。\n公开责任：七个工作日内公开。"
)
ACCOUNTABILITY = "没有法定依据或者违反法定程序的；擅自改变种类、幅度的；玩忽职守、滥用职权、徇私舞弊的，依法追究责任。"
OTHER_DUTIES = "依法办理责任：按规定的条件、程序和时限办理。\n公开责任：依法公开依据、程序和结果。"

#: stage, item, method, place, class (STANDARDS 4.8)
RECORDINGS = (
    ("调查取证", "现场检查", "全程录像", "用人单位生产经营场所", "visit"),
    ("调查取证", "调查询问", "全程录音录像", "询问室", "interview"),
    ("调查取证", "先行登记保存", "全程录像", "证据所在场所", "scene"),
    ("告知", "听取陈述申辩", "录音录像", "询问室", "interview"),
    ("听证", "举行听证", "全程录音录像", "听证室", "scene"),
    ("决定", "简易程序当场处罚", "录像", "检查现场", "scene"),
    ("执行", "责令改正复核", "拍照、录像", "用人单位场所", "scene"),
    ("送达", "窗口送达", "拍照", "办事窗口", "confirmation"),
    ("送达", "留置送达", "全程录像", "受送达人住所或者经营场所", "scene"),
    ("送达", "公告送达", "截图、存档", "门户网站、公告栏", "confirmation"),
)
#: situation, materials, focus
REVIEWS = (
    (
        "较大数额罚款、没收违法所得的处罚决定",
        "案卷材料、拟作出的决定书、调查终结报告",
        "事实、证据、程序、法律适用、裁量",
    ),
    ("吊销许可证件、责令停产停业的处罚决定", "案卷材料、听证笔录、拟作出的决定书", "主体权限、事实、程序、裁量基准"),
)
