"""Which pages are folders to an editor."""

from typing import Any

from django import template

from ..models import HomePage, SectionPage

register = template.Library()


@register.filter
def is_folder(page: Any) -> bool:
    """Tell whether pages stand below ``page``, or its type is there to hold others, though it holds none yet.

    A plain page may have pages below it and seldom has: its name opens its text until there are some.
    """
    if not page.is_leaf():
        return True
    model = page.specific_class
    if model is None:
        return False
    return issubclass(model, HomePage | SectionPage) or bool(
        getattr(model, "subpage_types", None) and model.allowed_subpage_models()
    )
