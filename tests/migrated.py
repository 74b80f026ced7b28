"""One migrated, empty database for all processes of a run: migrating takes half a minute, copying a moment."""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Names the folder of this run's patterns for all its processes; ``tests/conftest.py`` makes and removes it.
FOLDER = "SERVED_PATTERN"


class OwnDatabase:
    """A database beside the suite's: a file in the portal's folder on SQLite (empty URL), one made anew on PostgreSQL."""

    def __init__(self, name: str = "") -> None:
        server = os.environ.get("DATABASE_URL", "")
        self.server = server if server.startswith("postgres") else ""
        self.name = name or f"served_{uuid.uuid4().hex[:12]}"
        self.url = f"{self.server.rsplit('/', 1)[0]}/{self.name}" if self.server else ""

    def make(self, pattern: str = "") -> None:
        """Make it, empty or as a copy of another one; a file of SQLite makes itself."""
        if self.server:
            self._execute(f'CREATE DATABASE "{self.name}"' + (f' TEMPLATE "{pattern}"' if pattern else ""))

    def _execute(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)

    def drop(self) -> None:
        if self.server:
            self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def folder() -> Path:
    """Return the folder of this run's patterns."""
    path = Path(os.environ[FOLDER])
    path.mkdir(parents=True, exist_ok=True)
    return path


def named(kind: str) -> str:
    """Return the name that a pattern of this run has on a server."""
    return f"{kind}_{hashlib.sha256(os.environ[FOLDER].encode()).hexdigest()[:12]}"


@contextlib.contextmanager
def one_at_a_time(name: str = "lock") -> Iterator[None]:
    """Let one process of this run at a time make or copy a pattern."""
    with (folder() / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@functools.cache
def migrated() -> tuple[Path, OwnDatabase]:
    """Return the file (on SQLite) and the database (on PostgreSQL) that hold what the migrations make, and nothing else."""
    path, database = folder() / "migrated.sqlite3", OwnDatabase(named("migrated"))
    with one_at_a_time("migrating"):
        if not (folder() / "migrated").exists():
            database.drop()
            database.make()
            url = database.url or f"sqlite:///{path}"
            environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
            environment["PYTHONPATH"] = f"{ROOT / 'site'}:{ROOT}"
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr[-4000:]
            (folder() / "migrated").touch()
    return path, database


def copy_migrated(path: Path, database: OwnDatabase) -> None:
    """Make ``database`` (on SQLite the file ``path``) as a copy of the migrated one."""
    file, pattern = migrated()
    if pattern.server:
        with one_at_a_time("migrating"):
            database.make(pattern.name)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, path)
