"""The search benchmark: recall, precision, ranking, latency and cost on three engines, on corpora that ``make_decisions`` makes.

    benchmarks/search.py [--sizes 10000,100000] [--engines sqlite,postgresql,elasticsearch] [--holdout] [--folder DIR]

Needs PostgreSQL, Java and Maven for the engines of the same names. Each engine gets a database of its own; the same seeds give
the same pages on each, so that their answers can be compared.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure.databases import Databases
from benchmarks.measure.figures import AT_LEAST, AT_MOST, Figure

ROOT = Path(__file__).resolve().parents[1]
ENGINES = ("sqlite", "postgresql", "elasticsearch")
SEED = 11


def _command(engine: str, size: int, out: Path, options: argparse.Namespace) -> list[str]:
    run = [sys.executable, "-m", "benchmarks.search_measure.run", str(size), str(SEED), str(out), "--rebuild"]
    if size == min(options.sizes):
        run += ["--judge", *(["--holdout"] if options.holdout else [])]
    if engine == "postgresql":
        return [sys.executable, str(ROOT / "scripts" / "with_postgresql.py"), *run]
    if engine == "elasticsearch":
        return [sys.executable, str(ROOT / "scripts" / "with_elasticsearch.py"), *run]
    return run


QUICK = {"size": 200}
FULL = {"size": 10_000}


def measure(made: Databases, *, size: int) -> list[Figure]:
    """Return recall, precision, latency and room of the public index on the database's own engine, beside their targets."""
    out = made.folder / "search.json"
    with made.copy(demo=True) as environment:
        command = [sys.executable, "-m", "benchmarks.search_measure.run", str(size), str(SEED), str(out), "--rebuild"]
        subprocess.run([*command, "--judge"], check=True, env={**environment, "PYTHONHASHSEED": "0"}, cwd=ROOT)
    report: dict[str, Any] = json.loads(out.read_text())
    found, times, note = report["matching"], report["latency"], f"{size:,} decisions"
    return [
        Figure(made.engine, "search: recall", found["recall"], "", 1.0, AT_LEAST, note),
        Figure(made.engine, "search: precision", found["precision"], "", 1.0, AT_LEAST, note),
        Figure(made.engine, "search: page, p95 of CPU time", times["cpu"]["p95_ms"], "ms", None, AT_MOST, note),
        Figure(
            made.engine,
            "search: suggestions, p95 of CPU time",
            times["suggestions_cpu"]["p95_ms"],
            "ms",
            None,
            AT_MOST,
            note,
        ),
        Figure(
            made.engine,
            "search: index against text, made anew",
            report["sizes_rebuilt"]["ratio"],
            "×",
            2.5,
            AT_MOST,
            note,
        ),
        Figure(made.engine, "search: nDCG@10", report["tuning"]["ndcg"], "", None, AT_LEAST, note),
    ]


def report_of(engine: str, size: int, options: argparse.Namespace) -> dict[str, Any]:
    """Run one engine at one size in a process of its own and return its report."""
    folder = Path(tempfile.mkdtemp(prefix="gongshi-search-", dir=options.folder))
    out = folder / "report.json"
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "PYTHONHASHSEED": "0",
        "VAR_ROOT": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'search.sqlite3'}",
        "LOG_LEVEL": "WARNING",
    }
    subprocess.run(_command(engine, size, out, options), check=True, env=environment, cwd=ROOT)
    report: dict[str, Any] = json.loads(out.read_text())
    return report


def _overlap(first: dict[str, list[int]], second: dict[str, list[int]]) -> float:
    shares = [
        len(set(first[name]) & set(second[name])) / max(len(first[name]), len(second[name]), 1)
        if first[name] or second[name]
        else 1.0
        for name in first
    ]
    return sum(shares) / max(len(shares), 1)


def show(reports: list[dict[str, Any]]) -> None:
    """Print the figures, and how far engines agree."""
    for report in reports:
        found, times = report["matching"], report["latency"]
        print(
            f"{report['engine']:14} {report['size']:>7}  recall {found['recall']:.4f} (worst {found['worst_recall']:.2f})"
            f"  precision {found['precision']:.4f} (worst {found['worst_precision']:.2f})"
            f"  view p50 {times['view']['p50_ms']} p95 {times['view']['p95_ms']} ms"
            f" (CPU {times['cpu']['p50_ms']} / {times['cpu']['p95_ms']})"
            f"  suggestions p95 {times['suggestions']['p95_ms']} ms (CPU {times['suggestions_cpu']['p95_ms']})"
            f"  enter {report['publishing']['enter_cpu_ms']} CPU ms (mean {report['publishing']['enter_mean_ms']})"
            f"  index {report['sizes']['ratio']} × text (made anew {report.get('sizes_rebuilt', {}).get('ratio', '–')})  rebuild {report.get('rebuilding', {}).get('per_second', '–')} pages/s"
            f" ({report.get('rebuilding', {}).get('per_cpu_second', '–')} per CPU second)  load {report['load']:.1f}"
        )
        for half in ("tuning", "holdout"):
            if half in report:
                judged = report[half]
                slow = f", NOT IN TIME: {', '.join(judged['too_slow'])}" if judged["too_slow"] else ""
                print(
                    f"{'':14} {half}: nDCG@10 {judged['ndcg']:.3f}, plain pairs {judged['plain']:.3f},"
                    f" p95 {judged['times']['p95_ms']} ms{slow}"
                )
    for size in sorted({report["size"] for report in reports}):
        first, *others = [report for report in reports if report["size"] == size]
        for other in others:
            same = first["matching"]["sets"] == other["matching"]["sets"]
            print(
                f"{size}: {first['engine']} and {other['engine']}: result sets {'identical' if same else 'DIFFER'}",
                end="",
            )
            if "tuning" in first and "tuning" in other:
                print(f", top-10 agreement {_overlap(first['tuning']['tops'], other['tuning']['tops']):.3f}", end="")
            print()


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=lambda text: [int(part) for part in text.split(",")], default=[10_000, 100_000])
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ENGINES))
    parser.add_argument("--holdout", action="store_true", help="also the half that is never used for tuning")
    parser.add_argument("--folder", help="where databases are made (a disk with room)")
    options = parser.parse_args()
    show([report_of(engine, size, options) for size in options.sizes for engine in options.engines])


if __name__ == "__main__":
    main()
