"""Sessions: who is signed in from where, and ending them. A session's key never leaves the server: screens use a digest."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from qsessions.models import Session

from publication.trail.record import record


def digest(session: Any) -> str:
    """Return what stands for a session on screens."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:32]


def live_sessions(user: Any = None) -> QuerySet[Session]:
    """Return the sessions of a user (or of all) that have not expired, most recently used first."""
    found = Session.objects.filter(expire_date__gt=timezone.now(), user__isnull=False).select_related("user")
    if user is not None:
        found = found.filter(user=user)
    return found.order_by("-updated_at")


def end(user: Any, mark: str, *, by: Any) -> bool:
    """End the user's session with the digest ``mark``; tell whether there was one."""
    for session in live_sessions(user):
        if digest(session) == mark:
            record("session.end", user, user=by, data={"ip": session.ip})
            session.delete()
            return True
    return False


def end_all(user: Any, *, by: Any, but: str = "") -> int:
    """End every session of the user (but the one with key ``but``); return how many."""
    ended = 0
    for session in live_sessions(user):
        if session.session_key != but:
            session.delete()
            ended += 1
    if ended:
        record("session.end", user, user=by, data={"count": ended})
    return ended


def browser(agent: str) -> str:
    """Return browser and system in a few words."""
    text = agent or ""
    system = next((name for name in ("Windows", "Android", "iPhone", "Mac OS", "Linux") if name in text), "未知系统")
    names = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    return f"{next((label for mark, label in names if mark in text), '未知浏览器')}，{system}"
