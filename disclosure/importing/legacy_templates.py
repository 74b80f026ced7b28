"""The forms of 2015 (“双公示” first edition), read only: their gaps are warnings and their rows wait as drafts.

Columns with an ``ignored_`` field are recognised and left out (internal codes, time stamps). Lengths are those of the fields
that receive the values.
"""

from .columns import Column, Template
from .enumerations import labels_of
from .templates import ENUM_SEPARATOR_HELP, certificate_columns

_OUT = "识别后不导入。"


def _party(prefix: str, representative: str, name_code: str, name_aliases: tuple[str, ...]) -> tuple[Column, ...]:
    return (
        Column("party_name", name_code, "行政相对人名称", required=True, header_required=True, max_length=200,
               code_aliases=name_aliases, aliases=("行政相对人",)),
        Column("credit_code", f"{prefix}_XDR_SHXYM", "行政相对人代码_1(统一社会信用代码)", "credit", max_length=18,
               aliases=("统一社会信用代码", "行政相对人统一社会信用代码")),
        Column("organisation_code", f"{prefix}_XDR_ZDM", "行政相对人代码_2(组织机构代码)", "registry", max_length=32,
               aliases=("组织机构代码",), code_aliases=(f"{prefix}_XDR_ZZJG",)),
        Column("business_registration", f"{prefix}_XDR_GSDJ", "行政相对人代码_3(工商登记码)", "registry", max_length=50,
               aliases=("工商登记码", "工商注册号", "工商登记号"), code_aliases=(f"{prefix}_XDR_GSZC",)),
        Column("tax_registration", f"{prefix}_XDR_SWDJ", "行政相对人代码_4(税务登记号)", "registry", max_length=32,
               aliases=("税务登记号",)),
        Column("party_certificate_number", f"{prefix}_XDR_SFZ", "行政相对人代码_5(居民身份证号)", "certificate", never_stored=True,
               aliases=("居民身份证号", "居民身份证号码", "身份证号"), help=_OUT),
        certificate_columns(prefix)[0],
        Column("legal_representative", representative, "法定代表人姓名", max_length=50, aliases=("法定代表人",),
               code_aliases=(f"{prefix}_FRDB", f"{prefix}_FDDB", "FDDB")),
        Column("representative_certificate_number", f"{prefix}_FR_SFZH", "法定代表人身份证号", "certificate", never_stored=True,
               aliases=("法定代表人证件号码",), code_aliases=(f"{prefix}_FR_ZJHM",), help=_OUT),
    )  # fmt: skip


def _tail(prefix: str) -> tuple[Column, ...]:
    return (
        Column("ignored_code", f"{prefix}_BM", "编码", aliases=("权力编码", "行政许可编码", "行政处罚编码"), help=_OUT),
        Column("ignored_place", "DFBM", "地方编码", aliases=("地方编码(行政区划)",), code_aliases=(f"{prefix}_DFBM",), help=_OUT),
        Column("ignored_stamp", "SJC", "数据更新时间戳", aliases=("时间戳", "数据时间戳", "更新时间戳"),
               code_aliases=(f"{prefix}_SJC",), help=_OUT),
        Column("remarks", "BZ", "备注", code_aliases=(f"{prefix}_BZ",)),
        Column("scope_2015", f"{prefix}_SYFW", "信息使用范围", "enum", enum="scope_2015", choices=labels_of("scope_2015"),
               aliases=("使用范围",)),
    )  # fmt: skip


LEGACY = (
    Template("licence-2015", "licence", "", "2015", "行政许可（2015 年版）", (
        Column("document_number", "XK_WSH", "行政许可决定书文号", "number_key", required=True, header_required=True, max_length=128,
               aliases=("行政许可决定文书号", "决定书文号", "文书号", "文号")),
        Column("document_name", "XK_XMMC", "项目名称", required=True, max_length=256),
        Column("licence_category", "XK_SPLB", "审批类别", "enum", required=True, enum="licence_category",
               choices=labels_of("licence_category")),
        Column("licence_content", "XK_NR", "许可内容", required=True, max_length=4000),
        *_party("XK", "XK_FR", "XK_XDR", ("XK_XDR_MC",)),
        Column("decided_on", "XK_JDRQ", "许可决定日期", "date", required=True, header_required=True,
               aliases=("决定日期", "许可生效期")),
        Column("valid_until", "XK_JZQ", "许可截止期", "date", required=True, forever=True, aliases=("许可截止日期", "截止期")),
        Column("organ_name", "XK_XZJG", "许可机关", required=True, header_required=True, max_length=200, code_aliases=("XK_XKJG",)),
        Column("licence_state", "XK_ZT", "当前状态", "enum", required=True, enum="state_2015", choices=labels_of("state_2015"),
               aliases=("状态",)),
        *_tail("XK"),
    )),
    Template("penalty-2015", "penalty", "", "2015", "行政处罚（2015 年版）", (
        Column("document_number", "CF_WSH", "行政处罚决定书文号", "number_key", required=True, header_required=True, max_length=128,
               aliases=("行政处罚决定文书号", "决定书文号", "文书号", "文号")),
        Column("document_name", "CF_CFMC", "处罚名称", max_length=256, aliases=("案件名称",)),
        Column("penalty_kinds", "CF_CFLB1", "处罚类别1", "kinds", required=True, enum="penalty_kinds",
               choices=labels_of("penalty_kinds"), aliases=("处罚类别", "处罚类别一"), code_aliases=("CF_CFLB",), help=ENUM_SEPARATOR_HELP),
        Column("penalty_kinds_2", "CF_CFLB2", "处罚类别2", "kinds", enum="penalty_kinds", choices=labels_of("penalty_kinds"),
               aliases=("处罚类别二",)),
        Column("facts", "CF_SY", "处罚事由", required=True, aliases=("违法事实",)),
        Column("basis", "CF_YJ", "处罚依据", required=True),
        *_party("CF", "CF_FR", "CF_XDR_MC", ("CF_XDR",)),
        Column("penalty_content", "CF_JG", "处罚结果", required=True, aliases=("处罚内容",)),
        Column("decided_on", "CF_JDRQ", "处罚决定日期", "date", required=True, header_required=True,
               aliases=("决定日期", "处罚生效期"), code_aliases=("CF_SXQ",)),
        Column("penalty_valid_until", "CF_JZQ", "处罚截止期", "date", forever=True, aliases=("处罚截止日期", "处罚有效期")),
        Column("organ_name", "CF_XZJG", "处罚机关", required=True, header_required=True, max_length=200, code_aliases=("CF_CFJG",)),
        Column("state_2015", "CF_ZT", "当前状态", "enum", enum="state_2015", choices=labels_of("state_2015"), aliases=("状态",)),
        Column("ignored_severity", "CF_SXYZCD", "失信严重程度", help=_OUT),
        Column("publicity_until", "CF_GSJZQ", "公示截止期", "date", aliases=("公示截止日期",)),
        *_tail("CF"),
    )),
)  # fmt: skip
