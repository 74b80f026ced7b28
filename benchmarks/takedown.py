"""How long a takedown takes, from the click to the moment when every probe says gone, while readers read.

The portal runs as ``make serve`` runs it (embedded mode, its own processes). Readers open pages, lists, searches and the front page
in a stated mix, at 40 % of what the same portal served with nothing else to do, measured in the same run. At both sizes.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from benchmarks.measure.databases import ROOT, Databases, databases, step
from benchmarks.measure.figures import AT_LEAST, Figure, deliver
from benchmarks.measure.ports import free_port

#: What readers open: details of decisions, lists, searches, the front page.
MIX = (("detail", 0.5), ("list", 0.25), ("search", 0.15), ("home", 0.1))
SHARE = 0.4
READERS = 4
GONE = 410
#: The readers' real rate may fall this far below the rate they were told, or the figures are of less load than they say.
KEPT = 0.9


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Serve the database as the supervisor does; yield the environment with its public address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {**environment, "PORT": str(port), "BASE_URL": url, "PUBLIC_ORIGIN": url}
    process = subprocess.Popen(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise RuntimeError("The portal did not start.")
        yield own
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


class Readers:
    """``READERS`` threads that open ``addresses`` (kind → list) by :data:`MIX`, at ``rate`` a second (None: as fast as they can)."""

    def __init__(self, url: str, addresses: dict[str, list[str]], rate: float | None = None) -> None:
        self.url, self.addresses, self.rate = url, addresses, rate
        self.done = self.failed = 0
        self.seconds: list[float] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(place,), daemon=True) for place in range(READERS)]

    def _read(self, place: int) -> None:
        chance = random.Random(place)
        kinds, weights = zip(*MIX, strict=True)
        pause = READERS / self.rate if self.rate else 0.0
        following = time.monotonic() + pause * chance.random()
        while not self._stop.is_set():
            if pause:
                time.sleep(max(0.0, following - time.monotonic()))
                following += pause
            kind = chance.choices(kinds, weights)[0]
            started = time.monotonic()
            if self._answered(self.url + chance.choice(self.addresses[kind])):
                self.seconds.append(time.monotonic() - started)
                self.done += 1
            else:
                self.failed += 1

    def _answered(self, url: str) -> bool:
        """Open an address; what was withdrawn in the meantime is answered too, an error or nothing is no answer."""
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code == GONE
        except OSError:
            return False
        return True

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=40)


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _one_size(made: Databases, total: int, single: int, bulk: int, seconds: float) -> dict[str, Any]:
    with made.copy(demo=True) as environment:
        step(environment, "make", total)
        with serving(environment) as own:
            found = step(own, "takedown_addresses")
            with Readers(own["BASE_URL"], found["addresses"]) as flat_out:
                time.sleep(2)
                before, began = flat_out.done, time.monotonic()
                time.sleep(seconds)
                most = (flat_out.done - before) / (time.monotonic() - began)
            with Readers(own["BASE_URL"], found["addresses"], rate=most * SHARE) as readers:
                time.sleep(2)
                before, began = readers.done, time.monotonic()
                singles = step(own, "takedown", single)
                rate = (readers.done - before) / (time.monotonic() - began)
            many = step(own, "takedown_many", bulk)
    print(
        f"{total} decisions: {most:.0f} requests a second at most; readers told {most * SHARE:.1f}, read {rate:.1f},"
        f" {flat_out.failed + readers.failed} failed;"
        f" p50 {median(singles['seconds']):.2f} s; {bulk} in bulk {many['wall']:.0f} s",
        flush=True,
    )
    return {
        "seconds": singles["seconds"], "bulk": many["wall"], "most": most, "kept": rate / (most * SHARE),
        "failed": flat_out.failed + readers.failed,
    }  # fmt: skip


def measure(made: Databases, *, small: int, large: int, single: int, bulk: int, seconds: float) -> list[Figure]:
    """Withdraw ``single`` pages one after the other while readers read, then ``bulk`` at once; at both sizes (at one, if they are equal).

    ``seconds``: for how long the most that the portal can serve is taken.
    """
    few = _one_size(made, small, single, min(bulk, small // 2), seconds)  # more than are left cannot be withdrawn
    many = _one_size(made, large, single, bulk, seconds) if large != small else few
    engine = made.engine
    note = f"{many['most']:.0f} requests a second at most"
    p95 = _percentile(many["seconds"], 0.95)
    return [
        Figure(engine, f"click to all probes green at {large:,}, p95", p95, "s", 1.5, note=note),
        Figure(engine, f"click to all probes green at {large:,}, p99", _percentile(many["seconds"], 0.99), "s", 3.0),
        Figure(
            engine, f"times as long at {large:,} as at {small:,} (median)",
            median(many["seconds"]) / median(few["seconds"]), "", 1.5,
            note=f"{median(few['seconds']):.2f} and {median(many['seconds']):.2f} s",
        ),
        Figure(
            engine, "readers beside the withdrawals: rate beside what they were told", min(few["kept"], many["kept"]), "",
            KEPT, AT_LEAST,
        ),
        Figure(engine, "requests of readers that failed", few["failed"] + many["failed"], "", 0),
        Figure(engine, f"{bulk:,} withdrawals in bulk, receipts included, at {large:,}", many["bulk"], "s", 120),
    ]  # fmt: skip


QUICK = {"small": 120, "large": 120, "single": 3, "bulk": 20, "seconds": 2}
FULL = {"small": 1_000, "large": 100_000, "single": 100, "bulk": 1_000, "seconds": 8}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: a smoke run whose figures mean nothing")
    options = parser.parse_args()
    with databases() as made:
        deliver(measure(made, **(QUICK if options.quick else FULL)))


if __name__ == "__main__":
    main()
