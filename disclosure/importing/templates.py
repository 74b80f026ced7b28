"""The four forms in force: licence and penalty, for organisations and for persons, as data.

Source: 国家公共信用信息“双公示”数据标准 (2021 edition as received by public systems): names, codes, lengths. Lengths given as a range are
the larger; all of them can be changed by the bureau. 自然人 forms lack 行政相对人类别, 代码_1–6 and 法定代表人.
"""

from dataclasses import replace

from .columns import Column, Template
from .enumerations import CERTIFICATE_TYPES, labels_of

_NEVER = "本系统不保存证件信息，可以留空；填写的内容在读取时即丢弃。"
_DATE_HELP = "日期，如 2026/3/5。"
FOREVER_HELP = "日期，如 2029/3/5；长期有效填“长期”或 2099/12/31。"
ENUM_SEPARATOR_HELP = "可多选，用分号隔开；“其他”可注明。"


def party_columns(prefix: str) -> tuple[Column, ...]:
    """The party's columns of a form for organisations; ``prefix`` is XK or CF."""
    representative = "XK_FRDB" if prefix == "XK" else "CF_FRDB"
    return (
        Column("party_name", f"{prefix}_XDR_MC", "行政相对人名称", required=True, header_required=True, max_length=200,
               code_aliases=(f"{prefix}_XDR", f"{prefix}_XDRMC"), aliases=("行政相对人", "相对人名称", "被处罚人", "当事人名称"),
               help="单位填全称；自然人填姓名，公开时自动隐名。"),
        Column("party_kind", f"{prefix}_XDR_LB", "行政相对人类别", "enum", required=True, header_required=True,
               enum="party_kind", choices=labels_of("party_kind"), aliases=("相对人类别",), help="从下拉列表中选择。"),
        Column("credit_code", f"{prefix}_XDR_SHXYM", "行政相对人代码_1(统一社会信用代码)", "credit", header_required=True,
               required_for="organisation", max_length=18, aliases=("统一社会信用代码", "行政相对人统一社会信用代码", "相对人统一社会信用代码"),
               help="18 位；法人及非法人组织必填，自然人留空。"),
        Column("business_registration", f"{prefix}_XDR_GSZC", "行政相对人代码_2(工商注册号)", "registry", max_length=50,
               aliases=("工商注册号", "工商登记码", "工商登记号"), code_aliases=(f"{prefix}_XDR_GSDJ",),
               help="个体工商户没有统一社会信用代码的，填工商注册号。"),
        Column("organisation_code", f"{prefix}_XDR_ZZJG", "行政相对人代码_3(组织机构代码)", "registry", max_length=32,
               aliases=("组织机构代码",), code_aliases=(f"{prefix}_XDR_ZDM",)),
        Column("tax_registration", f"{prefix}_XDR_SWDJ", "行政相对人代码_4(税务登记号)", "registry", max_length=32,
               aliases=("税务登记号",)),
        Column("institution_certificate", f"{prefix}_XDR_SYDW", "行政相对人代码_5(事业单位证书号)", "registry", max_length=120,
               aliases=("事业单位证书号",)),
        Column("social_organisation_certificate", f"{prefix}_XDR_SHZZ", "行政相对人代码_6(社会组织登记证号)", "registry",
               max_length=50, aliases=("社会组织登记证号",)),
        Column("legal_representative", representative, "法定代表人", required_for="organisation", header_required=True,
               max_length=50, aliases=("法定代表人姓名", "法人代表", "法定代表人(负责人)", "法定代表人或负责人"),
               code_aliases=(f"{prefix}_FDDB", f"{prefix}_FR", "FDDB"), help="法人及非法人组织必填。"),
        Column("representative_certificate_type", f"{prefix}_FR_ZJLX", "法定代表人证件类型", "certificate", never_stored=True,
               choices=CERTIFICATE_TYPES, help=_NEVER),
        Column("representative_certificate_number", f"{prefix}_FR_ZJHM", "法定代表人证件号码", "certificate", never_stored=True,
               aliases=("法定代表人身份证号", "法定代表人身份证号码", "法定代表人居民身份证号"),
               code_aliases=(f"{prefix}_FR_SFZH", f"{prefix}_FR_SFZ"), help=_NEVER),
        *certificate_columns(prefix),
    )  # fmt: skip


