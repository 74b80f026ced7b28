"""``manage.py search_doctor``: is the index what the pages say; why does a page stand where it stands."""

import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page, Site

from search import upkeep
from search.finding import RELEVANCE, SORTS, Found, find
from search.models import DuePages, PendingChange
from search.public import engines
from search.public.rows import SearchUnavailable
from search.views import url_of

_MINUS_WORD = re.compile(r"-[^\x00-\x7f]|-[\"']")
_LABELS = {
    "engine": "检索引擎", "stands_in": "备用引擎代答", "pending": "待同步", "due": "待更新的目录", "of_this_analysis": "索引与当前分词一致",
    "missing": "缺少的条目", "extra": "多余的条目", "stale": "过时的条目", "unfound": "引擎里查不到的条目", "repaired": "已修复", "sizes": "大小",
    "total": "结果数", "took_ms": "用时（毫秒）", "page": "页面编号", "place": "名次", "words": "检索词", "added": "同时检索", "dropped": "略去的词",
    "score": "得分", "reasons": "得分来源",
}  # fmt: skip


def _shown(value: Any) -> str:
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_shown(item) for item in value) or "无"
    return str(value)


class Command(BaseCommand):
    """Without an action it compares index and pages; ``query`` and ``explain`` ask what the search page asks."""

    help = "检查、修复和解释公开检索索引。"

    def add_arguments(self, parser: Any) -> None:
        """Actions and options."""
        parser.add_argument("action", nargs="?", choices=("check", "query", "explain"), default="check")
        parser.add_argument("query", nargs="?", default="")
        parser.add_argument("--page", type=int, help="explain：页面编号")
        parser.add_argument("--limit", type=int, default=20, help="query：最多列出几条（默认 20）")
        parser.add_argument("--sort", choices=SORTS, default=RELEVANCE)
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument("--repair", action="store_true", help="修复缺少、多余和过时的条目")
        parser.add_argument("--rebuild", action="store_true", help="重建全部索引")
        parser.add_argument("--deep", action="store_true", help="逐条重算并比较正文（较慢）")

    def run_from_argv(self, argv: list[str]) -> None:
        """Let a query begin with a word to leave out (-工资): to the planner a wide minus is the same, to the shell's parser it is not."""
        super().run_from_argv([f"－{part[1:]}" if _MINUS_WORD.match(part) else part for part in argv])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked.

        Raises:
            CommandError: differences were found and not repaired, or the engine does not answer.
        """
        try:
            {"check": self._check, "query": self._query, "explain": self._explain}[options["action"]](options)
        except SearchUnavailable as error:
            raise CommandError(f"检索引擎没有应答：{error}") from error

    def _check(self, options: dict[str, Any]) -> None:
        if options["rebuild"]:
            self.stdout.write(f"已重建 {upkeep.rebuild()} 个页面的索引。")
        found = upkeep.differences()
        if options["deep"] or options["repair"]:
            found["stale"] = upkeep.stale()
        if options["repair"]:
            upkeep.repair(sorted({page for pages in found.values() for page in pages}))
        unfound = upkeep.unfound()
        found["unfound"] = sorted({page for pages in unfound.values() for page in pages})
        if options["repair"]:
            upkeep.mend(unfound)
            if engines.is_remote():
                from search.public import telling

                telling.catch_up()
        engine, stands_in = engines.engine()
        report = {
            "engine": engine.NAME,
            "stands_in": stands_in,
            "pending": PendingChange.objects.count(),
            "due": DuePages.objects.count(),
            "of_this_analysis": upkeep.is_of_this_analysis(),
            **{name: len(pages) for name, pages in found.items()},
            "repaired": bool(options["repair"]),
            "sizes": {engines.database_engine().NAME: engines.database_engine().size()},
        }
        if engine is not engines.database_engine():
            report["sizes"][engine.NAME] = engine.size()
        self._print(report, options)
        if any(found.values()) and not options["repair"]:
            raise CommandError("索引与页面不一致，加 --repair 修复。")

    def _found(self, options: dict[str, Any], **how: Any) -> Found:
        """Return what the query finds.

        Raises:
            CommandError: there is no query, or it took too long.
        """
        if not options["query"]:
            raise CommandError("请给出检索词，例如：search_doctor query 工资")
        found = find(options["query"], **how)
        if found.too_slow:
            raise CommandError("检索超时，没有结果可以说明。")
        return found

    def _query(self, options: dict[str, Any]) -> None:
        found = self._found(options, sort=options["sort"])
        rows = found.rows[: max(options["limit"], 0)]
        pages = Page.objects.select_related("content_type").in_bulk([row.page_id for row in rows])
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        root = site.root_page.url_path if site else "/"
        results = []
        for row in rows:
            page = pages.get(row.page_id)
            if page is None or not page.live:
                continue
            scored = found.scored.get(row.key)
            results.append(
                {
                    "id": page.pk,
                    "type": f"{page.content_type.app_label}.{page.content_type.model}",
                    "title": page.title,
                    "url": url_of(page, root),
                    "score": round(scored.score, 3) if scored else 0.0,
                }
            )
        took = round(found.took_ms, 2)
        self._print({"total": found.total, "took_ms": took, "engine": found.engine, "results": results}, options)

    def _explain(self, options: dict[str, Any]) -> None:
        if options["page"] is None:
            raise CommandError("请用 --page 指明页面编号，例如：search_doctor explain 工资 --page 12")
        found = self._found(options)
        place = next((at for at, row in enumerate(found.rows, start=1) if row.page_id == options["page"]), None)
        scored = next((entry for entry in found.scored.values() if entry.row.page_id == options["page"]), None)
        self._print(
            {
                "page": options["page"],
                "place": place,
                "total": found.total,
                "words": [[needle.plain for needle in group.needles] for group in found.plan.groups],
                "added": found.added,
                "dropped": found.dropped,
                "score": round(scored.score, 3) if scored else None,
                "reasons": {name: round(value, 3) for name, value in scored.reasons.items()} if scored else {},
            },
            options,
        )

    def _print(self, report: dict[str, Any], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for name, value in report.items():
            if name == "results":
                for result in value:
                    self.stdout.write(f"{result['score']:8.3f}  {result['title']}  {result['url']}")
            else:
                self.stdout.write(f"{_LABELS.get(name, name)}：{_shown(value)}")
