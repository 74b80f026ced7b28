"""How search names the sections of the portal."""

from collections.abc import Iterable

from search.registry import register_labels

from .models import SectionPage


def _labels(values: Iterable[str]) -> dict[str, str]:
    return dict(
        SectionPage.objects.exact_type(SectionPage).live().filter(slug__in=list(values)).values_list("slug", "title")
    )


def register() -> None:
    """Tell search."""
    register_labels("section", _labels)
