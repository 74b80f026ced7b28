"""The penalties whose grade waits for 政策法规科, was confirmed, or was confirmed of something else than they say now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from publication.money import fen_to_display
from publication.text import document_number_key

from ..clocks import to_review
from ..kinds import CreditGrade, Kind, Publicity
from ..models import DecisionNoticePage, PenaltyGrade
from ..models.publicity import rules
from .standing import newest, rule_of
from .verbs import proposed_of

#: Numbers are counted up to here; what is more is shown as “999+”.
MOST = 999
STATES = {
    "": "待核定",
    "public": "待核定，已公开",
    "draft": "待核定，未公开",
    "changed": "核定后内容有变",
    "confirmed": "已核定",
    "withheld": "核定为不公开",
    "extended": "延长公示",
    "all": "全部",
}


def gradable() -> QuerySet[DecisionNoticePage]:
    """Return the penalties that have a grade: single ones, of a day with a rule in force, not withdrawn."""
    found = DecisionNoticePage.objects.filter(kind=Kind.PENALTY, count_month=None, seal=None, alias_of=None)
    return found.filter(_ruled())


def _ruled() -> Q:
    wanted, before = Q(pk__in=[]), None
    for rule in rules():
        if rule.enabled:
            part = Q(decided_on__gte=rule.effective_from)
            wanted |= part & Q(decided_on__lt=before) if before else part
        before = rule.effective_from
    return wanted


def _standing(**values: Any) -> Exists:
    """Return the condition that a confirmation stands which speaks of what the penalty says now."""
    rows = PenaltyGrade.objects.filter(page=OuterRef("pk"), superseded_at=None, **values)
    return Exists(
        rows.filter(
            kinds=OuterRef("penalty_kinds_text"),
            decided_on=OuterRef("decided_on"),
            fine_fen=Coalesce(OuterRef("fine_fen"), Value(0)),
        )
    )


def pending() -> QuerySet[DecisionNoticePage]:
    """Return those that wait: not those that the unit itself marked as not public."""
    return gradable().exclude(publicity=Publicity.WITHHELD, live=False).filter(~_standing())


def chosen(state: str) -> QuerySet[DecisionNoticePage]:
    """Return the penalties of one of :data:`STATES`."""
    if state in ("confirmed", "withheld", "extended"):
        given = {"confirmed": {}, "withheld": {"withheld": True}, "extended": {"extended": True}}[state]
        return gradable().filter(_standing(**given))
    if state == "all":
        return gradable()
    found = pending()
    if state == "changed":
        return found.filter(Exists(PenaltyGrade.objects.filter(page=OuterRef("pk"), superseded_at=None)))
    return found.filter(live=state == "public") if state in ("public", "draft") else found


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the list: a state, a unit's key ("" for all), a part of 文号."""

    state: str = ""
    unit: str = ""
    number: str = ""

    @classmethod
    def of(cls, given: Any) -> "Asked":
        """Read a query or a form; what is not known counts as not asked."""
        state, unit = given.get("state", ""), given.get("unit", "")
        known = unit if unit.isascii() and unit.isdigit() and len(unit) < 10 else ""
        return cls(state if state in STATES else "", known, given.get("q", "").replace("\x00", "").strip()[:60])

    @property
    def query(self) -> dict[str, str]:
        """Return the filters that are set, as values of an address."""
        values = {"state": self.state, "unit": self.unit, "q": self.number}
        return {name: value for name, value in values.items() if value}

    def found(self) -> QuerySet[DecisionNoticePage]:
        """Return what they find, the newest decision first."""
        rows = chosen(self.state)
        if self.unit:
            rows = rows.filter(unit=self.unit)
        if self.number:
            rows = rows.filter(document_number_key__contains=document_number_key(self.number))
        return rows.select_related("unit").order_by("-decided_on", "-pk")


def after(rows: QuerySet[Any], mark: str) -> QuerySet[Any]:
    """Return what comes after the place ``{day}_{key}``; everything for what is no place."""
    day, _, key = mark.partition("_")
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return rows
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        return rows
    return rows.filter(Q(decided_on__lt=at) | Q(decided_on=at, pk__lt=int(key)))


@dataclass(slots=True)
class Line:
    """One penalty on the list: what is proposed, what stands, and whether that still speaks of it."""

    notice: Any
    proposed: CreditGrade | None
    row: PenaltyGrade | None
    speaks: bool

    @property
    def fine(self) -> str:
        """Return the fine in 元; "" for none."""
        return fen_to_display(self.notice.fine_fen) if self.notice.fine_fen else ""

    @property
    def state(self) -> str:
        """Return in a word where it stands."""
        if self.row is None:
            return "待核定"
        return "已核定" if self.speaks else "内容有变，待重新核定"


def lines_of(notices: list[Any]) -> list[Line]:
    """Return the lines of some penalties; one query."""
    rows = newest(notice.pk for notice in notices)
    found = []
    for notice in notices:
        row, rule = rows.get(notice.pk), rule_of(notice)
        proposed = proposed_of(notice, rule, row) if rule is not None else None
        found.append(Line(notice, proposed, row, row is not None and row.speaks_of(notice)))
    return found


def capped(rows: QuerySet[Any]) -> str:
    """Return how many there are, “999+” for more."""
    count = rows.order_by()[: MOST + 1].count()
    return f"{MOST}+" if count > MOST else str(count)


def home_numbers(user: Any) -> list[dict[str, Any]]:
    """Return what stands on the admin's home for who confirms grades; nothing where all is done, two queries."""
    from django.urls import reverse

    from .verbs import confirms_for

    if confirms_for(user) is None:
        return []
    index = reverse("grades:index")
    found = [
        ("失信等级待核定", capped(pending()), index, "warn"),
        ("公示期满待研究", capped(to_review()), reverse("grades:over"), "bad"),
    ]
    return [
        {"label": label, "value": value, "url": url, "tone": tone} for label, value, url, tone in found if value != "0"
    ]
