"""The append-only trail and Wagtail's own log: who did which act when stays, every word about the page goes."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from ..life.kinds import EndingKind, Verb
from ..models import TrailEntry
from ..trail.record import record
from ..trail.seal import ACT, alone, amended, seals_over
from .base import NEUTRAL, Holder, Scope
from .mentions import Cutter, cut, mentioning

_TEXTS = ("label", "before", "after", "data", "reason")
#: Words of the portal itself, which say what was done and nothing of the page.
_CODES = frozenset({*EndingKind.values, *Verb.values})


def harmless(value: Any) -> Any:
    """Return a JSON value of which only numbers, truth values and the portal's own codes are left."""
    if isinstance(value, str):
        return value if value in _CODES else ""
    if isinstance(value, dict):
        return {key: harmless(item) for key, item in value.items() if str(key).isascii() and str(key).isidentifier()}
    if isinstance(value, list):
        return [harmless(item) for item in value]
    return value


class TrailHolder(Holder):
    """Entries about the page and its files lose every word; other entries lose what they mention of it.

    The seals stay whole: the changed runs' digests are kept in an entry of the act ``trail.scrub``, as when something is masked.
    """

    code = "trail"
    label = "操作日志、页面操作记录"
    comes_last = True
    tables = ("publication.TrailEntry", "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry")

    def _about(self, scope: Scope) -> Q:
        wanted = Q(page_id__in=scope.keys)
        for side in ("before", "after"):  # of rows that lead to the page: redirects, recommendations
            for name in ("page_id", "redirect_page_id"):
                wanted |= Q(**{f"{side}__{name}__in": scope.keys})
        for page in scope.pages:
            wanted |= Q(object_type=str(page._meta.verbose_name)[:100], object_id=str(page.pk))
        for item in scope.files:
            wanted |= Q(object_type=str(item._meta.verbose_name)[:100], object_id=str(item.pk))
        return wanted

    def _changes(self, scope: Scope) -> dict[int, dict[str, Any]]:
        own = set(TrailEntry.objects.filter(self._about(scope)).values_list("pk", flat=True))
        rest = TrailEntry.objects.all()
        keys = own | (mentioning(rest, (*_TEXTS, "agent"), scope.names) if scope.names else set())
        cutter, found = Cutter(scope.names), {}
        for entry in TrailEntry.objects.filter(pk__in=keys).iterator(200):
            if entry.act == ACT:
                values = {"label": NEUTRAL if entry.pk in own else cutter.text(entry.label)}
            elif entry.pk in own:
                values = {
                    "label": NEUTRAL, "reason": "", "before": harmless(entry.before), "after": harmless(entry.after),
                    "data": harmless(entry.data),
                }  # fmt: skip
            else:
                values = {name: cutter.value(getattr(entry, name)) for name in _TEXTS}
                values["label"] = values["label"][:255]
            values["agent"] = cutter.text(entry.agent)[:200]
            changed = {name: value for name, value in values.items() if value != getattr(entry, name)}
            if changed:
                found[entry.pk] = changed
        return found

    def _logs(self, scope: Scope) -> list[Any]:
        models = {type(item) for item in (*scope.pages, *scope.files)}
        types = ContentType.objects.get_for_models(Page, *models)
        about = Q(pk__in=[])
        for item in (*scope.pages, *scope.files):
            about |= Q(content_type=types[type(item)], object_id=str(item.pk))
        return [PageLogEntry.objects.filter(page_id__in=scope.keys), ModelLogEntry.objects.filter(about)]

    def destroy(self, scope: Scope) -> int:
        """Clean, keep the digests of the runs, and return how many entries changed."""
        alone()
        changes = self._changes(scope)
        seals = seals_over(changes)
        whole = [seal for seal in seals if amended(seal).is_whole]
        for key, values in changes.items():
            TrailEntry.objects.filter(pk=key).update(**values)
        if changes:
            record(
                ACT,
                reason="按保密机构的命令销毁内容，操作日志中的文字一并销毁",
                data={
                    "ending": scope.ending.pk,
                    "entries": sorted(changes),
                    "seals": {str(seal.last_id): amended(seal).now for seal in whole},
                    "broken_before": [seal.last_id for seal in seals if seal not in whole],
                },
            )
        total = len(changes)
        for rows in self._logs(scope):
            for row in rows:
                total += type(row)._base_manager.filter(pk=row.pk).update(label=NEUTRAL, data=harmless(row.data))
        for rows in (PageLogEntry.objects.all(), ModelLogEntry.objects.all()):
            total += cut(rows, ("label", "data"), scope.names)
        return total

    def remains(self, scope: Scope) -> int:
        """Look again."""
        left = len(self._changes(scope))
        for rows in self._logs(scope):
            left += sum(row.label != NEUTRAL or row.data != harmless(row.data) for row in rows)
        if scope.names:
            for rows in (PageLogEntry.objects.all(), ModelLogEntry.objects.all()):
                left += len(mentioning(rows, ("label", "data"), scope.names))
        return left
