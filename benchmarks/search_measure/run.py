"""One engine at one size: ``python -m benchmarks.search_measure.run SIZE SEED OUT``, on the database that is set.

With ``KEEP=1`` a corpus that is already there is measured as it is.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

import django

django.setup()

from django.test.utils import override_settings  # noqa: E402

override_settings(
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
).enable()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.search_judged import judged  # noqa: E402
from benchmarks.search_measure import truth  # noqa: E402
from search import upkeep  # noqa: E402
from search.entries import specific_pages  # noqa: E402
from search.expansion import forget_synonyms  # noqa: E402
from search.finding import find  # noqa: E402
from search.models import Entry, Synonym  # noqa: E402
from search.models.entries import page_of  # noqa: E402
from search.planner import plan  # noqa: E402
from search.public import engines  # noqa: E402

PREFIXES = (
    "行",
    "行政",
    "工资",
    "劳动",
    "示例",
    "工伤",
    "社会保险",
    "监罚",
    "处罚决定",
    "准予",
    "ldjc",
    "rsj",
    "2026",
    "许可",
)


def corpus(size: int, seed: int) -> dict[str, Any]:
    """Make the corpus; return how long the pages took."""
    if os.environ.get("KEEP") == "1" and Entry.objects.exists():
        return {"kept": True}
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    started = time.perf_counter()
    call_command("make_decisions", size, seed=seed)
    return {"seconds": round(time.perf_counter() - started, 1)}


def found_by(word: str) -> set[int]:
    """Return every page that the engine finds for a word, without the cap of the page."""
    engine, _ = engines.engine()
    chosen = plan(word)
    if hasattr(engine, "keys"):
        return {page_of(key) for key in engine.keys(chosen, 10**7)}
    return {row.page_id for row in engine.rows(chosen, 10**7)}


def matching(words: list[str], texts: dict[int, str]) -> dict[str, Any]:
    """Return mean recall and precision against brute force, and the sets' sizes for comparing engines."""
    recalls, precisions, sets = [], [], {}
    for word in words:
        right, found = truth.standing(word, texts), found_by(word)
        recalls.append(len(right & found) / len(right) if right else 1.0)
        precisions.append(len(right & found) / len(found) if found else 1.0)
        sets[word] = [len(found), hash(tuple(sorted(found)))]
    return {
        "words": len(words),
        "recall": sum(recalls) / len(recalls),
        "precision": sum(precisions) / len(precisions),
        "worst_recall": min(recalls),
        "worst_precision": min(precisions),
        "sets": sets,
    }


def used() -> float:
    """Return the CPU seconds of this process, and on a PostgreSQL of this machine those of the process that serves it."""
    spent = time.process_time()
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        served = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        spent += int(served.read_text().split()[0]) / 1e9 if served.exists() else 0.0
    return spent


def latency(words: list[str]) -> dict[str, Any]:
    """Time the whole search view and suggestions; the first request of each warms nothing but connections."""
    client = Client(headers={"host": "localhost"})
    times, spent, suggest, suggest_spent = [], [], [], []
    client.get("/search/", {"q": "预热"})
    for turn in range(2):
        for word in words:
            started, before = time.perf_counter(), used()
            answer = client.get("/search/", {"q": word})
            if answer.status_code != 200:
                raise SystemExit(f"{word}: {answer.status_code}")
            if turn:
                times.append(time.perf_counter() - started)
                spent.append(used() - before)
    for typed in PREFIXES * 3:
        started, before = time.perf_counter(), used()
        client.get("/search/suggestions/", {"q": typed})
        suggest.append(time.perf_counter() - started)
        suggest_spent.append(used() - before)
    return {
        "view": truth.summary(times),
        "cpu": truth.summary(spent),
        "suggestions": truth.summary(suggest),
        "suggestions_cpu": truth.summary(suggest_spent),
    }


