"""The public addresses that stand for every public template and state."""

import re
import urllib.request
from functools import lru_cache

#: Addresses that the sitemap does not list: states of lists and of search, and an unknown address.
STATES = (
    "/after/decisions/?q=工资",
    "/after/decisions/?q=没有这样的内容",
    "/after/penalties/?year=2026&category=罚款",
    "/before/powers-list/?q=没有这样的内容",
    "/before/enforcement-list/?edition=1&sort=name",
    "/before/enforcement-list/?from=1&to=2",
    "/before/enforcement-list/?from=7&to=9",
    "/before/officers/?category=劳动关系",
    "/before/officers/?q=没有这样的人",
    "/z/",
    "/z/?number=x*",
    "/z/SL-00-00001/",
    "/z/SL-00-00012/",
    "/z/SL-99-99999/",
    "/search/",
    "/search/?q=工资",
    "/search/?q=没有这样的内容",
    "/search/?q=。。",
    "/no-such-page/",
    # Shows a name, and so stands in no sitemap.
    "/before/units/ldjc/service-notices/notice-1/",
)


@lru_cache
def public_addresses(url: str) -> tuple[str, ...]:
    """One address of each shape in the sitemap (every section, list and unit's index; a decision of each kind), and the states."""
    with urllib.request.urlopen(f"{url}/sitemap-pages.xml") as answer:
        text = answer.read().decode()
    shapes: dict[str, str] = {}
    for path in re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", text):
        parts = path.strip("/").split("/")
        inside = parts[:2] == ["before", "units"]
        shape = "/".join(["unit", *parts[3:4], *("page" for _ in parts[4:])]) if inside and len(parts) > 2 else path
        shapes.setdefault(shape, path)
    found = tuple(shapes.values())
    assert len(found) > 25, "the sitemap of the demo lists too few kinds of pages"
    return found + STATES
