"""The function that SQLite's triggers call: an entry's grams, as the full-text index takes them."""

import re
from typing import Any

from ..grams import FACET_MARK, HEAD_MARK, entry_grams, facet_gram
from ..registry import SEVERAL

_KEPT_WHOLE = re.compile(f"[{HEAD_MARK}{FACET_MARK} a-z0-9〇\u3400-\u4dbf\u4e00-\u9fff]+")
_ENCODED = "\ue003"
#: The gram of every entry that has a weight of its own.
HEAVY = f"{FACET_MARK}heavy"


def fts_token(gram: str) -> str:
    """Return a gram as a token that FTS5 keeps whole: what its Unicode tables may not know is spelled in digits."""
    if _KEPT_WHOLE.fullmatch(gram):
        return gram
    mark = HEAD_MARK if gram.startswith(HEAD_MARK) else ""
    return f"{mark}{_ENCODED}{gram.removeprefix(mark).encode('utf-8', 'surrogatepass').hex()}"


def fts_grams(text: str, section: str, kind: str, unit: str, year: str, category: str, weight: int) -> str:
    """Return an entry's grams and facets, separated by spaces."""
    joined = " ".join(entry_grams(text))
    if not _KEPT_WHOLE.fullmatch(joined):
        joined = " ".join(fts_token(gram) for gram in joined.split(" "))
    facets = [("section", section), ("kind", kind), ("unit", unit), ("year", year)]
    facets += [("category", value) for value in category.split(SEVERAL)]
    if weight > 0:
        joined += " " + HEAVY
    return joined + " " + " ".join(fts_token(facet_gram(name, value)) for name, value in facets if value)


def connect(connection: Any, **kwargs: Any) -> None:
    """Give a new SQLite connection the function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("search_grams", 7, fts_grams, deterministic=True)
