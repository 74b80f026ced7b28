"""Who must know, within the same transaction, that pages became public or that a public page changed.

An upper layer registers a follower in its ``apps.py``; every verb that makes pages public calls them all. What ends is the
database's own business: a follower that keeps rows for public pages puts a trigger on ``wagtailcore_page``.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from wagtail.log_actions import LogContext

Follower = Callable[[Sequence[Any]], None]

ChangeFollower = Callable[[Any], None]

_followers: list[Follower] = []
_change_followers: dict[type[Any], list[ChangeFollower]] = {}


def register_follower(follower: Follower) -> Follower:
    """Register ``follower(pages)``: specific pages, as stored, that are public now. What it raises undoes the publication."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def became_public(pages: Sequence[Any], user: Any = None) -> None:
    """Tell every follower; what they record is an act of ``user``, where one is known (a worker has no request)."""
    if not pages:
        return
    with LogContext(user=user) if user is not None else nullcontext():
        for follower in _followers:
            follower(pages)


def register_change_follower(model: type[Any], follower: ChangeFollower) -> ChangeFollower:
    """Register ``follower(item)``: a row of ``model``, which live pages show, was changed by its verb. What it raises undoes the change."""
    known = _change_followers.setdefault(model, [])
    if follower not in known:
        known.append(follower)
    return follower


def shown_changed(item: Any) -> None:
    """Tell every follower of the row's model."""
    for follower in _change_followers.get(type(item), ()):
        follower(item)
