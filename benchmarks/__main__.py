"""``python -m benchmarks``: every benchmark, on SQLite and, where a server is installed, on PostgreSQL; one table at the end.

``--quick`` runs small sizes, to see that the benchmarks still work; its figures mean nothing. The exit status is 1 when a
figure of a full run misses its target.
"""

import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure.databases import ROOT, databases
from benchmarks.measure.figures import Figure, table

NAMES = ("import", "pages", "takedown", "hostile", "search")


def on_this_database(names: list[str], quick: bool) -> list[Figure]:
    """Run the benchmarks of ``names`` on the database of ``DATABASE_URL``, or SQLite."""
    found: list[Figure] = []
    with databases() as made:
        for name in names:
            module = import_module(f"benchmarks.{name}")
            print(f"== {name}", flush=True)
            found += module.measure(made, **(module.QUICK if quick else module.FULL))
    return found


def _on_postgresql(names: list[str], quick: bool) -> list[Figure]:
    """Run them once more below a server of our own."""
    with TemporaryDirectory() as folder:
        result = Path(folder) / "figures.json"
        command = [sys.executable, "scripts/with_postgresql.py", sys.executable, "-m", "benchmarks", *names]
        options = ["--here", "--write", str(result), *(["--quick"] if quick else [])]
        # A figure that misses its target ends the inner run with 1: the table is shown all the same.
        ended = subprocess.run([*command, *options], cwd=ROOT, check=False).returncode
        if ended not in (0, 1) or not result.exists():
            raise SystemExit(f"The benchmarks on PostgreSQL ended with {ended}.")
        return [Figure(**values) for values in json.loads(result.read_text())]


def main() -> int:
    """Run, print the table, and tell by the exit status whether all was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"which ones (default: {', '.join(NAMES)})")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--here", action="store_true", help="only on the database of DATABASE_URL, or SQLite")
    parser.add_argument("--write", type=Path, help="write the figures here as JSON")
    options = parser.parse_args()
    names = options.names or list(NAMES)
    figures = on_this_database(names, options.quick)
    if options.write:
        options.write.write_text(json.dumps([asdict(figure) for figure in figures]))
    if options.here:
        print(table(figures))
    else:
        if shutil.which("initdb") or glob.glob("/usr/lib/postgresql/*/bin/initdb"):
            figures += _on_postgresql([name for name in names if name != "hostile"], options.quick)
        else:
            print("PostgreSQL is not installed: measured on SQLite only.")
        print(f"\n{os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
        print(table(figures))
    return int(not options.quick and any(not figure.met for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
