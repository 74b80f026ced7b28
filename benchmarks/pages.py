"""The public views at 1,000 and 100,000 decisions: queries and time. Also how long ``make_decisions`` takes.

On SQLite, or on the PostgreSQL server of ``DATABASE_URL``. Each round is a process of its own; both sizes take turns.
"""

import argparse
from contextlib import ExitStack
from statistics import median

from benchmarks.measure.databases import Databases, databases, step
from benchmarks.measure.figures import Figure, deliver

MOST_QUERIES = 12
#: Looks a second time where few pages carry the words, and asks once for each type among its twenty results: not the same number,
#: but bounded too.
SEARCH = "search"
MOST_OF_SEARCH = 20
LISTS = ("list of all", "list of a kind", "unit's list")


def _made(stack: ExitStack, made: Databases, total: int) -> tuple[dict[str, str], dict]:
    """Return the environment of a site with ``total`` decisions, and what making them took."""
    environment = stack.enter_context(made.copy(demo=True))
    found = step(environment, "make", total)
    print(f"make_decisions {total}: {found['wall']:.1f} s wall, {found['cpu']:.1f} s CPU", flush=True)
    return environment, found


def measure(made: Databases, *, small: int, large: int, rounds: int, repeat: int) -> list[Figure]:
    """Ask every public view on both sites and return the figures."""
    with ExitStack() as stack:
        sites = {total: _made(stack, made, total) for total in (small, large)}
        answers: dict[int, list[dict]] = {small: [], large: []}
        for _ in range(rounds):
            for total, (environment, _took) in sites.items():
                answers[total].append(step(environment, "pages", repeat))
    engine = made.engine
    names = [name for name in answers[small][0] if name in answers[large][0]]
    figures = []
    uneven = []
    for name in names:
        few, many = ({run[name]["queries"] for run in answers[total]} for total in (small, large))
        if len(few | many) > 1 and name != SEARCH:
            uneven.append(name)
    most = max(set(names) - {SEARCH}, key=lambda name: max(run[name]["queries"] for run in answers[large]))
    figures.append(
        Figure(
            engine,
            f"public views whose number of queries differs between {small:,} and {large:,} decisions",
            len(uneven),
            f"of {len(names)}",
            0,
            note="、".join(uneven),
        )
    )
    figures.append(
        Figure(engine, "most queries of a public view", answers[large][0][most]["queries"], "", MOST_QUERIES, note=most)
    )

    figures.append(
        Figure(
            engine, "queries of the search", max(run[SEARCH]["queries"] for run in answers[large]), "", MOST_OF_SEARCH
        )
    )

    def seconds(total: int, name: str, key: str) -> float:
        return float(median(run[name][key] for run in answers[total]))

    for name in names:
        few, many = seconds(small, name, "wall"), seconds(large, name, "wall")
        used = seconds(large, name, "cpu") / seconds(small, name, "cpu")
        figures.append(
            Figure(
                engine,
                f"{name}: times as long at {large:,}",
                many / few,
                "",
                2 if name in LISTS else None,
                note=f"{few * 1000:.0f} and {many * 1000:.0f} ms, CPU {used:.2f}",
            )
        )
    took = sites[large][1]
    figures.append(
        Figure(engine, f"make_decisions {large}", took["wall"], "s", note=f"{large / took['wall']:.0f} a second")
    )
    return figures


QUICK = {"small": 70, "large": 200, "rounds": 1, "repeat": 2}
FULL = {"small": 1_000, "large": 100_000, "rounds": 3, "repeat": 15}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: a smoke run whose figures mean nothing")
    options = parser.parse_args()
    with databases() as made:
        deliver(measure(made, **(QUICK if options.quick else FULL)))


if __name__ == "__main__":
    main()
