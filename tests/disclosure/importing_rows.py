"""Plainly fictitious rows for the tests of importing."""

from datetime import date

from disclosure.importing.cells import Cell
from disclosure.importing.context import CheckContext
from disclosure.importing.headers import TEMPLATES_BY_KEY
from disclosure.importing.rows import check_row

TODAY = date(2026, 11, 24)
ORGAN = "示例市人力资源和社会保障局"
ORGAN_CODE = "11210500TE5T000161"
PERSON_ID = "210502199001010017"

PARTY = {
    "party_name": "示例劳务有限公司",
    "party_kind": "法人及非法人组织",
    "credit_code": "91210500MA0DEM0132",
    "business_registration": "",
    "organisation_code": "",
    "tax_registration": "",
    "institution_certificate": "",
    "social_organisation_certificate": "",
    "legal_representative": "赵示例",
    "representative_certificate_type": "身份证",
    "representative_certificate_number": PERSON_ID,
    "party_certificate_type": "",
    "party_certificate_number": "",
}
SOURCE = {
    "organ_name": ORGAN,
    "organ_code": ORGAN_CODE,
    "source_name": ORGAN,
    "source_code": ORGAN_CODE,
    "remarks": "",
}
PENALTY = {
    **PARTY,
    "document_number": "示人社监罚决字〔2026〕第12号",
    "violation_type": "克扣或者无故拖欠劳动者工资",
    "facts": "经查，该单位未按月足额支付劳动者工资。",
    "basis": "《劳动保障监察条例》第三十条",
    "penalty_kinds": "罚款",
    "penalty_content": "罚款人民币贰万元整",
    "fine_fen": "2",
    "confiscated_fen": "",
    "withheld_certificate": "",
    "decided_on": "2026-11-20",
    "penalty_valid_until": "2027-11-20",
    "publicity_until": "",
    **SOURCE,
}
LICENCE = {
    **PARTY,
    "document_name": "人力资源服务许可决定书",
    "document_number": "示人社许字〔2026〕5号",
    "licence_category": "普通",
    "licence_certificate": "人力资源服务许可证",
    "licence_number": "示例000005",
    "licence_content": "准予从事职业中介活动",
    "decided_on": date(2026, 11, 20),
    "valid_from": date(2026, 11, 20),
    "valid_until": "长期",
    "licence_state": "1",
    **SOURCE,
}
PENALTY_2015 = {
    "document_number": "示人社监罚决字〔2015〕第3号",
    "document_name": "拖欠工资案",
    "penalty_kinds": "罚款",
    "penalty_kinds_2": "警告",
    "facts": "未按月支付工资",
    "basis": "《劳动保障监察条例》第三十条",
    "party_name": "示例劳务有限公司",
    "credit_code": "",
    "organisation_code": "MA0DEM013",
    "party_certificate_number": "",
    "legal_representative": "赵示例",
    "penalty_content": "罚款2000元",
    "decided_on": "2015-06-01",
    "penalty_valid_until": "",
    "organ_name": ORGAN,
    "state_2015": "0",
    "scope_2015": "0",
}
LICENCE_2015 = {
    "document_number": "示人社许字〔2015〕3号",
    "document_name": "劳务派遣经营许可",
    "licence_category": "普通",
    "licence_content": "准予",
    "party_name": "示例劳务有限公司",
    "organisation_code": "MA0DEM013",
    "party_certificate_number": "",
    "legal_representative": "赵示例",
    "decided_on": "2015-06-01",
    "valid_until": "2099/12/31",
    "organ_name": ORGAN,
    "licence_state": "0",
    "scope_2015": "0",
}
_ROWS = {
    "penalty-organisation": PENALTY,
    "licence-organisation": LICENCE,
    "penalty-2015": PENALTY_2015,
    "licence-2015": LICENCE_2015,
}
_ORGANISATION_ONLY = {*PARTY} - {"party_name", "party_certificate_type", "party_certificate_number"}


def context(**options):
    """The context of a file checked on a fixed day by the fictitious bureau."""
    known = {"today": TODAY, "sheet": "处罚", "organs": ((ORGAN, ORGAN_CODE),)}
    return CheckContext(**{**known, **options})


def cells(key, **changes):
    """A good row of a form as cells, with changes; a changed value may be a Cell."""
    if key.endswith("-person"):
        base = {
            name: value
            for name, value in _ROWS[key.replace("person", "organisation")].items()
            if name not in _ORGANISATION_ONLY
        }
        base |= {"party_name": "张三丰", "party_certificate_type": "身份证", "party_certificate_number": PERSON_ID}
    else:
        base = _ROWS[key]
    return {name: value if isinstance(value, Cell) else Cell(value) for name, value in {**base, **changes}.items()}


def check(key="penalty-organisation", *, at=None, row=2, **changes):
    """Check a good row of a form with changes."""
    return check_row(TEMPLATES_BY_KEY[key], cells(key, **changes), row=row, context=at or context())


def found(checked):
    """(code, level, column) of each problem."""
    return [(problem.code, problem.level, problem.column) for problem in checked.problems]


def codes(checked, level=None):
    """Codes of the problems, of one level if given."""
    return [problem.code for problem in checked.problems if level in (None, problem.level)]
