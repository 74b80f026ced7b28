"""The rules that look at several columns of a row, or at a row and its surroundings."""

from typing import Any

from publication.masking import mask_person_name
from publication.money import fen_to_display, fen_to_wan
from publication.text import document_number_key, serial_variant_key

from ..organs import comparable_name, organ_writing
from .checked import DIFFERENT, EQUAL, Difference
from .context import FOREIGN, SEALED
from .legacy_rules import note_missing, read_legacy_values, withhold
from .names import looks_like_organisation, looks_like_person
from .problems import ERROR, WARNING
from .row_check import RowCheck

_CODES_OF_ORGANISATIONS = (
    "credit_code",
    "business_registration",
    "organisation_code",
    "tax_registration",
    "institution_certificate",
    "social_organisation_certificate",
)
_LONGEST_KEY = 160
_CONFISCATION = frozenset({"没收违法所得", "没收非法财物"})
_CERTIFICATES = frozenset({"暂扣许可证件", "吊销许可证件"})


def apply(check: RowCheck) -> None:
    """Ask every rule; each looks only at what was read without error."""
    read_legacy_values(check)
    _revoked(check)
    _party(check)
    if check.template.kind == "penalty":
        _amounts(check)
    _periods(check)
    _organ(check)
    _number(check)
    note_missing(check)
    _existing(check)


def _revoked(check: RowCheck) -> None:
    """A licence that was revoked is not published; a public one is withdrawn, not changed (行政许可法第六十九条)."""
    if check.template.kind != "licence" or check.template.is_legacy or check.values.get("licence_state") != "revoked":
        return
    message = "许可已被撤销，导入为“不公开”。已经公开的，请在它的页面菜单中选“撤下”，原因选“许可被撤销”。"
    check.report(check.column("licence_state"), "revoked_licence", WARNING, message, "撤销")
    withhold(check.values, "许可已撤销")


def _party(check: RowCheck) -> None:
    """Which codes a category needs, and names under the wrong category."""
    values = check.values
    if check.template.party == "person" or check.template.is_legacy:
        values["party_kind"] = check.party
    name = values.get("party_name", "")
    if check.is_person:
        if name and check.guessed_person(name):
            message = (
                "没有任何代码和证件号码，名称也没有单位字样，按自然人导入并隐名。如果是单位，请补上它的代码后重新上传。"
            )
            check.report(check.column("party_name"), "guessed_person", WARNING, message, name)
        if name and looks_like_organisation(name):
            message = "相对人类别是自然人，但名称是单位名称。单位请填在法人模板中，或把类别改为“法人及非法人组织”。"
            check.report(check.column("party_name"), "party_kind_mismatch", ERROR, message, name)
        for field in _CODES_OF_ORGANISATIONS:
            if values.get(field):
                message = "自然人没有单位代码，这一格不导入。如果是个体工商户，请把类别改为“个体工商户”。"
                check.report(check.column(field), "person_code", WARNING, message, values[field])
                values[field] = ""
        if "legal_representative" in values:
            values["legal_representative"] = ""
        return
    if check.party == "sole_trader" and not check.context.bad_fields & {"credit_code", "business_registration"}:
        coded = values.get("credit_code") or values.get("business_registration")
        if not coded and not check.faulty & {"credit_code", "business_registration"}:
            message = "个体工商户须填统一社会信用代码或工商注册号，请补上其中一项。"
            check.report(check.column("credit_code"), "missing", ERROR, message)
    if check.party == "organisation" and name and looks_like_person(name):
        message = "类别是法人及非法人组织，但名称像自然人姓名。如果是自然人，请把类别改为“自然人”，公开时会隐去姓名。"
        check.report(check.column("party_name"), "party_kind_mismatch", WARNING, message, mask_person_name(name))


