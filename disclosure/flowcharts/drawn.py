"""The drawings of a chart, kept by the digest of what they show."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.core.cache import caches

from .chart import Chart
from .column import column
from .folded import folded
from .layered import layered
from .shapes import Drawing
from .svg import to_svg

CACHE = "drawings"
#: Grows with every change of how charts are drawn.
_VERSION = 2
_SECONDS = 60 * 60
#: From which width of the page (in pixels of 16 to the em) the wide drawing is readable, by its own width: the narrow one stands below.
_STEPS = ((300, "s"), (700, "m"), (1010, "l"))
_SMALLEST = 0.8
_PRINT = (673.0, 850.0)
#: Where small text would be below 7 pt on a sheet of A4, the steps stand there in columns, if that makes it larger by so much.
_LEGIBLE, _LARGER, _COLUMNS = 0.72, 1.2, (2, 3)


@dataclass(frozen=True, slots=True)
class Drawings:
    """Wide and narrow drawing as SVG for a page, one for paper where neither would be legible there (else ""), the drawing as a
    file, the class that says which is shown where, and a digest."""

    wide: str
    narrow: str
    folded: str
    file: str
    look: str
    digest: str


def digest_of(chart: Chart) -> str:
    """Return the SHA-256 of all that a drawing shows."""
    told = json.dumps([_VERSION, asdict(chart)], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _scale(drawing: Drawing) -> float:
    """Return how large a drawing is on a sheet of A4: 1 where a pixel is the 96th part of an inch."""
    return min(_PRINT[0] / drawing.width, _PRINT[1] / drawing.height)


def for_paper(chart: Chart, wide: Drawing, narrow: Drawing) -> tuple[str, Drawing | None]:
    """Return which drawing goes on paper (``wide``, ``narrow`` or ``folded``), and that in columns where it is the one."""
    whole = max(_scale(wide), _scale(narrow))
    if whole < _LEGIBLE:
        columns = [found for count in _COLUMNS if (found := folded(chart, narrow, count)) is not None]
        best = max(columns, key=_scale, default=None)
        if best is not None and _scale(best) >= whole * _LARGER:
            return "folded", best
    return ("wide" if _scale(wide) >= whole else "narrow"), None


def draw(chart: Chart) -> Drawings:
    """Draw a chart anew."""
    wide, narrow = layered(chart), column(chart)
    size = next((name for most, name in _STEPS if wide.width <= most), "")
    if not size:
        size = "l" if 1010 / wide.width >= _SMALLEST else "never"
    printed, columns = for_paper(chart, wide, narrow)
    look = f"flow--wide-{size} flow--print-{printed}"
    best = wide if size != "never" else narrow
    return Drawings(
        to_svg(wide, chart, "flow-wide"),
        to_svg(narrow, chart, "flow-narrow"),
        to_svg(columns, chart, "flow-folded") if columns is not None else "",
        to_svg(best, chart, "flow", standalone=True),
        look,
        digest_of(chart),
    )


def drawings_of(chart: Chart) -> Drawings:
    """Return the drawings, from the cache where they were drawn before. Who may see them is for the caller to know."""
    digest = digest_of(chart)
    kept = caches[CACHE].get(digest)
    if isinstance(kept, Drawings):
        return kept
    made = draw(chart)
    caches[CACHE].set(digest, made, _SECONDS)
    return made
