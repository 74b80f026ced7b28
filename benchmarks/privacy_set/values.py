"""The slots of a frame that are findings: kind, severity, value, and which disguises it may wear."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.privacy_set.disguises import IN_HTML, IN_TEXT
from benchmarks.privacy_set.fillers import Fillers

NO_DISGUISE = ("plain",)
ALL = IN_TEXT + IN_HTML
FEW = ("plain", "plain", "full", "space", "hyphen")


@dataclass(frozen=True)
class Value:
    """How one slot is made. `kinds` are the kinds of the findings at its place, all of `severity`."""

    kinds: tuple[str, ...]
    severity: str
    make: Callable[[], str]
    disguises: tuple[str, ...] = NO_DISGUISE


def values(fill: Fillers) -> dict[str, Value]:
    """Slot name to value."""
    certain, suspected = "certain", "suspected"
    return {
        "id": Value(("id",), certain, fill.id18, ALL),
        "idx": Value(("id",), certain, fill.id18_x, ALL),
        "id15": Value(("id",), certain, fill.id15, FEW + ("zero", "tag")),
        "id15?": Value(("id",), suspected, fill.id15),
        "badid?": Value(("id",), suspected, fill.id18_wrong_check, FEW),
        "id?": Value(("id",), suspected, fill.id18),
        "iduscc": Value(("id",), certain, fill.id18_and_credit_code),
        "hkid": Value(("id",), certain, lambda: fill.id18(fill.pick(["810000", "820000", "830000"]))),
        "minorid": Value(("id", "minor"), certain, lambda: fill.id18(first=2013, last=2015)),
        "phone": Value(("phone",), certain, fill.phone, ALL),
        "bank": Value(("bank",), certain, fill.card, ALL),
        "bank?": Value(("bank",), suspected, fill.card, FEW),
        "corp": Value(("bank",), certain, fill.company_account, ALL),
        "landline": Value(("landline",), certain, fill.landline),
        "passport": Value(("passport",), certain, fill.passport),
        "permit_hm": Value(("permit",), certain, lambda: fill.pick("HM") + "00" + fill.digits(fill.pick([6, 8]))),
        "permit_c": Value(("permit",), certain, lambda: "C00" + fill.digits(6)),
        "permit_tw": Value(("permit",), certain, lambda: "00" + fill.digits(6)),
        "residence": Value(("residence",), certain, fill.residence),
        "plate": Value(("plate",), certain, fill.plate),
        "plate_dot": Value(("plate",), certain, lambda: fill.plate("·")),
        "email": Value(("email",), certain, fill.email),
        "qq": Value(("im",), certain, lambda: "1000" + fill.digits(fill.pick([2, 4, 5]))),
        "wechat": Value(("im",), certain, fill.wechat),
        "person": Value(("name",), certain, fill.person),
        "person?": Value(("name",), suspected, fill.person),
    }
