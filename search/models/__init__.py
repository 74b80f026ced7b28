"""What search keeps: entries of public pages, words, synonyms, counts, and what another engine must still be told."""

from .counts import SearchCount
from .entries import Entry, PendingChange, RemoteIndex
from .state import DuePages, IndexState
from .words import Synonym, Term

__all__ = ["DuePages", "Entry", "IndexState", "PendingChange", "RemoteIndex", "SearchCount", "Synonym", "Term"]
