"""Which documents and images a page uses: most decisions cannot use any, and they are many."""

from collections.abc import Iterator
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


def file_models() -> tuple[Any, Any]:
    """Return the models of documents and of images."""
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    return get_document_model(), get_image_model()


def keys_of_files(page: Any) -> dict[Any, set[int]]:
    """Return the keys of the files that the content of ``page`` refers to, by model; no query for types that can use none."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ReferenceIndex

    found: dict[Any, set[int]] = {model: set() for model in file_models()}
    if not may_refer_to_files(type(page)):
        return found
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in found}
    for kind, key, *_ in ReferenceIndex._extract_references_from_object(page):
        if kind in kinds and str(key).isdigit():
            found[kinds[kind]].add(int(key))
    return found


def files_of(page: Any) -> Iterator[Any]:
    """Yield the documents and images that the content of ``page`` refers to, with their collections; what is gone is left out."""
    for model, keys in keys_of_files(page).items():
        if keys:
            yield from model._default_manager.filter(pk__in=keys).select_related("collection").order_by("pk")


def has_lost_choice(page: Any) -> bool:
    """Tell whether a block of ``page`` that must name a file (or page) names none: what it named was deleted."""
    from wagtail.fields import StreamField

    return any(
        _has_lost_choice(field.stream_block, field.value_from_object(page))
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    )


def _has_lost_choice(block: Any, value: Any) -> bool:
    from wagtail import blocks

    if isinstance(block, blocks.ChooserBlock):
        return value is None and block.required
    if isinstance(block, blocks.StreamBlock):
        return any(_has_lost_choice(child.block, child.value) for child in value or ())
    if isinstance(block, blocks.StructBlock):
        return any(_has_lost_choice(child, (value or {}).get(name)) for name, child in block.child_blocks.items())
    if isinstance(block, blocks.ListBlock):
        return any(_has_lost_choice(block.child_block, found) for found in value or ())
    return False
