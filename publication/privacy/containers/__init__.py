"""Every text inside a file: bodies, comments, tracked changes, properties, embedded files; and what cannot be read."""

from .parts import Extract, Part, Unreadable
from .reader import read_bytes, read_file

__all__ = ["Extract", "Part", "Unreadable", "read_bytes", "read_file"]