def certificate_columns(prefix: str) -> tuple[Column, ...]:
    """证件类型 and 证件号码 of a natural person: recognised so that they can be dropped."""
    return (
        Column("party_certificate_type", f"{prefix}_XDR_ZJLX", "证件类型", "certificate", never_stored=True,
               choices=CERTIFICATE_TYPES, aliases=("行政相对人证件类型", "自然人证件类型", "身份证件类型"), help=_NEVER),
        Column("party_certificate_number", f"{prefix}_XDR_ZJHM", "证件号码", "certificate", never_stored=True,
               aliases=("行政相对人证件号码", "自然人证件号码", "居民身份证号", "居民身份证号码", "身份证号", "身份证号码", "身份证件号码"),
               code_aliases=(f"{prefix}_XDR_SFZ", f"{prefix}_XDR_SFZH"), help=_NEVER),
    )  # fmt: skip


def _organ_columns(word: str, organ: str, source: str) -> tuple[Column, ...]:
    return (
        Column("organ_name", organ, f"{word}机关", required=True, header_required=True, max_length=200,
               aliases=(f"{word}机关名称", f"行政{word}机关", f"{word}决定机关"), help="作出决定的机关全称。"),
        Column("organ_code", f"{organ}DM", f"{word}机关统一社会信用代码", "credit", required=True, header_required=True,
               max_length=18, aliases=(f"{word}机关代码",), help="18 位。"),
        Column("source_name", source, "数据来源单位", required=True, header_required=True, max_length=200,
               code_aliases=("XK_SJLY", "CF_LYDW", "XK_LYDW", "CF_SJLY"), aliases=("数据来源",)),
        Column("source_code", f"{source}DM", "数据来源单位统一社会信用代码", "credit", required=True, header_required=True,
               max_length=18, code_aliases=("XK_SJLYDM", "CF_LYDWDM", "XK_LYDWDM", "CF_SJLYDM"), aliases=("数据来源单位代码",),
               help="18 位。"),
    )  # fmt: skip


LICENCE_COLUMNS = (
    Column("document_name", "XK_XKWS", "行政许可决定文书名称", required=True, header_required=True, max_length=64,
           aliases=("许可决定文书名称", "决定文书名称", "文书名称")),
    Column("document_number", "XK_WSH", "行政许可决定文书号", "number_key", required=True, header_required=True, max_length=128,
           aliases=("许可决定文书号", "行政许可决定文号", "行政许可决定书文号", "决定文书号", "文书号", "文号"),
           help="如 本人社许字〔2026〕1号；同一机关不能重复。"),
    Column("licence_category", "XK_XKLB", "许可类别", "enum", required=True, header_required=True, enum="licence_category",
           choices=labels_of("licence_category"), aliases=("行政许可类别",), help="从下拉列表中选择；“其他”可注明。"),
    Column("licence_certificate", "XK_XKZS", "许可证书名称", max_length=64, aliases=("许可证名称",)),
    Column("licence_number", "XK_XKBH", "许可编号", "registry", max_length=64, aliases=("许可证编号", "许可证书编号")),
    Column("licence_content", "XK_NR", "许可内容", required=True, header_required=True, max_length=4000),
    Column("decided_on", "XK_JDRQ", "许可决定日期", "date", required=True, header_required=True,
           aliases=("行政许可决定日期", "决定日期"), help=_DATE_HELP),
    Column("valid_from", "XK_YXQZ", "有效期自", "date", required=True, header_required=True,
           aliases=("有效期起", "许可有效期自"), help=_DATE_HELP),
    Column("valid_until", "XK_YXQZI", "有效期至", "date", required=True, header_required=True, forever=True,
           aliases=("有效期止", "许可有效期至"), help=FOREVER_HELP),
    *_organ_columns("许可", "XK_XKJG", "XK_LYDW")[:2],
    Column("licence_state", "XK_ZT", "当前状态", "enum", required=True, header_required=True, enum="licence_state",
           choices=labels_of("licence_state"), aliases=("状态",), help="1 或“有效”，2 或“无效”，也可填期满、注销、撤销。"),
    *_organ_columns("许可", "XK_XKJG", "XK_LYDW")[2:],
    Column("remarks", "BZ", "备注", max_length=4000, code_aliases=("XK_BZ",)),
)  # fmt: skip

