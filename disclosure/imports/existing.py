"""Looking up the notices that an import may meet again, in few queries."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from publication.models import Seal
from staff_directory.models import Unit

from ..importing.context import FOREIGN, SEALED
from ..models import DecisionNoticePage


class ExistingNotices:
    """Finds notices by organ and comparable 文号; one query per organ, then one per hit.

    Numbers are unique over the whole bureau, but only the notices of ``unit`` (and of those whose successor it is) are told and may be
    corrected; of the others it is only said that they are there.
    """

    def __init__(self, unit: Any = None) -> None:
        self.own = (
            set(Unit.objects.filter(Q(pk=unit.pk) | Q(successor=unit)).values_list("pk", flat=True)) if unit else set()
        )
        self._keys: dict[tuple[str, str], dict[str, int]] = {}

    def _known(self, kind: str, organ: str) -> dict[str, int]:
        """Return comparable 文号 → primary key of an organ's notices; another unit's are below zero."""
        known = self._keys.get((kind, organ))
        if known is None:
            rows = DecisionNoticePage.objects.filter(kind=kind, organ_name=organ).exclude(document_number_key="")
            known = {
                key: pk if unit in self.own else -pk
                for key, pk, unit in rows.values_list("document_number_key", "pk", "unit_id").iterator(2000)
            }
            self._keys[kind, organ] = known
        return known

    def page_id(self, kind: str, organ: str, key: str) -> int | None:
        """Return the primary key of the unit's own notice, or None."""
        pk = self._known(kind, organ).get(key) if key else None
        return pk if pk is not None and pk > 0 else None

    def for_kind(self, kind: str) -> Callable[[str, str], Mapping[str, Any] | None]:
        """Return ``existing(organ_name, number_key)`` for one kind: the stored fields, or None."""

        def existing(organ: str, key: str) -> Mapping[str, Any] | None:
            pk = self._known(kind, organ).get(key) if key else None
            if pk is None:
                return None
            if pk < 0:
                return {FOREIGN: True}
            seal = Seal.objects.select_related("ending").filter(page_id=pk).first()
            if seal is not None:
                ending = seal.ending
                return {SEALED: f"已于{ending.executed_on:%Y年%m月%d日}撤下（{ending.get_kind_display()}）"}
            page = DecisionNoticePage.objects.get(pk=pk)
            draft = page.get_latest_revision_as_object()
            return {field.name: getattr(draft, field.name) for field in DecisionNoticePage._meta.local_concrete_fields}

        return existing
