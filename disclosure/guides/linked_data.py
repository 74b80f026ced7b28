"""A guide as schema.org GovernmentService: what its public page says, for machines; no person in it."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from .kinds import Audience, ChannelKind, FeeKind
from .limits import duration

#: In a script element only these could end it or begin a comment.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


def service_of(page: Any, rows: dict[str, list[Any]], address: str) -> dict[str, Any]:
    """Return the description as a dictionary."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": page.title,
        "url": address,
        "serviceType": page.get_kind_display(),
        "description": page.applicant,
        "provider": {"@type": "GovernmentOrganization", "name": page.acceptor},
        "audience": {"@type": "Audience", "audienceType": Audience(page.audience).label if page.audience else ""},
        "availableChannel": _channels(page, rows),
    }
    if page.approver:
        found["serviceOperator"] = {"@type": "GovernmentOrganization", "name": page.approver}
    if page.result:
        found["serviceOutput"] = {"@type": "Thing", "name": page.result}
    if page.fee_kind == FeeKind.FREE:
        found["offers"] = {"@type": "Offer", "price": "0", "priceCurrency": "CNY"}
    return found


def _channels(page: Any, rows: dict[str, list[Any]]) -> list[dict[str, Any]]:
    time = duration(page.promised_days, page.promised_unit)
    shared: dict[str, Any] = {"@type": "ServiceChannel", **({"processingTime": time} if time else {})}
    found = []
    for place in rows["places"]:
        said = place.shown()
        location = {"@type": "Place", "name": said["name"], "address": said["address"], "telephone": said["phone"]}
        found.append({**shared, "name": ChannelKind.WINDOW.label, "serviceLocation": location})
    for channel in rows["channels"]:
        if channel.url:
            found.append({**shared, "name": channel.get_kind_display(), "serviceUrl": channel.url})
    return found


def as_script(data: dict[str, Any]) -> SafeString:
    """Return the data block. It is never run, so that the policy against inline scripts leaves it; its text can end no element."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
