"""What search holds of a page besides the public entry: the editors' index, words, counts, promoted results."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.search.index import get_indexed_instance
from wagtail.search.models import IndexEntry

from publication.destruction import Holder, Scope, exempt, register, register_loose
from publication.destruction.base import register_compactor
from publication.destruction.mentions import mentioning
from publication.destruction.outside import Outside, register_outside

from . import terms
from .analysis import normalise, runs
from .models import Entry, PendingChange, SearchCount, Term
from .public.engines import is_remote


class SearchHolder(Holder):
    """Every engine's entry, the words that only this page's text had, what was searched for by its words."""

    code = "search"
    label = "检索索引、检索词、检索统计、推荐结果"
    tables = (
        "search.Entry", "search.Term", "search.SearchCount", "wagtailsearch.IndexEntry", "wagtailsearch.SQLiteFTSIndexEntry",
        "wagtailsearchpromotions.Query", "wagtailsearchpromotions.SearchPromotion",
    )  # fmt: skip

    def _indexed(self, scope: Scope) -> Any:
        items = [*scope.pages, *scope.files]
        found = IndexEntry.objects.none()
        for item in items:
            models = [model for model in type(item).__mro__ if hasattr(model, "_meta") and not model._meta.abstract]
            types = ContentType.objects.get_for_models(*models).values()
            found = found | IndexEntry.objects.filter(content_type__in=types, object_id=str(item.pk))
        return found

    def _words(self, scope: Scope) -> list[str]:
        """Return the kept words that the pages' texts hold and no public page does."""
        text = normalise(scope.text)
        own = [word for word in Term.objects.values_list("word", flat=True).iterator() if word in text]
        return [word for word in own if not Entry.objects.filter(text__contains=word).exists()]

    def _counts(self, scope: Scope) -> Any:
        names = [*scope.names, *(" ".join(runs(normalise(name))) for name in scope.names)]
        names = [name for name in names if name]
        return SearchCount.objects.filter(pk__in=mentioning(SearchCount.objects.all(), ("word",), names))

    def _promotions(self, scope: Scope) -> Any:
        return SearchPromotion.objects.filter(page__in=scope.keys)

    def _queries(self, scope: Scope) -> Any:
        return Query.objects.filter(pk__in=mentioning(Query.objects.all(), ("query_string",), scope.names))

    def destroy(self, scope: Scope) -> int:
        """Delete all of it, on every engine that editors search with."""
        from modelsearch.backends import get_search_backends_with_name

        for item in (*scope.pages, *scope.files):
            indexed = get_indexed_instance(item, check_exists=False)
            for _, backend in get_search_backends_with_name(with_auto_update=True):
                if indexed:
                    backend.delete(indexed)
        total = int(self._indexed(scope)._raw_delete("default") or 0)
        total += Entry.objects.filter(page_id__in=scope.keys).delete()[0]
        words = self._words(scope)
        total += Term.objects.filter(word__in=words).delete()[0]
        total += int(self._counts(scope).delete()[0])
        total += int(self._promotions(scope).delete()[0])
        total += int(self._queries(scope).delete()[0])
        terms.forget_known()
        terms._kept_segments.cache_clear()
        return total

    def remains(self, scope: Scope) -> int:
        """Look again."""
        rows = (self._indexed(scope), Entry.objects.filter(page_id__in=scope.keys), self._counts(scope))
        left = sum(int(found.count()) for found in (*rows, self._promotions(scope), self._queries(scope)))
        return left + len(self._words(scope))


def squeeze() -> None:
    """Join the full-text indexes' segments: a deleted entry's words stand in older ones until then."""
    if connection.vendor != "sqlite":
        return
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in ("search_fts", f"{IndexEntry._meta.db_table}_fts"):
            if table in tables:
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def elasticsearch(scope: Scope) -> Any:
    """An engine outside keeps deleted entries in its segments until it joins them."""
    if is_remote() or PendingChange.objects.filter(page_id__in=scope.keys).exists():
        found: Outside = (
            "elasticsearch", "Elasticsearch 已删除的条目",
            "对平台的各个索引执行 _forcemerge?only_expunge_deletes=true；快照登记为备份后销毁。",
        )  # fmt: skip
        yield found


def install() -> None:
    """Register all of it."""
    register(SearchHolder())
    register_compactor(squeeze)
    register_outside(elasticsearch)
    register_loose("search.Synonym", "words", "terms")
    exempt("只记索引的版本、页面的编号", "search.DuePages", "search.IndexState")
    exempt("外部检索索引的名称", "search.RemoteIndex")
