"""The files of materials: what they are by their content, and how large."""

from typing import Any

from ..papers.files import wrong_with

ENDINGS = ("docx", "pdf", "xlsx")


def wrong_with_file(document: Any, label: str, most_megabytes: int) -> str:
    """Return in Chinese what is wrong with a sample or blank form and how to mend it; "" for a good one."""
    return wrong_with(document, most_megabytes, label, ENDINGS)