def _amounts(check: RowCheck) -> None:
    """Amounts and certificates that a kind of penalty requires, and amounts without their kind."""
    if not check.has("penalty_kinds"):
        return
    kinds = set(check.values["penalty_kinds"])
    if check.template.is_legacy:
        return
    if not kinds:
        return
    _amount_of(check, "fine_fen", "罚款" in kinds, "罚款", positive=True)
    _amount_of(check, "confiscated_fen", bool(kinds & _CONFISCATION), "没收", positive=False)
    if (
        kinds & _CERTIFICATES
        and "withheld_certificate" not in check.faulty
        and not check.values.get("withheld_certificate")
    ):
        column = check.column("withheld_certificate")
        message = f"处罚类别有暂扣或吊销，“{column.label}”必须填写，请补上。"
        check.report(column, "missing", ERROR, message)


def _amount_of(check: RowCheck, field: str, wanted: bool, word: str, *, positive: bool) -> None:
    if field in check.faulty:
        return
    column, fen = check.column(field), check.values.get(field)
    if wanted and (fen is None or (positive and fen == 0)):
        check.report(column, "missing", ERROR, f"处罚类别有{word}，“{column.label}”必须填写且大于零，请补上。" if positive
                     else f"处罚类别有{word}，“{column.label}”必须填写，请补上。")  # fmt: skip
    elif fen and not wanted:
        message = f"有{word}金额，但处罚类别没有“{word}”，请核对处罚类别。"
        check.report(column, "amount_without_kind", WARNING, message, fen_to_wan(fen))
    if fen and check.context.large_amount_fen is not None and fen >= check.context.large_amount_fen:
        message = f"读作 {fen_to_display(fen)}，金额很大。本列单位是万元，请确认不是按元填写的。"
        check.report(column, "large_amount", WARNING, message, fen_to_wan(fen))


def _periods(check: RowCheck) -> None:
    """Decision not in the future, order of periods, lateness (国办发〔2018〕118号: 7 or 20 working days, to the day of import)."""
    decided, today = check.day("decided_on"), check.context.today
    if decided and decided > today:
        column = check.column("decided_on")
        message = f"决定日期在今天（{today.isoformat()}）之后，请核对后改正。"
        check.report(column, "future_decision", ERROR, message, decided)
        return
    start, end = check.day("valid_from"), check.day("valid_until")
    if start and end and end < start:
        column = check.column("valid_until")
        check.report(
            column, "period_order", ERROR, f"有效期至早于有效期自（{start.isoformat()}），请核对两个日期。", end
        )
    if decided is None:
        return
    for field in ("valid_until", "penalty_valid_until", "publicity_until"):
        until = check.day(field)
        if until and until < decided:
            column = check.column(field)
            if column.field == "valid_until" and start and end and end < start:
                continue
            message = f"“{column.label}”早于决定日期（{decided.isoformat()}），请核对两个日期。"
            check.report(column, "period_order", ERROR, message, until)
    due = check.context.due(check.template.kind, decided)
    column = check.column("decided_on")
    if isinstance(due, int):
        message = f"{due} 年的节假日尚未维护，无法判断是否按时公开。请在后台录入该年的工作日安排。"
        if today.year >= due:
            check.report(column, "calendar_missing", WARNING, message, decided)
    elif today > due:
        message = f"应在 {due.isoformat()} 前（含当日）公开，今天导入已经逾期 {(today - due).days} 天，请尽快公开。"
        check.report(column, "late", WARNING, message, decided)
        check.checked.is_late = True


def _organ(check: RowCheck) -> None:
    """An organ other than the unit or one of its parents is a warning; one of them is stored as it is officially written."""
    context, values = check.context, check.values
    name, code = values.get("organ_name", ""), values.get("organ_code", "")
    official = context.official_name(name) if name else ""
    if name:
        values["organ_name"] = organ_writing(official or name)
    if not context.warn_other_organ or not context.organs:
        return
    if name and not official:
        message = "不是本单位或其上级机关的名称，请核对；如确由该机关作出决定，可以继续。"
        check.report(check.column("organ_name"), "other_organ", WARNING, message, name)
    elif code and not context.is_known_code(code):
        message = "不是本单位或其上级机关的统一社会信用代码，请核对；如确由该机关作出决定，可以继续。"
        check.report(check.column("organ_code"), "other_organ", WARNING, message, code)


