"""The reading process: reads one file under limits of its own and writes what it found as JSON.

Started by :mod:`.reader` as ``python -m publication.privacy.containers.child FILE [--look]``: a hostile file can at most end this process.
"""

import contextlib
import json
import logging
import resource
import sys
from pathlib import Path

MAX_MEMORY = 2 * 1024**3
MAX_SECONDS = 60
#: The run that looks at pictures: loading the library and its model takes more of both.
LOOKING_MEMORY = 4 * 1024**3
LOOKING_SECONDS = 90


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: str, looking: bool = False) -> None:
    """Read ``path``, ``looking`` at pictures too, and write
    ``{"parts": [[where, text]…], "unreadable": [[where, reason]…], "position": […]}``."""
    _limit(*((LOOKING_MEMORY, LOOKING_SECONDS) if looking else (MAX_MEMORY, MAX_SECONDS)))
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(sys.stderr):
        from .eyes import Eyes
        from .parts import Extract
        from .walk import extract_from

        try:
            extract = extract_from(Path(path).read_bytes(), Eyes() if looking else None)
        except MemoryError:
            extract = Extract()
            extract.cannot_read("", "memory")
        except RecursionError:
            extract = Extract()
            extract.cannot_read("", "broken")
    found = {
        "parts": [[part.where, part.text] for part in extract.parts],
        "unreadable": [[item.where, item.reason] for item in extract.unreadable],
        "position": extract.position,
    }
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main(sys.argv[1], "--look" in sys.argv[2:])
