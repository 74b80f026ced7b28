"""The lists of papers: filtered, capped, in a constant number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Site

from search.matching import restrict
from staff_directory.models import Unit

from ..listing import address_of, conditions
from .kinds import Effect, Paper, Stage, Standing
from .shown import later_changes, regulation_heading, template_summary

CAP = 200
_MAX_KEYWORD = 100


class _Listing:
    """One list: what was asked, the form's fields, the rows."""

    kind: Paper
    empty = ("", "")
    #: Whether a word may be typed: what is typed stands in the address, and addresses stand in logs.
    has_keyword = True

    def __init__(self, request: Any, page: Any, unit: Unit | None) -> None:
        self.request, self.page, self.unit = request, page, unit
        self.fields: list[dict[str, Any]] = []
        self.kept: dict[str, str] = {}
        self.site = Site.find_for_request(request)

    def select(self, name: str, label: str, choices: Iterable[tuple[str, str]]) -> str:
        """Add a field to choose from, and return the chosen value; an unknown one counts as none."""
        choices = list(choices)
        value = self.request.GET.get(name, "")
        value = value if value in {found for found, _ in choices} else ""
        options = [{"value": "", "label": "全部", "selected": not value}]
        options += [{"value": found, "label": text, "selected": found == value} for found, text in choices]
        self.fields.append({"name": name, "label": label, "type": "select", "value": value, "options": options})
        if value:
            self.kept[name] = value
        return value

    def keyword(self) -> str:
        """Add the field for a word, and return what was typed."""
        typed = self.request.GET.get("q", "").replace("\x00", "").strip()[:_MAX_KEYWORD]
        self.fields.append({"name": "q", "label": "关键词", "type": "text", "value": typed, "options": []})
        if typed:
            self.kept["q"] = typed
        return typed

    def chosen_unit(self) -> Unit | None:
        """Return the unit of the list, or the one that was chosen; one query."""
        if self.unit is not None:
            return self.unit
        units = list(Unit.objects.order_by("order", "code").only("code", "name"))
        code = self.select("unit", "单位", [(unit.code, unit.name) for unit in units])
        return next((unit for unit in units if unit.code == code), None)

    def rows(self) -> Any:
        """Return the rows as a queryset, in order; fills the form."""
        raise NotImplementedError

    def item(self, row: Any) -> dict[str, Any]:
        """Return what is shown of a row."""
        raise NotImplementedError

    def groups(self, rows: list[Any]) -> list[dict[str, Any]]:
        """Return the rows in titled groups."""
        return [{"title": "", "items": [self.shown(row) for row in rows]}] if rows else []

    def shown(self, row: Any) -> dict[str, Any]:
        """Return an item with its address."""
        return {**self.item(row), "url": address_of(row, self.site), "unit": row.unit.name if self.unit is None else ""}

    def context(self) -> dict[str, Any]:
        """Return the template's context."""
        typed = self.keyword() if self.has_keyword else ""
        found = self.rows()
        chosen = self.chosen_unit()
        if chosen is not None:
            found = found.filter(unit_id=chosen.pk)
        if typed:
            found = restrict(found, typed)
        rows = list(found.select_related("unit")[: CAP + 1])
        more = len(rows) > CAP
        rows = rows[:CAP]
        plain = self.page.get_url(self.request)
        return {
            "paper": self.kind.value,
            "filter": self.fields,
            "groups": self.groups(rows),
            "total_text": f"共 {CAP} 件以上，只显示前 {CAP} 件，请用筛选缩小范围" if more else f"共 {len(rows)} 件",
            "is_filtered": bool(self.kept),
            "reset_url": plain if self.kept else "",
            "chosen": conditions(self.fields, self.kept, plain),
            "empty_title": self.empty[0],
            "empty_text": self.empty[1],
        }


