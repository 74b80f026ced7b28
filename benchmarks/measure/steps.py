"""The steps that are measured, each run as ``python -m benchmarks.measure.steps NAME ARGUMENTS`` and answering in JSON."""

import json
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import django

from .takedowns import takedown, takedown_addresses, takedown_many

UNIT = "ldjc"
_NO_QUESTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET LOCAL")


def prepare() -> dict[str, Any]:
    """Make the tree, the demo units and the demo accounts; no decision."""
    from disclosure.demo.content import make_accounts, make_units
    from disclosure.starter import start_portal

    start_portal()
    make_accounts(make_units())
    return {}


def _index() -> Any:
    from disclosure.models import DecisionIndexPage

    return DecisionIndexPage.objects.select_related("unit", "unit__parent").get(unit__code=UNIT, kind="penalty")


def workbook(path: str, total: str) -> dict[str, Any]:
    """Write a workbook of ``total`` penalties to ``path``."""
    from .workbook import penalties, write

    write(Path(path), penalties(_index(), int(total)))
    return {"bytes": Path(path).stat().st_size}


def loop(path: str, total: str) -> dict[str, Any]:
    """Publish the first ``total`` rows of the workbook one by one; reading and checking them is not counted."""
    from disclosure.imports.existing import ExistingNotices
    from disclosure.imports.rows import notice_from
    from disclosure.imports.steps import session_for
    from disclosure.models import DecisionNoticePage
    from publication.actions.approve import record_setup

    from .process import timed

    index = _index()
    session = session_for(index.unit, Path(path), "penalty", ExistingNotices(index.unit))
    rows = list(islice((row for _, _, row in session.rows() if row.is_good), int(total)))

    def publish_one_by_one() -> None:
        for row in rows:
            notice = notice_from(row.values, index, reviewed=True)
            notice.live = False
            index.add_child(instance=notice)
            revision = notice.save_revision()
            record_setup(notice, revision, "benchmark")
            revision.publish()  # leads to the verb, which gives it its permit

    found = timed(publish_one_by_one)
    assert DecisionNoticePage.objects.live().count() == len(rows) == int(total)
    return {**found, "rows": len(rows)}


def imported(path: str, total: str) -> dict[str, Any]:
    """Import the whole workbook with publication, by the command: two passes, everything counted."""
    from django.core.management import call_command

    from disclosure.models import DecisionNoticePage

    from .process import timed

    arguments = [path, "--unit", UNIT, "--as", "editor", "--publish", "--approved-by", "reviewer"]
    report = Path(path).with_suffix(".json")
    found = timed(lambda: call_command("import_decisions", *arguments, "--report", str(report)))
    rows = DecisionNoticePage.objects.live().count()
    assert rows == int(total) == json.loads(report.read_text())["published"], rows
    return {**found, "rows": rows}


def make(total: str) -> dict[str, Any]:
    """Run ``make_decisions``."""
    from django.core.management import call_command

    from .process import timed

    return timed(lambda: call_command("make_decisions", total))


def pages(repeat: str) -> dict[str, Any]:
    """Ask for every public view ``repeat`` times; per view the number of queries and the median wall and CPU seconds."""
    from statistics import median

    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from .addresses import public_addresses

    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for name, address in public_addresses().items():
        for _ in range(2):
            assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        # The log is emptied by the next request. What only opens, sets up or closes a transaction asks for nothing.
        asked = [entry["sql"].lstrip("( ").upper() for entry in captured.captured_queries]
        queries = sum(not sql.startswith(_NO_QUESTIONS) for sql in asked)
        assert queries, address
        wall, cpu = [], []
        for _ in range(int(repeat)):
            started, used = time.perf_counter(), time.process_time()
            client.get(address)
            wall.append(time.perf_counter() - started)
            cpu.append(time.process_time() - used)
        found[name] = {"queries": queries, "wall": median(wall), "cpu": median(cpu)}
    return found


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    step.__name__: step
    for step in (prepare, workbook, loop, imported, make, pages, takedown_addresses, takedown, takedown_many)
}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
