"""Looking up the notices that an import may meet again, in few queries."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from publication.models import Seal
from publication.text import serial_variant_key
from staff_directory.models import Unit

from ..importing.context import FOREIGN, SEALED
from ..models import DecisionNoticePage
from ..organs import comparable_name


class ExistingNotices:
    """Finds notices by organ and comparable 文号; one query for each kind, one per organ, then one per hit.

    Numbers are unique over the whole bureau, but only the notices of ``unit`` (and of those whose successor it is) are told and may be
    corrected; of the others it is only said that they are there.
    """

    def __init__(self, unit: Any = None) -> None:
        self.own = (
            set(Unit.objects.filter(Q(pk=unit.pk) | Q(successor=unit)).values_list("pk", flat=True)) if unit else set()
        )
        self._organs: dict[str, dict[str, list[str]]] = {}
        self._keys: dict[tuple[str, str], dict[str, int]] = {}

    def _writings(self, kind: str, organ: str) -> list[str]:
        """Return the ways in which an organ's name is stored."""
        if kind not in self._organs:
            found: dict[str, list[str]] = {}
            names = DecisionNoticePage.objects.filter(kind=kind).exclude(document_number_key="")
            for name in names.order_by().values_list("organ_name", flat=True).distinct():
                found.setdefault(comparable_name(name), []).append(name)
            self._organs[kind] = found
        return self._organs[kind].get(organ, [])

    def known(self, kind: str, organ: str) -> dict[str, int]:
        """Return comparable 文号 → primary key of an organ's notices; another unit's are below zero."""
        place = (kind, comparable_name(organ))
        if place not in self._keys:
            names = self._writings(*place)
            rows = DecisionNoticePage.objects.filter(kind=kind, organ_name__in=names).exclude(document_number_key="")
            self._keys[place] = {
                key: pk if unit in self.own else -pk
                for key, pk, unit in rows.values_list("document_number_key", "pk", "unit_id").iterator(2000)
            }
        return self._keys[place]

    def page_id(self, kind: str, organ: str, key: str) -> int | None:
        """Return the primary key of the unit's own notice, or None."""
        pk = self.known(kind, organ).get(key) if key else None
        return pk if pk is not None and pk > 0 else None

    def for_kind(self, kind: str) -> "KnownNotices":
        """Return what is asked about the notices of one kind."""
        return KnownNotices(self, kind)


class KnownNotices:
    """The notices of one kind: called with an organ's name and a comparable 文号 it returns the stored fields, or None."""

    def __init__(self, notices: ExistingNotices, kind: str) -> None:
        self.notices = notices
        self.kind = kind
        self._serials: dict[str, dict[str, str]] = {}

    def __call__(self, organ: str, key: str) -> Mapping[str, Any] | None:
        """Return a notice's stored fields; of another unit's, and of one that was withdrawn, only that it is."""
        pk = self.notices.known(self.kind, organ).get(key) if key else None
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

    def similar(self, organ: str, key: str) -> str:
        """Return a comparable 文号 that is there and differs by the writing of its serial only (第1号, 第001号); "" if there is none."""
        known = self.notices.known(self.kind, organ)
        if not known or key in known:
            return ""
        place = comparable_name(organ)
        if place not in self._serials:
            self._serials[place] = {serial_variant_key(number): number for number in known}
        return self._serials[place].get(serial_variant_key(key), "")
