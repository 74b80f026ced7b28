"""Looking up the notices that an import may meet again, in few queries."""

from collections.abc import Callable, Mapping
from typing import Any

from publication.models import Seal

from ..importing.context import SEALED
from ..models import DecisionNoticePage


class ExistingNotices:
    """Finds notices by organ and comparable 文号; one query per organ, then one per hit."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], dict[str, int]] = {}

    def page_id(self, kind: str, organ: str, key: str) -> int | None:
        """Return the notice's primary key, or None."""
        if not key:
            return None
        known = self._keys.get((kind, organ))
        if known is None:
            rows = DecisionNoticePage.objects.filter(kind=kind, organ_name=organ).exclude(document_number_key="")
            known = dict(rows.values_list("document_number_key", "pk").iterator(2000))
            self._keys[kind, organ] = known
        return known.get(key)

    def for_kind(self, kind: str) -> Callable[[str, str], Mapping[str, Any] | None]:
        """Return ``existing(organ_name, number_key)`` for one kind: the stored fields, or None."""

        def existing(organ: str, key: str) -> Mapping[str, Any] | None:
            pk = self.page_id(kind, organ, key)
            if pk is None:
                return None
            seal = Seal.objects.select_related("ending").filter(page_id=pk).first()
            if seal is not None:
                ending = seal.ending
                return {SEALED: f"已于{ending.executed_on:%Y年%m月%d日}撤下（{ending.get_kind_display()}）"}
            page = DecisionNoticePage.objects.get(pk=pk)
            draft = page.get_latest_revision_as_object()
            return {field.name: getattr(draft, field.name) for field in DecisionNoticePage._meta.local_concrete_fields}

        return existing
