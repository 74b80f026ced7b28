"""Makes the sample spreadsheets anew: ``python docs/samples/make_samples.py [FOLDER]``.

They are what a unit of the demo bureau would send in: a title row, a notes row, the header, and a dozen rows about plainly
fictitious parties. The penalties carry exactly two planted errors (:data:`PLANTED`); the licences carry none. The same
input gives the same file.
"""

import datetime
import sys
from pathlib import Path
from typing import Any

import xlsxwriter
from stdnum.cn import uscc

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from disclosure.importing.headers import TEMPLATES_BY_KEY  # noqa: E402

BUREAU = "示例市人力资源和社会保障局"
BUREAU_CODE = "11210500TE5T000161"
PENALTY_FILE = "penalties-sample.xlsx"
LICENCE_FILE = "licences-sample.xlsx"
#: Sheet row (as the spreadsheet numbers it) and column of each planted error, with the value that mends it.
PLANTED = (
    (8, "罚款金额(万元)", "5万元", 5),
    (12, "处罚决定日期", "2026/9/31", "2026/9/30"),
)
TITLE_ROW, NOTES_ROW, HEADER_ROW = 1, 2, 3

_LABOUR_LAW = "《中华人民共和国劳动法》"
_CONTRACT_LAW = "《中华人民共和国劳动合同法》"
_CONTRACT_RULES = "《中华人民共和国劳动合同法实施条例》"
_INSPECTION = "《劳动保障监察条例》"
_WAGES = "《保障农民工工资支付条例》"
_MARKET = "《人力资源市场暂行条例》"

#: party, category, decided on, violation, facts, basis, kinds, fine in 万元, confiscated in 万元, content
PENALTIES = (
    ("示例市青山餐饮管理有限公司", "法人及非法人组织", "2026/11/19", "未按规定建立职工名册",
     "经查，该单位未按规定建立职工名册备查，经责令限期改正，逾期仍未改正。", f"{_CONTRACT_RULES}第三十三条", "罚款", 0.5, None,
     "罚款人民币5000元。"),
    ("示例市绿水物业服务有限公司", "法人及非法人组织", "2026/11/18", "违法延长劳动者工作时间",
     "经查，该单位安排12名劳动者每月延长工作时间超过36小时。", f"{_LABOUR_LAW}第九十条、{_INSPECTION}第二十五条", "警告;罚款", 0.36, None,
     "给予警告；罚款人民币3600元。"),
    ("示例市长风建筑工程有限公司", "法人及非法人组织", "2026/11/18", "未按规定开设农民工工资专用账户",
     "经查，该单位承建的示例工程未开设农民工工资专用账户，经责令限期改正，逾期仍未改正。", f"{_WAGES}第五十五条", "罚款", 6, None,
     "罚款人民币60000元。"),
    ("示例市东升人力资源服务有限公司", "法人及非法人组织", "2026/11/17", "发布虚假招聘信息",
     "经查，该单位发布的招聘信息所列薪酬与实际不符，经责令改正，拒不改正。", f"{_MARKET}第四十三条", "罚款", 1.2, None,
     "罚款人民币12000元。"),
    ("示例市锦程劳务有限公司", "法人及非法人组织", "2026/11/17", "分包单位未按月考核工作量编制工资支付表",
     "经查，该分包单位未按月考核农民工工作量、编制工资支付表并经本人签字确认，逾期未改正。", f"{_WAGES}第五十六条", "罚款", 5, None,
     "罚款人民币50000元。"),
    ("示例市万福职业介绍所", "个体工商户", "2026/11/16", "未经许可从事职业中介活动",
     "经查，该单位未取得人力资源服务许可，擅自从事职业中介活动并收取中介费2000元。", f"{_MARKET}第四十二条第一款", "没收违法所得;罚款", 1, 0.2,
     "没收违法所得2000元；罚款人民币10000元。"),
    ("示例市同心机械制造有限公司", "法人及非法人组织", "2026/11/16", "拒不按要求报送材料",
     "经查，该单位收到劳动保障监察询问通知后，无正当理由不报送工资支付材料。", f"{_INSPECTION}第三十条第一款", "罚款", 0.8, None,
     "罚款人民币8000元。"),
    ("示例市银河家政服务有限公司", "法人及非法人组织", "2026/11/13", "以担保名义向劳动者收取财物",
     "经查，该单位在招用劳动者时以工装押金名义向6名劳动者收取现金。", f"{_CONTRACT_LAW}第八十四条", "罚款", 0.3, None,
     "罚款人民币3000元。"),
    ("示例市朝阳商贸有限公司", "法人及非法人组织", "2026/9/30", "未按规定建立职工名册",
     "经查，该单位未按规定建立职工名册备查，逾期未改正。", f"{_CONTRACT_RULES}第三十三条", "罚款", 0.2, None, "罚款人民币2000元。"),
    ("赵示例", "自然人", "2026/11/12", "骗取社会保险待遇", "经查，赵示例以虚构劳动关系的方式骗取失业保险金3600元。",
     "《中华人民共和国社会保险法》第八十八条", "罚款", 0.72, None, "责令退回骗取的失业保险金；罚款人民币7200元。"),
    ("示例市宏图职业培训有限公司", "法人及非法人组织", "2026/11/12", "拒不按要求报送材料",
     "经查，该单位拒不报送用工备案材料，经责令改正，逾期未改正。", f"{_INSPECTION}第三十条第一款", "罚款", 0.4, None, "罚款人民币4000元。"),
    ("示例市晨光劳务派遣有限公司", "法人及非法人组织", "2026/11/11", "未取得劳务派遣经营许可经营劳务派遣业务",
     "经查，该单位未取得劳务派遣经营许可，向用工单位派遣劳动者并收取管理费18000元。", f"{_CONTRACT_LAW}第九十二条第一款",
     "没收违法所得;罚款", 1.8, 1.8, "没收违法所得18000元；罚款人民币18000元。"),
)  # fmt: skip

