"""Once a page vanished nobody is told its title any more: not in the list of notices, not in a mail that was not sent yet (第十四、十五条)."""

from collections.abc import Sequence
from typing import Any

from ..models.notices import Notice
from .notify import plain_line

#: Notices that gather many pages in one begin their key so; they name pages in their detail and point to none.
_GATHERED = "gathered-"


def name_of_vanished(pk: int) -> str:
    """Return what notices call a page that vanished."""
    return f"页面 #{pk}"


def _titles(page: Any) -> list[str]:
    """Return what notices may have called the page, the longest first."""
    found = {plain_line(title, 120) for title in (page.title, getattr(page, "draft_title", "")) if title}
    return sorted(found, key=len, reverse=True)


def forget_titles(pages: Sequence[Any]) -> int:
    """Take the pages' titles, and what was said about their text, out of every notice written before; return how many were changed.

    Call it in the transaction in which the pages vanish.
    """
    if not pages:
        return 0
    by_key = {page.pk: page for page in pages}
    changed = []
    for notice in Notice.objects.filter(page_id__in=by_key):
        notice.subject, notice.detail = _without(notice.subject, by_key[notice.page_id]), ""
        changed.append(notice)
    for notice in Notice.objects.filter(key__startswith=_GATHERED).exclude(detail=""):
        detail = notice.detail
        for page in pages:
            for title in _titles(page):
                detail = detail.replace(title, name_of_vanished(page.pk))
        if detail != notice.detail:
            notice.detail = detail
            changed.append(notice)
    Notice.objects.bulk_update(changed, ["subject", "detail"], batch_size=200)
    return len(changed)


def _without(subject: str, page: Any) -> str:
    """Return a subject without the page's title; where it had another title then, all before the first colon goes."""
    name = name_of_vanished(page.pk)
    if subject.startswith(name):
        return subject
    for title in _titles(page):
        if title in subject:
            return subject.replace(title, name)
    _, colon, rest = subject.partition("：")
    return f"{name}：{rest}" if colon else name
