"""The receipt's document: plain JSON in a fixed form (``docs/receipt.schema.json``), without content and without people's numbers."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ..models import Ending, Receipt, RecipientTask, SurfaceTask
from ..surfaces.base import label_of
from . import keys

FORMAT = "gongshi-receipt-1"


def _time(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="milliseconds") if moment else None


def document_of(ending: Ending, tasks: Sequence[SurfaceTask], recipients: Sequence[RecipientTask]) -> dict[str, Any]:
    """Return what a receipt says of an ending now, with its surfaces' and recipients' tasks. Nothing of the page's content is in it."""
    return {
        "format": FORMAT,
        "ending": {
            "id": ending.pk,
            "page": ending.page_id,
            "verb": ending.verb,
            "kind": ending.kind,
            "what": ending.what,
            "unit": ending.unit_name,
            "number": ending.number,
            "status": ending.status,
            "duty_arose_on": ending.duty_arose_on.isoformat(),
            "due_on": ending.due_on.isoformat() if ending.due_on else None,
            "requested_at": _time(ending.requested_at),
            "decided_at": _time(ending.decided_at),
            "executed_at": _time(ending.executed_at),
            "emergency": ending.emergency,
        },
        "surfaces": [
            {
                "surface": task.surface,
                "label": label_of(task.surface),
                "gone": task.is_gone,
                "purged_at": _time(task.purged_at),
                "probed_at": _time(task.probed_at),
                "attempts": task.attempts,
                "asked": task.answer.get("asked", []),
            }
            for task in tasks
        ],
        "recipients": [
            {
                "name": task.recipient.name,
                "state": "confirmed" if task.confirmed_at else "asked" if task.asked_at else "to_be_asked",
                "asked_at": _time(task.asked_at),
                "confirmed_at": _time(task.confirmed_at),
            }
            for task in recipients
        ],
        "made_at": _time(timezone.now()),
    }


def make_receipt(ending: Ending) -> Receipt:
    """Store and return a signed receipt of ``ending`` as it stands."""
    return make_receipts([ending])[0]


def make_receipts(endings: Sequence[Ending]) -> list[Receipt]:
    """Store and return signed receipts, in order; three queries for all."""
    keys_of = [ending.pk for ending in endings]
    tasks, told = (
        _by_ending(SurfaceTask.objects.filter(ending__in=keys_of)),
        _by_ending(RecipientTask.objects.filter(ending__in=keys_of).select_related("recipient")),
    )
    made = [_signed(ending, document_of(ending, tasks[ending.pk], told[ending.pk])) for ending in endings]
    return Receipt.objects.bulk_create(made)


def _by_ending(rows: QuerySet[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.ending_id].append(row)
    return found


def _signed(ending: Ending, document: dict[str, Any]) -> Receipt:
    return Receipt(ending=ending, **signed(document))


def signed(document: dict[str, Any]) -> dict[str, str]:
    """Name this portal's key in ``document``, sign it, and return what a receipt keeps of it: ``document`` (its text), ``digest``,
    ``signature``, ``key_id``."""
    public = keys.public_key()
    document["key"] = {"algorithm": "Ed25519", "id": keys.key_id(public), "public": public}
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "document": text,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "signature": keys.sign(text.encode()),
        "key_id": keys.key_id(public),
    }


def problems_of(receipt: Receipt) -> list[str]:
    """Return why a stored receipt is not to be believed; empty when it is whole and signed by this portal's key."""
    found = []
    data = receipt.document.encode()
    if hashlib.sha256(data).hexdigest() != receipt.digest:
        found.append("内容与摘要不符。")
    public = keys.public_key()
    if receipt.key_id != keys.key_id(public):
        found.append(f"由另一把密钥（{receipt.key_id}）签名，本机密钥是 {keys.key_id(public)}，不能在此验证。")
    elif not keys.verify(data, receipt.signature, public):
        found.append("签名不符。")
    return found