PENALTY_COLUMNS = (
    Column("document_number", "CF_WSH", "行政处罚决定书文号", "number_key", required=True, header_required=True, max_length=128,
           aliases=("处罚决定书文号", "行政处罚决定文书号", "行政处罚决定文号", "行政处罚决定书号", "行政处罚决定书文书号", "决定书文号", "文书号", "文号"),
           help="如 本人社监罚决字〔2026〕1号；同一机关不能重复。"),
    Column("violation_type", "CF_WFXW", "违法行为类型", required=True, header_required=True, aliases=("违法行为",)),
    Column("facts", "CF_SY", "违法事实", required=True, header_required=True, aliases=("处罚事由", "主要违法事实")),
    Column("basis", "CF_YJ", "处罚依据", required=True, header_required=True, aliases=("行政处罚依据",)),
    Column("penalty_kinds", "CF_CFLB", "处罚类别", "kinds", required=True, header_required=True, enum="penalty_kinds",
           choices=labels_of("penalty_kinds"), aliases=("处罚种类", "行政处罚类别"), help=ENUM_SEPARATOR_HELP),
    Column("penalty_content", "CF_NR", "处罚内容", required=True, header_required=True, aliases=("行政处罚内容",)),
    Column("fine_fen", "CF_NR_FK", "罚款金额(万元)", "amount", aliases=("罚款金额", "罚款"),
           help="单位万元，最多 6 位小数；有罚款的必填。"),
    Column("confiscated_fen", "CF_NR_WFFF", "没收违法所得、没收非法财物的金额(万元)", "amount",
           aliases=("没收违法所得、没收非法财物的金额", "没收违法所得没收非法财物的金额", "没收金额", "没收违法所得金额"),
           help="单位万元，最多 6 位小数；有没收的必填。"),
    Column("withheld_certificate", "CF_NR_ZKDX", "暂扣或吊销证照名称及编号", max_length=200, help="有暂扣或吊销的必填。"),
    Column("decided_on", "CF_JDRQ", "处罚决定日期", "date", required=True, header_required=True,
           aliases=("行政处罚决定日期", "决定日期"), help=_DATE_HELP),
    Column("penalty_valid_until", "CF_YXQ", "处罚有效期", "date", required=True, header_required=True, forever=True,
           help=FOREVER_HELP),
    Column("publicity_until", "CF_GSJZQ", "公示截止期", "date", aliases=("公示截止日期", "公示期限"), help="可以留空，由系统计算。"),
    *_organ_columns("处罚", "CF_CFJG", "CF_SJLY"),
    Column("remarks", "BZ", "备注", code_aliases=("CF_BZ",)),
)  # fmt: skip


def _person_columns(prefix: str, decision: tuple[Column, ...]) -> tuple[Column, ...]:
    name = replace(party_columns(prefix)[0], help="填姓名，公开时自动隐名（张某某）。")
    return (name, *certificate_columns(prefix), *decision)


CURRENT = (
    Template("licence-organisation", "licence", "organisation", "current", "行政许可（法人及非法人组织）",
             (*party_columns("XK"), *LICENCE_COLUMNS)),
    Template("licence-person", "licence", "person", "current", "行政许可（自然人）", _person_columns("XK", LICENCE_COLUMNS)),
    Template("penalty-organisation", "penalty", "organisation", "current", "行政处罚（法人及非法人组织）",
             (*party_columns("CF"), *PENALTY_COLUMNS)),
    Template("penalty-person", "penalty", "person", "current", "行政处罚（自然人）", _person_columns("CF", PENALTY_COLUMNS)),
)  # fmt: skip
