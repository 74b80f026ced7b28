"""Makes plausible decisions with plainly fictitious parties, the same ones for the same seed."""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from ..kinds import InspectionResult, Kind, LicenceCategory, LicenceState, PartyKind
from ..models import DecisionIndexPage, DecisionNoticePage
from .matters import LICENCES, OTHERS
from .parties import RETURNING, SURNAMES, TRADES, WORDS
from .passing import COURSE, PASSING, STRADDLING
from .penalties import PENALTIES

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHARES = {
    Kind.PENALTY: 24,
    Kind.LICENCE: 14,
    Kind.INSPECTION: 9,
    Kind.CONFIRMATION: 4,
    Kind.PAYMENT: 3,
    Kind.COMPULSION: 3,
    Kind.OTHER: 3,
}


def fictitious_credit_code(number: int, series: str = "DEM") -> str:
    """Return a social credit code with a valid check digit and a plainly invented body (DEM…, or another series of 3)."""
    body = f"91210500MA{series}{number % 10000:04d}"
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + _ALPHABET[(31 - total % 31) % 31]


class Generator:
    """A stream of unsaved notices for one index page after another."""

    def __init__(self, seed: int = 1, today: datetime.date = datetime.date(2026, 11, 20), prefix: str = "示例") -> None:
        self.random = random.Random(seed)
        self.today = today
        self.prefix = prefix
        self.serial = 0

    def plan(self, total: int) -> list[Kind]:
        """Return which kind each of ``total`` decisions is of, every kind present from 60 up."""
        kinds = [kind for kind, share in _SHARES.items() for _ in range(share)]
        return [
            kinds[place * len(kinds) // total] if total < len(kinds) else kinds[place % len(kinds)]
            for place in range(total)
        ]

    def notices(self, index: DecisionIndexPage, total: int) -> Iterator[DecisionNoticePage]:
        """Yield ``total`` prepared notices of the index page's kind."""
        for _ in range(total):
            yield self.notice(index)

    def notice(self, index: DecisionIndexPage) -> DecisionNoticePage:
        """Return one prepared notice for ``index``."""
        self.serial += 1
        kind = Kind(index.kind)
        day = self.today - datetime.timedelta(days=self.random.randrange(1, 700))
        notice = DecisionNoticePage(kind=kind, unit=index.unit, decided_on=day)
        notice.slug = "".join(self.random.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(10))
        getattr(self, f"_{kind.value}", self._general)(notice)
        notice.adopt(index)
        notice.prepare()
        return notice

    def _party(self, notice: Any, persons: bool = False) -> None:
        if persons and self.random.random() < 0.25:
            notice.party_kind = PartyKind.PERSON
            notice.party_name = self.random.choice(SURNAMES) + "示例"
            return
        notice.party_kind = PartyKind.ORGANISATION
        notice.legal_representative = self.random.choice(SURNAMES) + "示例"
        if self.random.random() < 0.08:
            place = self.random.randrange(len(RETURNING))
            notice.party_name = RETURNING[place]
            notice.credit_code = fictitious_credit_code(place + 1, "DEF")
            return
        word, trade = self.random.choice(WORDS), self.random.choice(TRADES)
        notice.party_name = f"示例市{word}{trade}有限公司（示例{self.serial:04d}）"
        notice.credit_code = fictitious_credit_code(self.serial)

    def _told(self, facts: tuple[str, ...]) -> str:
        """Return one wording of the facts, at times with a sentence beside the matter, at times with the whole course."""
        told, chance = self.random.choice(facts), self.random.random()
        if chance < 0.2:
            return told + self.random.choice(PASSING)
        if chance < 0.35:
            return told + self.random.choice(STRADDLING)
        if chance < 0.45:
            return "\n".join((told, *COURSE[: self.random.randrange(3, len(COURSE) + 1)]))
        return told

    def _number(self, notice: Any, word: str) -> None:
        notice.document_number = f"{self.prefix}人社{word}字〔{notice.decided_on.year}〕第{self.serial:03d}号"

    def _penalty(self, notice: Any) -> None:
        matter = self.random.choice(PENALTIES)
        self._party(notice, persons="骗取" in matter.violation)
        notice.document_name = "行政处罚决定书"
        self._number(notice, "监罚决")
        low, high = matter.fine
        yuan = self.random.randrange(low, high + 1, 100)
        notice.violation_type, notice.facts, notice.basis = matter.violation, self._told(matter.facts), matter.basis
        notice.penalty_kinds = list(matter.kinds)
        notice.fine_fen = yuan * 100
        parts = [f"罚款人民币{yuan}元"]
        if "警告" in matter.kinds:
            parts.insert(0, "给予警告")
        if "没收违法所得" in matter.kinds:
            gain = self.random.randrange(1000, 20000, 100)
            notice.confiscated_fen = gain * 100
            parts.insert(0, f"没收违法所得{gain}元")
        notice.penalty_content = "；".join(parts) + "。"
        notice.publicity_until = notice.decided_on + datetime.timedelta(days=3 * 365)
        notice.penalty_valid_until = datetime.date(2099, 12, 31)

    def _licence(self, notice: Any) -> None:
        matter = self.random.choice(LICENCES)
        self._party(notice)
        notice.document_name = matter.document
        self._number(notice, "许决")
        notice.licence_category = LicenceCategory.ORDINARY
        notice.licence_certificate = matter.certificate
        notice.licence_number = f"示例{self.serial:08d}" if matter.certificate else ""
        notice.licence_content, notice.basis = matter.content, matter.basis
        notice.valid_from = notice.decided_on
        notice.valid_until = notice.decided_on.replace(
            day=min(notice.decided_on.day, 28), year=notice.decided_on.year + matter.years
        )
        state = LicenceState.EXPIRED if notice.valid_until < self.today else LicenceState.VALID
        notice.licence_state = LicenceState.CANCELLED if self.random.random() < 0.06 else state

    def _general(self, notice: Any) -> None:
        subject, conclusion, basis, category = self.random.choice(OTHERS[notice.kind])
        notice.subject, notice.conclusion, notice.basis, notice.category = subject, conclusion, basis, category
        if notice.kind in (Kind.CONFIRMATION, Kind.PAYMENT):
            notice.count_month = notice.decided_on.replace(day=1)
            notice.count_total = self.random.randrange(5, 400)
            notice.subject = f"{subject}（{notice.count_month.year}年{notice.count_month.month}月）"
            return
        self._party(notice)
        if notice.kind == Kind.INSPECTION:
            notice.plan_name = f"{notice.decided_on.year}年度示例检查计划"
            notice.inspection_result = (
                InspectionResult.CORRECTED if "责令改正" in conclusion else InspectionResult.NO_PROBLEM
            )
        else:
            self._number(notice, "监执" if notice.kind == Kind.COMPULSION else "处理")