def _number(check: RowCheck) -> None:
    """A number is unique per organ; the later row of a file is the error; 第1号 beside 第001号 is a warning."""
    number = check.values.get("document_number", "")
    if not number or "document_number" in check.faulty:
        return
    context, column = check.context, check.column("document_number")
    key = document_number_key(number)
    if len(key) > _LONGEST_KEY:
        check.report(column, "too_long", ERROR, f"文号过长（展开后 {len(key)} 个字），请核对后改正。", number)
        return
    check.checked.number_key = key
    if not any(char.isdigit() for char in key):
        check.report(column, "unusual_number", WARNING, "文号中没有数字，请核对这一列填的是否是文号。", number)
    organ = comparable_name(check.values.get("organ_name", ""))
    here = (context.sheet, check.row)
    first = context.seen.setdefault((check.template.kind, organ, key), here)
    if first != here:
        message = f"与{_place(first, context.sheet)}的文号相同。同一机关的文号不能重复，请删去重复的行或改正文号。"
        check.report(column, "duplicate_number", ERROR, message, number)
        return
    variant = serial_variant_key(number)
    other = context.serials.setdefault((check.template.kind, organ, variant), (key, *here))
    if other[0] != key:
        message = (
            f"与{_place(other[1:], context.sheet)}的文号只差序号前的零或“第”字，按两个文号处理，请确认不是同一个决定。"
        )
        check.report(column, "similar_number", WARNING, message, number)
    elif context.similar is not None and (stored := context.similar(check.values.get("organ_name", ""), key)):
        message = f"与已有的“{stored}”只差序号前的零或“第”字，按两个文号处理，请确认不是同一个决定。"
        check.report(column, "similar_number", WARNING, message, number)


def _place(place: tuple[str, int], sheet: str) -> str:
    return f"第 {place[1]} 行" if place[0] == sheet else f"工作表“{place[0]}”第 {place[1]} 行"


def _existing(check: RowCheck) -> None:
    """A notice already there is equal when what is stored is equal; otherwise the difference is shown."""
    lookup, key = check.context.existing, check.checked.number_key
    if lookup is None or not key or not check.checked.is_good:
        return
    stored = lookup(check.values.get("organ_name", ""), key)
    if stored is None:
        return
    if stored.get(FOREIGN):
        message = (
            "这个机关的这个文号已由其他单位录入，不能由本单位导入或更正。请核对文号；内容有误的，请由录入的单位更正。"
        )
        check.report(check.column("document_number"), "other_unit", ERROR, message, check.values["document_number"])
        return
    if stored.get(SEALED):
        message = f"这件决定{stored[SEALED]}，不能重新导入。撤下有误的，请在该页面申请恢复公开，由另一人批准。"
        check.report(check.column("document_number"), "sealed", ERROR, message, check.values["document_number"])
        return
    check.mask()
    check.checked.differences = differences(check, stored)
    check.checked.existing = DIFFERENT if check.checked.differences else EQUAL
    if check.checked.differences:
        labels = "、".join(difference.label for difference in check.checked.differences)
        message = f"已有相同文号的决定，内容不同：{labels}。默认不改动原有决定；通知写错了的，请选择“存为更正草稿”；决定本身被变更的，请先撤下原决定（变更），再导入变更后的决定。"
        check.report(check.column("document_number"), "changed", WARNING, message, check.values["document_number"])


def differences(check: RowCheck, stored: Any) -> list[Difference]:
    """Where the row differs from the stored values; columns that the file lacks do not count."""
    found = []
    for column in check.template.columns:
        if column.field not in check.values or column.field not in stored:
            continue
        given, there = check.values[column.field], stored[column.field]
        if column.field == "document_number" or (column.field == "publicity_until" and given is None):
            continue
        if column.field == "organ_name" and comparable_name(given) == comparable_name(there):
            continue
        if (given or None) != (there or None) and not (given == 0 and there == 0):
            found.append(Difference(column.field, column.label, there, given))
    return found