#: party, decided on, document, certificate, content, years of validity
LICENCES = (
    ("示例市青山人力资源服务有限公司", "2026/11/19", "准予行政许可决定书", "人力资源服务许可证", "准予从事职业中介活动。", 5),
    ("示例市绿水劳务派遣有限公司", "2026/11/19", "准予行政许可决定书", "劳务派遣经营许可证", "准予经营劳务派遣业务。", 3),
    ("示例市长风职业培训学校", "2026/11/18", "准予行政许可决定书", "民办学校办学许可证", "准予设立民办职业培训学校（示例工种）。", 3),
    ("示例市东升机械制造有限公司", "2026/11/18", "特殊工时行政许可决定书", "", "准予对示例岗位实行综合计算工时工作制，以季为周期。", 1),
    ("示例市锦程物流有限公司", "2026/11/17", "特殊工时行政许可决定书", "", "准予对示例岗位实行不定时工作制。", 1),
    ("示例市朝阳人力资源服务有限公司", "2026/11/16", "准予行政许可决定书", "人力资源服务许可证", "准予从事职业中介活动。", 5),
)  # fmt: skip


def credit_code(prefix: str, number: int) -> str:
    """Return a valid social credit code whose body (DEM, a running number) is plainly invented."""
    body = f"{prefix}210500MADEM{number:04d}"
    return body + uscc.calc_check_digit(body)


def _day(text: str) -> datetime.date:
    year, month, day = (int(part) for part in text.split("/"))
    return datetime.date(year, month, day)


def _years_later(day: datetime.date, years: int) -> datetime.date:
    return day.replace(year=day.year + years) - datetime.timedelta(days=1)


def _common(prefix: str, place: int, party: str, category: str) -> dict[str, Any]:
    values: dict[str, Any] = {"party_name": party, "party_kind": category}
    if category != "自然人":
        values["credit_code"] = credit_code("92" if category == "个体工商户" else "91", 7000 + place)
        values["legal_representative"] = "钱孙李周吴郑王冯陈褚卫蒋"[place % 12] + "示例"
    return values | {
        "organ_name": BUREAU, "organ_code": BUREAU_CODE, "source_name": BUREAU, "source_code": BUREAU_CODE,
        "remarks": "示例数据",
    }  # fmt: skip


