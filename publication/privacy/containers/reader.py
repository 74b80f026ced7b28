"""Reading a file in a process of its own, bounded in time and memory."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import eyes
from .parts import Extract, Part, Unreadable

_ROOT = Path(__file__).resolve().parents[3]
_WALL_SECONDS = 90
_GIVEN_UP = ("timeout", "memory", "broken")
_KILLED_BY_LIMIT = (-9, -24, 137, 152)


def read_file(path: Path | str) -> Extract:
    """Return the texts of the file at ``path`` and what in it cannot be read.

    Pictures are looked at in a second run, where an OCR library is installed; when that run fails the first one's result stands.
    Never raises for what the file holds: a file that takes too long, too much memory, or ends the reader is unreadable.

    Raises:
        OSError: the file is not there or may not be read.
    """
    with open(path, "rb"):
        pass
    extract = _run(path)
    if any(item.reason in ("image", "scan") for item in extract.unreadable) and eyes.installed():
        seen = _run(path, "--look")
        if not any(item.reason in _GIVEN_UP and item not in extract.unreadable for item in seen.unreadable):
            return seen
    return extract


def _run(path: Path | str, *options: str) -> Extract:
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "publication.privacy.containers.child", str(path), *options],
            capture_output=True,
            timeout=_WALL_SECONDS,
            env=environment,
            cwd=tempfile.gettempdir(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Extract(unreadable=[Unreadable("", "timeout")])
    if done.returncode != 0:
        slow = done.returncode in _KILLED_BY_LIMIT
        memory = b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr
        return Extract(unreadable=[Unreadable("", "timeout" if slow else "memory" if memory else "broken")])
    found = json.loads(done.stdout)
    return Extract(
        parts=[Part(*part) for part in found["parts"]],
        unreadable=[Unreadable(*item) for item in found["unreadable"]],
        position=found["position"],
    )


def read_bytes(data: bytes) -> Extract:
    """Like :func:`read_file`, for bytes; they are written to a temporary file that only this user can read."""
    descriptor, name = tempfile.mkstemp(prefix="gongshi-scan-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        return read_file(name)
    finally:
        os.unlink(name)
