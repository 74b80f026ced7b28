"""Writing the trail: from Wagtail's log entries, and directly for what Wagtail does not log."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry

from ..bulk_rows import insert, insert_objects
from ..models import TrailEntry
from .context import origin
from .earlier import earlier
from .scrub import scrub, scrub_value

_MANY = 50
mirror = logging.getLogger("gongshi.trail")

#: ``units(objects) -> [(unit_id, unit_name)]`` and ``roles(user) -> str``, given by the layer that knows them.
UnitsOf = Callable[[Sequence[Any]], list[tuple[int | None, str]]]
RolesOf = Callable[[Any], str]
_describers: dict[str, Any] = {}


def _name_of(item: Any) -> str:
    """Return what a record is called; of a model that has no name of its own, what it is and its key."""
    if type(item).__str__ is Model.__str__:
        return f"{item._meta.verbose_name} #{item.pk}"
    return str(item)


def describe_with(units: UnitsOf, roles: RolesOf) -> None:
    """Say who knows the unit of an object and the roles of a user."""
    _describers.update(units=units, roles=roles)


def _units(objects: Sequence[Any]) -> list[tuple[int | None, str]]:
    found = _describers.get("units")
    return found(objects) if found else [(None, "")] * len(objects)


def _who(user: Any) -> dict[str, Any]:
    """Return who acts, from where, in which roles, as values of an entry."""
    present = origin()
    user = user or present.user or get_active_log_context().user
    if user is not None and getattr(user, "pk", None) is None:
        user = None
    roles = _describers.get("roles")
    return {
        "actor_id": user.pk if user is not None else None,
        "actor_name": scrub((user.get_full_name() or user.get_username())[:150]) if user is not None else "",
        "roles": roles(user)[:255] if roles and user is not None else "",
        "ip": present.ip,
        "agent": scrub(present.agent),
        "request_id": present.request_id,
    }


def _what(item: Any, label: str | None = None) -> dict[str, Any]:
    """Return what an entry is about; ``label`` is what it is called where that is not its present name, scrubbed already."""
    if not isinstance(item, Model):
        return {} if label is None else {"label": label[:255]}
    return {
        "object_type": str(item._meta.verbose_name)[:100],
        "object_id": str(item.pk)[:64],
        "label": (scrub(_name_of(item)) if label is None else label)[:255],
        "page_id": item.pk if isinstance(item, Page) else None,
    }


def record(
    act: str,
    item: Any = None,
    *,
    user: Any = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> TrailEntry:
    """Write one entry about ``item`` (a model instance, or None) and return it."""
    unit_id, unit_name = _units([item])[0]
    entry = TrailEntry(
        act=act,
        **_who(user),
        **_what(item),
        unit_id=unit_id,
        unit_name=unit_name,
        before=scrub_value(before),
        after=scrub_value(after),
        reason=scrub(reason or origin().reason),
        data=scrub_value(data or {}),
    )
    return write([entry])[0]


def write(entries: list[TrailEntry]) -> list[TrailEntry]:
    """Insert entries and hand them to the mirror once the transaction is through."""
    if not entries:
        return []
    made = entries
    if len(entries) < _MANY:
        made = TrailEntry.objects.bulk_create(entries)
    else:
        insert_objects(
            TrailEntry, entries, [field for field in TrailEntry._meta.concrete_fields if not field.primary_key]
        )
    if mirror.isEnabledFor(logging.INFO) and mirror.hasHandlers():
        transaction.on_commit(lambda: _mirror(made))
    return made


@dataclass(slots=True)
class Logged:
    """What the trail needs of a log entry about a page that was written as a row and never was an object."""

    action: str
    timestamp: datetime
    label: str
    revision_id: int | None
    data: dict[str, Any] = field(default_factory=dict)
    user_id: None = None


def from_log(entries: Sequence[Any], items: Sequence[Any], user: Any = None) -> None:
    """Write the trail of Wagtail's log ``entries`` (or :class:`Logged`) about ``items``, one each, all by the same user."""
    if not entries:
        return
    if user is None and entries[0].user_id:
        user = entries[0].user
    who = _who(user)
    present = origin().reason
    values = [
        {**who, **_told(entry, item, present, known), "unit_id": unit_id, "unit_name": unit_name}
        for entry, item, known, (unit_id, unit_name) in zip(
            entries, items, earlier(entries), _units(items), strict=True
        )
    ]
    mirrored = mirror.isEnabledFor(logging.INFO) and mirror.hasHandlers()
    alike = all(found.keys() == values[0].keys() for found in values)
    if len(values) < _MANY or mirrored or not alike:
        write([TrailEntry(**found) for found in values])
    else:
        insert(TrailEntry, list(values[0]), [list(found.values()) for found in values])


def _told(entry: Any, item: Any, present: str, known: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry says of its item, as values of a trail entry; ``known`` is what stood before it."""
    data = dict(entry.data or {})
    before, after = data.pop("before", None), data.pop("after", None)
    reason = str(data.pop("reason", "") or data.get("comment", "") or present)
    if isinstance(entry, PageLogEntry | Logged) and entry.revision_id and after is None:
        after = {"revision": entry.revision_id}
    before = known.get("before") if before is None else before
    if known.get("fields"):
        data["fields"] = known["fields"]
    return {
        "at": entry.timestamp,
        "act": entry.action[:64],
        **_what(item, entry.label if isinstance(entry, Logged) else scrub(entry.label)),
        "before": scrub_value(before),
        "after": scrub_value(after),
        "reason": scrub(reason),
        "data": scrub_value(data),
    }


def _mirror(entries: list[TrailEntry]) -> None:
    for entry in entries:
        mirror.info(line(entry))


def as_row(entry: TrailEntry) -> dict[str, Any]:
    """Return an entry as plain values, in the order of its fields, with the act's label."""
    row = {field.attname: getattr(entry, field.attname) for field in TrailEntry._meta.concrete_fields}
    row["act_label"] = entry.act_label
    return row


def line(entry: TrailEntry) -> str:
    """Return an entry as one line of JSON."""
    return json.dumps(as_row(entry), ensure_ascii=False, cls=DjangoJSONEncoder, sort_keys=False)
