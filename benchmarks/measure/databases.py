"""A prepared database to copy from, and a fresh copy for every measurement: SQLite files, or databases of a server."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]


def _environment(folder: Path, url: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "VAR_ROOT": str(folder),
        "DATABASE_URL": url,
        "DEBUG": "0",
    }


class Databases:
    """Hands out environments (dicts for ``subprocess``), each with a copy of one migrated database with the demo units, or the whole demo.

    ``DATABASE_URL`` decides the engine: unset, SQLite files below ``folder``; a ``postgres://`` address, databases made
    on that server from a template and dropped afterwards. ``MIGRATED_SQLITE`` names a migrated, empty file to begin with, where
    there is one (in the test suite: migrating takes half a minute).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = os.environ.get("DATABASE_URL", "")
        self.engine = "PostgreSQL" if self.server.startswith("postgres") else "SQLite"
        self.count = 0
        self.template = self._url("gongshi_bench_template")
        if self.engine == "PostgreSQL":
            self._server("DROP DATABASE IF EXISTS gongshi_bench_template", "CREATE DATABASE gongshi_bench_template")
        self.with_demo = ""
        migrated = os.environ.get("MIGRATED_SQLITE", "")
        if migrated and self.engine == "SQLite":
            shutil.copy(migrated, folder / "gongshi_bench_template.sqlite3")
        run = {"cwd": ROOT, "env": _environment(folder, self.template), "check": True, "stdout": subprocess.DEVNULL}
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], **run)
        subprocess.run([sys.executable, "-m", "benchmarks.measure.steps", "prepare"], **run)
        files = ["collectstatic", "--no-input", "--verbosity", "0", "--ignore", "wagtail*"]
        subprocess.run([sys.executable, "manage.py", *files], **run)

    def _url(self, name: str) -> str:
        if self.engine == "SQLite":
            return f"sqlite:///{self.folder / name}.sqlite3"
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))

    def _server(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _copy(self, source: str, name: str) -> dict[str, str]:
        """Copy a database and return the environment of the copy."""
        if self.engine == "SQLite":
            path = self.folder / f"{source}.sqlite3"
            subprocess.run([sys.executable, "-c", _CHECKPOINT, str(path)], check=True)
            shutil.copy(path, self.folder / f"{name}.sqlite3")
        else:
            self._server(f"CREATE DATABASE {name} TEMPLATE {source}")
        return _environment(self.folder, self._url(name))

    def _demo(self) -> str:
        """Return the name of the database with the whole demo, which is made when first asked for."""
        if not self.with_demo:
            environment = self._copy("gongshi_bench_template", "gongshi_bench_demo")
            load = [sys.executable, "manage.py", "load_demo"]
            subprocess.run(load, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            self.with_demo = "gongshi_bench_demo"
        return self.with_demo

    @contextmanager
    def copy(self, *, demo: bool = False) -> Iterator[dict[str, str]]:
        """Yield the environment of a fresh copy, which is removed afterwards; ``demo``: with the whole demo in it."""
        self.count += 1
        name = f"gongshi_bench_{self.count}"
        try:
            yield self._copy(self._demo() if demo else "gongshi_bench_template", name)
        finally:
            if self.engine == "SQLite":
                for path in self.folder.glob(f"{name}.sqlite3*"):
                    path.unlink()
            else:
                self._server(f"DROP DATABASE {name} WITH (FORCE)")


_CHECKPOINT = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA wal_checkpoint(TRUNCATE)'); c.close()"
)


@contextmanager
def databases() -> Iterator[Databases]:
    """Yield :class:`Databases` in a temporary folder, which is removed also when the run is told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="gongshi-bench-") as folder:
        made = Databases(Path(folder))
        print(f"## {made.engine}", flush=True)
        yield made


def step(environment: dict[str, str], *arguments: Any) -> dict[str, Any]:
    """Run one step of :mod:`benchmarks.measure.steps` in a process of its own and return what it prints as JSON."""
    command = [sys.executable, "-m", "benchmarks.measure.steps", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
