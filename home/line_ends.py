"""Line ends: a browser sends texts with the long one, spreadsheets and commands with the short one; both say the same."""

import re
from typing import Any

#: The long line end as it stands in the JSON of a stream, behind an even number of backslashes.
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\r\\n")


def with_short_ends(content: Any, *, streams: frozenset[str] = frozenset()) -> Any:
    """Return a page's content (nested dicts, lists and strings) with every line end short.

    ``streams`` names the top-level fields whose value is JSON in a string.
    """
    if isinstance(content, str):
        return content.replace("\r\n", "\n")
    if isinstance(content, list):
        return [with_short_ends(item) for item in content]
    if isinstance(content, dict):
        return {
            name: _ESCAPED.sub(r"\1\\n", value)
            if name in streams and isinstance(value, str)
            else with_short_ends(value)
            for name, value in content.items()
        }
    return content
