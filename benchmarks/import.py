"""Importing with publication against the plain loop, in one run; memory, and growth from 10,000 to 100,000 rows.

On SQLite, or on the PostgreSQL server of ``DATABASE_URL``. Each measurement is a process of its own on a fresh copy of an
empty site; the two ways take turns, and medians are compared.
"""

import argparse
from pathlib import Path

from benchmarks.measure.databases import Databases, databases, step
from benchmarks.measure.figures import AT_LEAST, Figure, deliver, middle

TIMES_AS_FAST = {"SQLite": 20, "PostgreSQL": 12}
MEGABYTE = 1024 * 1024


def _measure(made: Databases, name: str, path: Path, rows: int) -> dict:
    with made.copy() as environment:
        found = step(environment, name, path, rows)
    print(
        f"{name} {rows} rows: {found['wall']:.2f} s wall, {found['cpu']:.2f} s CPU,"
        f" {found['peak'] / MEGABYTE:.0f} MB at the peak",
        flush=True,
    )
    return found


def measure(made: Databases, *, loop: int, small: int, large: int, rounds: int) -> list[Figure]:
    """Run ``rounds`` of both ways, then the large import, and return the figures."""
    paths = {}
    for rows in sorted({small, large}):
        paths[rows] = made.folder / f"penalties-{rows}.xlsx"
        with made.copy() as environment:
            step(environment, "workbook", paths[rows], rows)
    plain, ours = [], []
    for _ in range(rounds):
        plain.append(_measure(made, "loop", paths[small], loop))
        ours.append(_measure(made, "imported", paths[small], small))
    big = [_measure(made, "imported", paths[large], large)]

    def ratio(key: str) -> float:
        return (middle(plain, key) / loop) / (middle(ours, key) / small)

    def growth(key: str) -> float:
        return middle(big, key) / middle(ours, key)

    engine = made.engine
    per_second = f"{loop / middle(plain, 'wall'):.0f} and {small / middle(ours, 'wall'):.0f} rows a second"
    return [
        Figure(
            engine,
            f"import of {small:,} rows: times as fast per row as the plain loop",
            ratio("wall"),
            target=TIMES_AS_FAST[engine],
            relation=AT_LEAST,
            note=f"CPU {ratio('cpu'):.1f}; {per_second}",
        ),
        Figure(engine, f"peak memory at {small:,} rows", max(run["peak"] for run in ours) / MEGABYTE, "MB", 400),
        Figure(engine, f"peak memory at {large:,} rows", big[0]["peak"] / MEGABYTE, "MB", 700),
        Figure(
            engine,
            f"{large:,} rows: times as long as {small:,}",
            growth("wall"),
            target=12.5 * large / small / 10,
            note=f"CPU {growth('cpu'):.1f}; {big[0]['wall']:.0f} s",
        ),
    ]


QUICK = {"loop": 5, "small": 40, "large": 120, "rounds": 1}
FULL = {"loop": 300, "small": 10_000, "large": 100_000, "rounds": 3}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: a smoke run whose figures mean nothing")
    options = parser.parse_args()
    with databases() as made:
        deliver(measure(made, **(QUICK if options.quick else FULL)))


if __name__ == "__main__":
    main()