class TemplateListing(_Listing):
    """Document templates by stage; superseded versions stay, and say so."""

    kind = Paper.TEMPLATE
    empty = ("暂无公开的文书样本", "文书样本公开后按立案、调查取证、告知等环节列在这里。")

    def rows(self) -> Any:
        """By stage, then code; of one code the newest first."""
        from ..models import DocumentTemplatePage

        newer = DocumentTemplatePage.objects.live().filter(supersedes_id=OuterRef("pk"))
        found = DocumentTemplatePage.objects.live().annotate(superseded=Exists(newer))
        stage = self.select("stage", "环节", Stage.choices)
        state = self.select("state", "版本", [("current", "现行"), ("superseded", "已被新版替代")])
        if stage:
            found = found.filter(stage=stage)
        if state:
            found = found.filter(superseded=state == "superseded")
        return found.order_by("stage", "code", "superseded", "-effective_on", "pk")

    def item(self, row: Any) -> dict[str, Any]:
        """As search shows it, with the version."""
        return {**template_summary(row), "version": row.version, "kind_label": ""}

    def groups(self, rows: list[Any]) -> list[dict[str, Any]]:
        """One group a stage."""
        found: dict[str, list[Any]] = {}
        for row in rows:
            found.setdefault(row.get_stage_display() or "其他", []).append(self.shown(row))
        return [{"title": title, "items": items} for title, items in found.items()]


class RegulationListing(_Listing):
    """Regulations, newest first."""

    kind = Paper.REGULATION
    empty = ("暂无公开的制度文件", "公示办法、全过程记录办法、法制审核办法等公开后列在这里。")

    def rows(self) -> Any:
        """Newest first, each with what later ones did to it."""
        from ..models import RegulationChange, RegulationPage

        later = RegulationChange.objects.filter(later_changes(), earlier_id=OuterRef("pk"))
        found = (
            RegulationPage.objects.live()
            .annotate(repealed=Exists(later.filter(effect=Effect.REPEALS)), amended=Exists(later.filter(effect=Effect.AMENDS)))
            .defer("body", "preamble")
        )  # fmt: skip
        standing = self.select("standing", "效力", Standing.choices)
        gone = Q(repealed=True) | Q(standing=Standing.REPEALED)
        changed = Q(amended=True) | Q(standing=Standing.AMENDED)
        wanted = {Standing.REPEALED: gone, Standing.AMENDED: changed & ~gone, Standing.IN_FORCE: ~gone & ~changed}
        if standing:
            found = found.filter(wanted[Standing(standing)])
        return found.order_by("-effective_on", "-pk")

    def item(self, row: Any) -> dict[str, Any]:
        """As search shows it, without its text."""
        row.effects = [Effect.REPEALS] * row.repealed + [Effect.AMENDS] * row.amended
        return {**regulation_heading(row), "kind_label": ""}


class ServiceListing(_Listing):
    """Notices of service whose period runs. Nobody types a name here: names do not belong in addresses and logs."""

    kind = Paper.SERVICE
    has_keyword = False
    empty = ("目前没有公告送达", "公告期满的公告自动下线，不再显示。")

    def rows(self) -> Any:
        """Newest first; what is over is not shown, also while the clock has not run yet."""
        from ..models import ServiceNoticePage

        found = ServiceNoticePage.objects.live().filter(served_on__gte=timezone.localdate())
        return found.order_by("-notified_on", "-pk")

    def item(self, row: Any) -> dict[str, Any]:
        """Who is served what, until when."""
        return {
            "title": row.title, "party": row.party_name, "document": row.document_name, "number": row.document_number,
            "organ": row.organ_name, "date": row.notified_on, "until": row.served_on, "tags": [],
        }  # fmt: skip


_LISTINGS: dict[str, type[_Listing]] = {
    listing.kind: listing for listing in (TemplateListing, RegulationListing, ServiceListing)
}


def list_context(request: Any, page: Any, kind: str, unit: Unit | None) -> dict[str, Any]:
    """Return the context of a list page: ``groups`` of ``items``, the filter, and what to say when there is nothing."""
    return _LISTINGS[Paper(kind)](request, page, unit).context()
