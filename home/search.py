"""How search names the sections of the portal."""

from collections.abc import Iterable

from publication.tree_paths import live_of_type
from search.registry import register_labels

from .models import SectionPage


def _labels(values: Iterable[str]) -> dict[str, str]:
    return dict(live_of_type(SectionPage, slug__in=list(values)).values_list("slug", "title"))


def register() -> None:
    """Tell search."""
    register_labels("section", _labels)