def publishing() -> dict[str, float]:
    """Return the CPU milliseconds (median, mean) that the entry of one page costs with its commit: taken away and written again."""
    from search import entries

    page_ids = list(Entry.objects.order_by("-key").values_list("page_id", flat=True)[:300])
    pages, times = specific_pages(page_ids), []
    for page in pages:
        entries.leave([page.pk])
        before = used()
        with transaction.atomic():
            entries.enter([page])
        times.append(used() - before)
    mean = sum(times) / max(len(times), 1)
    return {"enter_cpu_ms": round(truth.percentile(times, 0.5) * 1000, 2), "enter_mean_ms": round(mean * 1000, 2)}


def rebuilding() -> dict[str, Any]:
    """Time a full rebuild of the database's index."""
    started, before = time.perf_counter(), used()
    count = upkeep.rebuild()
    return {
        "pages": count,
        "per_second": round(count / (time.perf_counter() - started)),
        "per_cpu_second": round(count / (used() - before)),
    }


def sizes() -> dict[str, Any]:
    """Return the sizes of the index against the text."""
    size = engines.database_engine().size()
    engine, _ = engines.engine()
    found = {"text_bytes": size["text_bytes"], "index_bytes": size["index_bytes"]}
    if engine is not engines.database_engine():
        found["index_bytes"] = engine.size()["index_bytes"]
    return {**found, "ratio": round(found["index_bytes"] / max(size["text_bytes"], 1), 2)}


def judge(path: Path, pages: list[Any]) -> dict[str, Any]:
    """Return nDCG@10 of the search and of plain pairs ranked by the editors' backend, the ten best of each query, and which were
    not answered in time."""
    from wagtail.models import Page

    by_key, scores, plain, tops = {page.pk: page for page in pages}, [], [], {}
    times, too_slow = [], []
    for query in judged.load(path):
        best = judged.ideal(query, pages)
        if not any(best):
            continue
        started = time.perf_counter()
        found = find(query.query)
        times.append(time.perf_counter() - started)
        if found.too_slow:
            too_slow.append(query.id)
        shown = [row.page_id for row in found.rows[:10]]
        tops[query.id] = shown
        scores.append(judged.ndcg(query, [by_key[pk] for pk in shown if pk in by_key], best))
        stock = [page.pk for page in Page.objects.live().search(query.query, operator="and")[:10]]
        plain.append(judged.ndcg(query, [by_key[pk] for pk in stock if pk in by_key], best))
    return {
        "queries": len(scores),
        "ndcg": sum(scores) / len(scores),
        "plain": sum(plain) / len(plain),
        "tops": tops,
        "times": truth.summary(times),
        "too_slow": too_slow,
    }


def with_synonyms() -> None:
    """Enter the list that the judged tasks assume."""
    Synonym.objects.all().delete()
    for word, terms in judged.load_synonyms().items():
        Synonym.objects.create(words=word, terms="、".join(terms))
    forget_synonyms()


def main() -> None:
    """Measure, and write everything as JSON."""
    size, seed, out = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    report: dict[str, Any] = {"size": size, "corpus": corpus(size, seed)}
    Synonym.objects.all().delete()
    forget_synonyms()
    if engines.is_remote():
        upkeep.look_after()
    report["engine"] = engines.engine()[0].NAME
    texts = truth.public_texts(list(Entry.objects.values_list("page_id", flat=True)))
    words = truth.draw(texts)
    report["matching"] = matching(words, texts)
    report["latency"] = latency(words)
    report["load"] = os.getloadavg()[0]
    report["publishing"] = publishing()
    upkeep.look_after()  # as the timer does every minute
    report["sizes"] = sizes()
    if "--rebuild" in sys.argv:
        report["rebuilding"] = rebuilding()
        report["sizes_rebuilt"] = sizes()
    if "--judge" in sys.argv:
        with_synonyms()
        pages = specific_pages(sorted(texts))
        report["tuning"] = judge(judged.TUNING, pages)
        if "--holdout" in sys.argv:
            report["holdout"] = judge(judged.HOLDOUT, pages)
    out.write_text(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
