"""Which types of pages can use a document or an image at all: most decisions cannot, and they are many."""

from functools import cache
from typing import Any


@cache
def may_refer_to_files(model: type) -> bool:
    """Tell whether pages of a type can hold a reference to a document or an image, themselves or in their children."""
    from modelcluster.fields import ParentalKey
    from wagtail.documents import get_document_model
    from wagtail.fields import RichTextField, StreamField
    from wagtail.images import get_image_model

    files = (get_document_model(), get_image_model())
    meta: Any = model._meta  # type: ignore[attr-defined]
    for field in meta.get_fields():
        if isinstance(field, RichTextField | StreamField) or getattr(field, "related_model", None) in files:
            return True
        if field.auto_created and isinstance(getattr(field, "field", None), ParentalKey):
            if not field.related_model.__module__.startswith("wagtail"):
                return True
    return False