def penalty_rows() -> list[dict[str, Any]]:
    """Return the penalties' rows by field, all of them right."""
    rows = []
    for place, (party, category, decided, violation, facts, basis, kinds, fine, gain, content) in enumerate(PENALTIES):
        day = _day(decided)
        rows.append(
            _common("CF", place, party, category)
            | {
                "document_number": f"示例人社监罚字〔2026〕第{101 + place}号",
                "violation_type": violation,
                "facts": facts,
                "basis": basis,
                "penalty_kinds": kinds,
                "penalty_content": content,
                "fine_fen": fine,
                "confiscated_fen": gain,
                "decided_on": day,
                "penalty_valid_until": "2099/12/31",
                "publicity_until": day + datetime.timedelta(days=365),
            }
        )
    return rows


def licence_rows() -> list[dict[str, Any]]:
    """Return the licences' rows by field."""
    rows = []
    for place, (party, decided, document, certificate, content, years) in enumerate(LICENCES):
        day = _day(decided)
        rows.append(
            _common("XK", 100 + place, party, "法人及非法人组织")
            | {
                "document_name": document,
                "document_number": f"示例人社许字〔2026〕第{201 + place}号",
                "licence_category": "普通",
                "licence_certificate": certificate,
                "licence_number": f"示例{210500000 + place}" if certificate else "",
                "licence_content": content,
                "decided_on": day,
                "valid_from": day,
                "valid_until": _years_later(day, years),
                "licence_state": "有效",
            }
        )
    return rows


def write(path: Path, template: str, title: str, rows: list[dict[str, Any]], planted: tuple[Any, ...] = ()) -> None:
    """Write one workbook: title, notes, header, rows; ``planted`` cells (row, column name, value, mended) last."""
    form = TEMPLATES_BY_KEY[template]
    book = xlsxwriter.Workbook(str(path))
    book.set_properties(
        {"title": title, "author": BUREAU, "created": datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)}
    )
    sheet = book.add_worksheet("行政处罚" if template.startswith("penalty") else "行政许可")
    last = len(form.columns) - 1
    line = {"border": 1, "text_wrap": True, "valign": "top"}
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    notes = book.add_format({"text_wrap": True, "font_color": "#595959", "valign": "vcenter"})
    header = book.add_format(line | {"bold": True, "bg_color": "#E7F0FA"})
    text, dates = book.add_format(line), book.add_format(line | {"num_format": "yyyy/m/d"})
    sheet.merge_range(TITLE_ROW - 1, 0, TITLE_ROW - 1, last, title, heading)
    note = "说明：示例数据，单位、人员和代码均为虚构。金额单位为万元，日期格式为年/月/日，长期填2099/12/31。"
    sheet.merge_range(NOTES_ROW - 1, 0, NOTES_ROW - 1, last, note, notes)
    sheet.set_row(TITLE_ROW - 1, 30)
    sheet.set_row(NOTES_ROW - 1, 22)
    places = {column.label: place for place, column in enumerate(form.columns)}
    for place, column in enumerate(form.columns):
        sheet.write_string(HEADER_ROW - 1, place, column.label, header)
        sheet.set_column(place, place, 40 if column.field in ("facts", "licence_content", "penalty_content") else 18)
    for number, row in enumerate(rows, start=HEADER_ROW):
        for place, column in enumerate(form.columns):
            value = row.get(column.field)
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, place, value, dates)
            elif value is None or value == "":
                sheet.write_blank(number, place, None, text)
            else:
                sheet.write(number, place, value, text)
    for number, label, value, _mended in planted:
        sheet.write_string(number - 1, places[label], value, text)
    sheet.freeze_panes(HEADER_ROW, 1)
    book.close()


def main(folder: Path) -> None:
    """Write both samples into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / PENALTY_FILE, "penalty-organisation", f"{BUREAU}行政处罚信息表（示例）", penalty_rows(), PLANTED)
    write(folder / LICENCE_FILE, "licence-organisation", f"{BUREAU}行政许可信息表（示例）", licence_rows())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
