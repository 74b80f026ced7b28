"""What public lists of every layer share: addresses of rows without a query each, and the conditions in force."""

from typing import Any
from urllib.parse import urlencode


def conditions(fields: list[dict[str, Any]], kept: dict[str, str], plain: str) -> list[dict[str, str]]:
    """Return the conditions in force as ``{"label", "url"}``; ``url`` is the list without that condition."""
    found = []
    for field in fields:
        name = field["name"]
        if name not in kept:
            continue
        named = next((option["label"] for option in field["options"] if option["selected"]), kept[name])
        rest = urlencode({other: value for other, value in kept.items() if other != name})
        found.append({"label": f"{field['label']}：{named}", "url": f"?{rest}" if rest else plain})
    return found


def address_of(notice: Any, site: Any) -> str:
    """Return a notice's address from its stored tree address, without a query per row."""
    root = site.root_page.url_path if site else "/"
    path = notice.url_path
    return "/" + path[len(root) :] if path.startswith(root) else path
