"""Wall seconds, CPU seconds and peak memory of this process, and of a command run as a process of its own."""

import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024

# The command runs below a small interpreter: a process made directly by a large one counts that one's memory as its own peak.
_WRAPPER = """
import json, os, resource, subprocess, sys, time
started = time.monotonic()
try:
    code = subprocess.run(sys.argv[2:], timeout=float(os.environ.get("MEASURE_TIMEOUT", "600"))).returncode
except subprocess.TimeoutExpired:
    code = -1
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump({"status": code, "wall": time.monotonic() - started, "cpu": used.ru_utime + used.ru_stime,
               "peak": used.ru_maxrss * 1024}, file)
"""


def peak_memory() -> int:
    """Return the greatest resident size of this process so far, in bytes."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def timed(work: Callable[[], Any]) -> dict[str, float]:
    """Run ``work`` and return ``wall`` and ``cpu`` in seconds and ``peak`` in bytes."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak": peak_memory()}


def run_measured(
    command: Sequence[str],
    result: Path,
    *,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    limit: float = 600,
) -> tuple[dict[str, Any], str, str]:
    """Run ``command``; return (``status``, ``wall``, ``cpu``, ``peak`` in bytes), standard output and standard error.

    ``result``: a path for the wrapper to write to. ``limit``: seconds after which it is stopped and ``status`` is -1.
    """
    import json

    environment = {**(env or os.environ), "MEASURE_TIMEOUT": str(limit)}
    done = subprocess.run(
        [sys.executable, "-c", _WRAPPER, str(result), *command],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
    )
    if not result.exists():
        raise RuntimeError(f"{command} was not measured: {done.stderr[-2000:]}")
    return json.loads(result.read_text()), done.stdout, done.stderr
