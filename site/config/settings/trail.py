"""Where the trail is mirrored: a file (rotated from outside, as by logrotate), and the system's log."""

from typing import Any


def trail_handlers(file: str, syslog: str) -> dict[str, dict[str, Any]]:
    """Return logging handlers for ``TRAIL_LOG_FILE`` (a path) and ``TRAIL_SYSLOG`` (a socket's path or ``host:port``)."""
    found: dict[str, dict[str, Any]] = {}
    if file:
        found["trail_file"] = {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": file,
            "encoding": "utf-8",
            "formatter": "bare",
            "delay": True,
        }
    if syslog:
        host, _, port = syslog.rpartition(":")
        found["trail_syslog"] = {
            "class": "logging.handlers.SysLogHandler",
            "address": (host, int(port)) if host and port.isdigit() else syslog,
            "formatter": "bare",
        }
    return found
