"""What stands at the address of a page that is public no more; it never reads the page's content."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from ..models import Ending, FormerAddress, Seal
from ..text import document_number_key
from ..tree_paths import at_address
from .kinds import RULES, EndingKind, EndingState


@dataclass(frozen=True, slots=True)
class Found:
    """What an address that is no live page's answers: a tombstone (``ending``), or where the page stands now (``moved_to``)."""

    ending: Ending | None = None
    moved_to: str = ""


def at(url_path: str) -> Found | None:
    """Return what stands at a tree address (``Page.url_path``) that no live page has; None for a plain 404. Three queries at most."""
    seal = _seals().filter(at_address(url_path, "page__"), page__live=False).first()
    if seal is not None:
        return _of(seal.ending)
    former = FormerAddress.objects.select_related("page").filter(url_path=url_path).first()
    if former is None:
        return None
    if former.page.live:
        return Found(moved_to=former.page.url_path)
    seal = _seals().filter(page_id=former.page_id).first()
    return _of(seal.ending) if seal is not None else None


def _of(ending: Ending) -> Found | None:
    return Found(ending=ending) if ending.status == 410 else None


def _seals() -> QuerySet[Seal]:
    return Seal.objects.select_related("ending", "ending__successor")


def context_of(ending: Ending, url_of: Any) -> dict[str, Any]:
    """Return what the tombstone shows; ``url_of(page)`` gives the address of the successor, shown only while it is public."""
    successor = ending.successor if ending.successor is not None and ending.successor.live else None
    return {
        "what": ending.what,
        "unit_name": ending.unit_name,
        "number": ending.number,
        "published_on": ending.published_on,
        "withdrawn_on": ending.executed_on,
        "reason": ending.get_kind_display(),
        "expired": ending.kind in (EndingKind.EXPIRED, EndingKind.SERVED),
        "is_service": ending.kind == EndingKind.SERVED,
        "statement": ending.statement,
        "successor_url": url_of(successor) if successor is not None else "",
        "law": ending.rule.law,
    }


def named() -> QuerySet[Ending]:
    """Return the withdrawals that the public list names, newest first: only while the seal stands."""
    kinds = [kind for kind, rule in RULES.items() if rule.shows_number]
    return (
        Ending.objects.filter(state=EndingState.EXECUTED, kind__in=kinds, status=410, seals__page_id=F("page_id"))
        .select_related("successor")
        .order_by("-executed_at", "-pk")
    )


def by_number(text: str) -> list[Ending]:
    """Return the named withdrawals whose 文号 is exactly ``text``, however its brackets and digits are written; five at most.

    What has neither a digit nor 号 is no 文号 and is not asked for: most searches are for words.
    """
    key = document_number_key(text)
    if not any(char.isdigit() or char == "号" for char in key):
        return []
    return list(named().filter(~Q(number_key=""), number_key=key)[:5])
