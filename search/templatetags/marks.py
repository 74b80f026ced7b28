"""Marking the words of a query in what a result shows."""

from typing import Any

from django import template

from ..excerpts import marked as with_marks

register = template.Library()


@register.filter
def marked(text: Any, result: dict[str, Any]) -> Any:
    """Return a short ``text`` of a result with the words looked for in ``<mark>``; as it is where none were (an item of a list)."""
    words = result.get("words")
    return with_marks(str(text), words) if text and words else text
