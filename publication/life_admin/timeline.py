"""Everything that ever happened to a page's publicity, as one timeline; a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import PageLogEntry, Revision

from ..models import Approval, Correction, Ending, Receipt, Relapse, Restoration
from .border import border
from .queries import person

#: So many of each kind at most; a page with more says so.
MOST = 200


#: Acts of upper layers in a page's log that belong to its life: act → what it is called.
_shown_acts: dict[str, str] = {
    "ending.cancel": "撤下申请关闭", "restoration.cancel": "恢复申请关闭", "ending.stand_in": "代行撤下审批",
    "restoration.stand_in": "代行恢复审批", "restoration.sign": "审核隐去后的版本",
}  # fmt: skip


def show_acts(words: dict[str, str]) -> None:
    """Show further acts of the log in the timeline; what ``after`` says of the ``outcome``, and the reason, are shown with them."""
    _shown_acts.update(words)


@dataclass(slots=True)
class Event:
    """One thing that happened: when, what in a word, details, by whom; ``links`` are (label, address); ``tone`` for the tag."""

    at: datetime
    what: str
    text: str = ""
    who: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    tone: str = "plain"


def timeline_of(page: Any, user: Any) -> list[Event]:
    """Return the events of ``page``, newest first."""
    events = [
        *_revisions(page, user),
        *_approvals(page),
        *_publications(page),
        *_corrections(page, user),
        *_endings(page),
        *_restorations(page),
        *_relapses(page),
        *_others(page),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _revisions(page: Any, user: Any) -> list[Event]:
    rows = Revision.page_revisions.filter(object_id=str(page.pk)).select_related("user").order_by("-created_at")[:MOST]
    found = []
    for row in rows:
        url = border().version_url(user, page, row)
        links = [("看这一版本", url)] if url else []
        text = "现在公开的版本" if row.pk == page.live_revision_id else ""
        found.append(Event(row.created_at, "保存版本", text, person(row.user), links))
    return found


def _approvals(page: Any) -> list[Event]:
    rows = Approval.objects.filter(page_id=page.pk).select_related("user").order_by("-pk")[:MOST]
    return [
        Event(
            row.created_at, "审核通过", "，".join(part for part in (row.step, row.acting_for, row.comment) if part),
            person(row.user), tone="good",
        )
        for row in rows
    ]  # fmt: skip


def _publications(page: Any) -> list[Event]:
    words = {
        "wagtail.publish": "公开", "wagtail.publish.schedule": "定时公开", "wagtail.publish.scheduled": "到时公开",
        "wagtail.create": "新建",
    }  # fmt: skip
    rows = PageLogEntry.objects.filter(page_id=page.pk, action__in=words).select_related("user").order_by("-pk")[:MOST]
    found = [
        Event(
            row.timestamp, words[row.action], "", person(row.user), tone="good" if "publish" in row.action else "plain"
        )
        for row in rows
    ]
    if page.first_published_at and not any(event.what in ("公开", "到时公开") for event in found):
        found.append(Event(page.first_published_at, "公开", tone="good"))
    return found


def _corrections(page: Any, user: Any) -> list[Event]:
    rows = Correction.objects.filter(page_id=page.pk).select_related("user", "before", "after").order_by("-pk")[:MOST]
    found = []
    for row in rows:
        url = border().compare_url(user, page, row.before, row.after) if row.before is not None else ""
        links = [("比较更正前后", url)] if url else []
        found.append(Event(row.created_at, "更正", row.note, person(row.user), links, "warn"))
    return found


def _of_ending(row: Ending, receipts: list[Receipt]) -> list[Event]:
    link = [("看这项撤下", reverse("life:ending", args=[row.pk]))]
    said = f"{row.get_verb_display()}，{row.get_kind_display()}" + ("，紧急撤下" if row.emergency else "")
    found = []
    if row.requested_by is not None:
        found.append(Event(row.requested_at, "申请撤下", said, person(row.requested_by), link, "warn"))
    if row.state == "refused" and row.decided_at:
        found.append(Event(row.decided_at, "不予批准", row.decision_note, person(row.decided_by), link))
    elif row.decided_at:
        found.append(Event(row.decided_at, "批准撤下", row.decision_note, person(row.decided_by), link))
    if row.executed_at:
        text = row.statement if row.status == 410 else "不作说明"
        found.append(Event(row.executed_at, row.get_verb_display(), text, "", link, "bad"))
    if row.reviewed_at:
        found.append(Event(row.reviewed_at, "事后审查", row.review_note, person(row.reviewed_by), link))
    if row.destroyed_at:
        found.append(Event(row.destroyed_at, "内容销毁", "", "", link, "bad"))
    for receipt in receipts:
        url = reverse("life:receipt", args=[receipt.pk])
        found.append(Event(receipt.made_at, "出具回执", "", "", [("看回执", url)], "good"))
    return found


def _endings(page: Any) -> list[Event]:
    rows = Ending.objects.filter(Q(page_id=page.pk) | Q(seals__page_id=page.pk)).distinct()
    people = rows.select_related("requested_by", "decided_by", "reviewed_by").order_by("-pk")[:MOST]
    endings = list(people)
    receipts: dict[int, list[Receipt]] = {}
    for receipt in Receipt.objects.filter(ending__in=[row.pk for row in endings]).defer("document"):
        receipts.setdefault(receipt.ending_id, []).append(receipt)
    return [event for row in endings for event in _of_ending(row, receipts.get(row.pk, []))]


def _restorations(page: Any) -> list[Event]:
    found = []
    for row in (
        Restoration.objects.filter(page_id=page.pk).select_related("requested_by", "decided_by").order_by("-pk")[:MOST]
    ):
        link = [("看这项恢复", reverse("life:restoration", args=[row.pk]))]
        found.append(Event(row.requested_at, "申请恢复", row.reason, person(row.requested_by), link, "warn"))
        if row.decided_at and row.is_executed:
            found.append(Event(row.decided_at, "恢复公开", row.decision_note, person(row.decided_by), link, "good"))
        elif row.decided_at:
            found.append(Event(row.decided_at, "不予恢复", row.decision_note, person(row.decided_by), link))
    return found


def _relapses(page: Any) -> list[Event]:
    rows = Relapse.objects.filter(page_id=page.pk)[:MOST]
    found = [Event(row.seen_at, "复现告警", row.detail, tone="bad") for row in rows]
    return found + [Event(row.gone_at, "复现后再次消失", row.detail, tone="good") for row in rows if row.gone_at]


def _others(page: Any) -> list[Event]:
    if not _shown_acts:
        return []
    rows = PageLogEntry.objects.filter(page_id=page.pk, action__in=_shown_acts).select_related("user")
    return [
        Event(row.timestamp, _shown_acts[row.action], _said(row.data or {}), person(row.user)) for row in rows[:MOST]
    ]


def _said(data: dict[str, Any]) -> str:
    parts = (data.get("after", {}).get("outcome", ""), data.get("acting_for", ""), data.get("reason", ""))
    return "，".join(str(part) for part in parts if part)
