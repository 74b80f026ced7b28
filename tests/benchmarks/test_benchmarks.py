"""The benchmarks still run, and their figures are judged as promised."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measure.figures import AT_LEAST, Figure, table
from tests.migrated import migrated

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.on_sqlite
def test_quick_mode_runs_every_benchmark_and_prints_targets_and_figures(tmp_path):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "TMPDIR": str(tmp_path)}
    environment["MIGRATED_SQLITE"] = str(migrated()[0])
    command = [sys.executable, "-m", "benchmarks", "--quick", "--here"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, done.stderr[-3000:]
    lines = [line for line in done.stdout.splitlines() if line.startswith("| SQLite")]
    for wanted in (
        "times as fast per row",
        "peak memory at",
        "most queries of a public view",
        "list of all: times as long",
        "make_decisions",
        "hostile files not refused",
        "click to all probes green at 120, p95",
        "readers beside the withdrawals",
        "20 withdrawals in bulk",
    ):
        assert any(wanted in line for line in lines), wanted
    queries = next(line for line in lines if "most queries" in line)
    assert 0 < int(queries.split("|")[4].strip()) <= 12
    assert not list(tmp_path.glob("gongshi-bench-*"))


@pytest.mark.parametrize(
    ("value", "relation", "verdict"),
    [(20, AT_LEAST, "met"), (19.9, AT_LEAST, "missed"), (20, "≤", "met"), (21, "≤", "missed")],
)
def test_verdict(value, relation, verdict):
    figure = Figure("SQLite", "图", value, "MB", 20, relation)
    assert figure.verdict == verdict
    assert verdict in table([figure])


def test_figure_without_a_target_is_not_judged():
    assert Figure("SQLite", "x", 1.5).verdict == "—"
