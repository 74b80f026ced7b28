"""Hostile files through the command: seconds and memory until each is refused, each in a process of its own.

The database plays no part in it: nothing is written.
"""

import argparse
import json
import sys

from benchmarks.measure.databases import ROOT, Databases, databases
from benchmarks.measure.figures import Figure, deliver
from benchmarks.measure.process import MEGABYTE, run_measured
from tests.disclosure.hostile_files import FILES, write

QUICK = {"names": ("cells in opposite corners.xlsx", "password.xls")}
FULL = {"names": tuple(FILES)}


def measure(made: Databases, *, names: tuple[str, ...]) -> list[Figure]:
    """Hand every file to ``import_decisions --dry-run`` and return the slowest, the largest, and how many were refused."""
    runs: dict[str, dict] = {}
    wrong: list[str] = []
    with made.copy() as environment:
        for name in names:
            path = write(name, made.folder)
            command = [sys.executable, "manage.py", "import_decisions", str(path), "--unit", "ldjc", "--dry-run"]
            result = made.folder / "used.json"
            used, output, _ = run_measured([*command, "--report", "-"], result, env=environment, cwd=ROOT)
            runs[name] = used
            code = json.loads(output)["refused"]["code"] if used["status"] == 2 else ""
            if code not in FILES[name][1]:
                wrong.append(name)
            print(
                f"{name}: {code or 'NOT REFUSED'}, {used['wall']:.1f} s wall, {used['cpu']:.1f} s CPU,"
                f" {used['peak'] / MEGABYTE:.0f} MB",
                flush=True,
            )
            path.unlink()
    slowest, largest = (max(runs, key=lambda name: runs[name][key]) for key in ("wall", "peak"))
    note = f"{slowest}; CPU {runs[slowest]['cpu']:.1f} s, start of the program included"
    return [
        Figure(made.engine, "hostile files not refused", len(wrong), f"of {len(runs)}", 0, note="、".join(wrong)),
        Figure(made.engine, "hostile files: slowest refusal", runs[slowest]["wall"], "s", 30, note=note),
        Figure(
            made.engine, "hostile files: greatest memory", runs[largest]["peak"] / MEGABYTE, "MB", 400, note=largest
        ),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two small files")
    options = parser.parse_args()
    with databases() as made:
        deliver(measure(made, **(QUICK if options.quick else FULL)))


if __name__ == "__main__":
    main()
