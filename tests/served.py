"""A portal served as ``make serve`` does it: its own folder, port and database, real web server, worker and timers.

The first one of a run is made from a migrated database and kept as a pattern; each further one is a copy of it, which takes a second.
"""

import contextlib
import functools
import hashlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

from scripts import serve

from .migrated import ROOT, OwnDatabase, copy_migrated, folder, named, one_at_a_time

_STARTUP_SECONDS = 600


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@functools.cache
def pattern() -> tuple[Path, OwnDatabase]:
    """Return the folder and the database of a portal that was prepared, started and stopped once, for all processes of this run."""
    var, database = folder() / "var", OwnDatabase(named("pattern"))
    with one_at_a_time():
        if not (folder() / "made").exists():
            shutil.rmtree(var, ignore_errors=True)
            database.drop()
            copy_migrated(var / "gongshi.sqlite3", database)
            portal = Portal(var, database)
            portal.run()
            assert portal.stop() == []
            (folder() / "made").touch()
    return var, database


class Portal:
    """One served portal; ``start`` and ``stop`` it as often as wanted, its data stay."""

    def __init__(self, var: Path, database: OwnDatabase, **settings: str) -> None:
        self.var = var
        self.database = database
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = settings
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.log = var.parent / f"{var.name}.log"

    @property
    def environment(self) -> dict[str, str]:
        left_out = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "PYTHONPATH", "VAR_ROOT", "PORT", "DEBUG")
        found = {name: value for name, value in os.environ.items() if name not in left_out}
        found |= {"VAR_ROOT": str(self.var), "PORT": str(self.port), **self.settings}
        if self.database.url:
            found["DATABASE_URL"] = self.database.url
        return found

    def start(self) -> float:
        """Start and return how many seconds it took until the portal answered; the first time it begins as a copy of the pattern."""
        if not self.var.exists():
            var, database = pattern()
            shutil.copytree(var, self.var, ignore=shutil.ignore_patterns("supervisord-*", "static"))
            (self.var / "static").symlink_to(var / "static")
            with one_at_a_time():
                self.database.make(database.name)
            (self.var / "prepared").write_text(serve.fingerprint(ROOT, self.database.url))
            (self.var / "demo-loaded").write_text(hashlib.sha256(self.database.url.encode()).hexdigest())
        return self.run()

    def run(self) -> float:
        """Run ``make serve``'s script until the portal answers; return the seconds that this took."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "scripts/serve.py"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while time.monotonic() - began < _STARTUP_SECONDS:
            if self.supervisor.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        raise AssertionError(f"The portal did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def processes(self) -> list[psutil.Process]:
        """Everything that runs under the supervisor, and the supervisor."""
        if self.supervisor is None or not psutil.pid_exists(self.supervisor.pid):
            return []
        above = psutil.Process(self.supervisor.pid)
        return [above, *above.children(recursive=True)]

    def stop(self) -> list[psutil.Process]:
        """Stop as Ctrl+C does; return what is still alive afterwards."""
        if self.supervisor is None:
            return []
        known = self.processes()
        self.supervisor.send_signal(signal.SIGTERM)
        try:
            self.supervisor.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
            self.supervisor.wait()
        self.supervisor = None
        _, alive = psutil.wait_procs(known, timeout=10)
        return alive

    def discard(self) -> None:
        """End it at once and drop its database: nothing of it is needed any more."""
        known = self.processes()
        for process in known:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(known, timeout=10)
        if self.supervisor is not None:
            self.supervisor.wait()
            self.supervisor = None
        self.database.drop()

    def kill(self, *words: str) -> int:
        """SIGKILL every process under the supervisor whose command line has one of ``words``; return how many."""
        victims = [p for p in self.processes()[1:] if any(word in " ".join(p.cmdline()) for word in words)]
        for process in victims:
            process.kill()
        return len(victims)

    def manage(self, *arguments: str, **settings: str) -> str:
        """Run ``manage.py`` on this portal's data and return what it printed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment | settings, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def query(self, expression: str) -> object:
        """Return the value of a Python expression over the models, evaluated on this portal's data."""
        code = (
            "import json; from django.db.models import *; from disclosure.models import *; from wagtail.models import Page; "
            f"print(json.dumps({expression}))"
        )
        return json.loads(self.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])

    def row(self, statement: str) -> tuple[object, ...]:
        """Return the first row of a statement, read at once: no process starts for it."""
        if self.database.server:
            import psycopg

            with psycopg.connect(self.database.url) as connection:
                found = connection.execute(statement).fetchone()
        else:
            with contextlib.closing(sqlite3.connect(f"file:{self.var / 'gongshi.sqlite3'}?mode=ro", uri=True)) as file:
                found = file.execute(statement).fetchone()
        assert found is not None
        return tuple(found)

    @property
    def accounts(self) -> dict[str, str]:
        """User names and passwords of the demo."""
        entries = json.loads((self.var / "demo-accounts.json").read_text())
        return {entry["username"]: entry["password"] for entry in entries}
