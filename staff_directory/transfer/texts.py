"""What the page of a successor that has none yet says: what its predecessor's said, for the duties pass to it."""

from typing import Any

from wagtail.rich_text import get_text_for_indexing

from ..models import UnitPage, UnitTransfer

_FIELDS = {"duties": "职责", "powers": "执法权限", "remedies": "救济渠道"}


def inherited_texts(transfer: UnitTransfer) -> dict[str, Any]:
    """Return duties, powers and remedies as HTML by field name, for the page that the transfer makes.

    Where the predecessor's page says nothing, it says whose they were. The head writes the successor's own afterwards.
    """
    page = UnitPage.objects.filter(unit=transfer.source).first()
    said = {name: getattr(page, name, "") or "" for name in _FIELDS}
    return {
        name: text if get_text_for_indexing(text).strip() else f"<p>承继{transfer.source.name}的{_FIELDS[name]}。</p>"
        for name, text in said.items()
    }
