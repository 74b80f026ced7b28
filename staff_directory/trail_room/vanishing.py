"""The trail says that something was done to a page that vanished, and by whom, but neither its title nor what stood in it.

The entries themselves stay as they were written; whoever may read what vanished finds them, with a purpose, in the reading room.
"""

from collections.abc import Iterable

from publication.life.vanished import SAID, vanished_files, vanished_keys
from publication.models import TrailEntry
from publication.page_files import file_models


def without_content(entries: Iterable[TrailEntry]) -> list[TrailEntry]:
    """Return the entries, those about vanished pages and their files without names and contents; a fixed number of queries."""
    found = list(entries)
    keys = {entry.page_id for entry in found if entry.page_id is not None}
    gone = set(vanished_keys().filter(page_id__in=keys).values_list("page_id", flat=True)) if keys else set()
    files = {str(model._meta.verbose_name): {str(key) for key in vanished_files(model)} for model in file_models()}
    for entry in found:
        if entry.page_id in gone or entry.object_id in files.get(entry.object_type, ()):
            entry.label = SAID
            entry.before = entry.after = None
            entry.data = {}
    return found
