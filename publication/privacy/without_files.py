"""The content of a page without its files: choices, blocks, rows and links that lead to a document or an image."""

import json
import re
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model

_LINK = re.compile(r'<a\b[^>]*\blinktype="document"[^>]*>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r'<embed\b[^>]*\bembedtype="image"[^>]*>(?:</embed>)?')


def without_files(model: type[models.Model], data: dict[str, Any]) -> None:
    """Take every reference to a file out of ``data`` (:mod:`publication.privacy.page_texts`), in place.

    A row that is nothing without its file goes; a link's words stay.
    """
    for field in model._meta.fields:
        value = data.get(field.name)
        if not value:
            continue
        if _is_file(field):
            data[field.name] = None
        elif isinstance(field, RichTextField):
            data[field.name] = _unlinked(value)
        elif isinstance(field, StreamField):
            raw = json.loads(value) if isinstance(value, str) else value
            data[field.name] = json.dumps(_of_block(field.stream_block, raw), ensure_ascii=False)
    for relation in get_all_child_relations(model):
        name, child = relation.get_accessor_name(), relation.related_model
        needed = [field.name for field in child._meta.fields if _is_file(field) and not field.null]
        rows = [row for row in data.get(name) or () if not any(row.get(field) for field in needed)]
        if name in data:
            data[name] = rows
        for row in rows:
            without_files(child, row)


def _is_file(field: Any) -> bool:
    return getattr(field, "related_model", None) in (get_document_model(), get_image_model())


def _unlinked(text: str) -> str:
    return _IMAGE.sub("", _LINK.sub(r"\1", text))


def _chooses_file(block: Any) -> bool:
    return isinstance(block, blocks.ChooserBlock) and block.model_class in (get_document_model(), get_image_model())


def _of_block(block: Any, value: Any) -> Any:
    """Return a block's stored value without files."""
    if isinstance(block, blocks.StreamBlock):
        kinds = block.child_blocks
        kept = [item for item in value or () if item["type"] in kinds and not _chooses_file(kinds[item["type"]])]
        return [{**item, "value": _of_block(kinds[item["type"]], item["value"])} for item in kept]
    if isinstance(block, blocks.StructBlock):
        inner = block.child_blocks
        return {name: _of_block(inner[name], item) if name in inner else item for name, item in (value or {}).items()}
    if isinstance(block, blocks.ListBlock):
        child = block.child_block
        return [] if _chooses_file(child) else [_of_item(child, item) for item in value or ()]
    if _chooses_file(block):
        return None
    return _unlinked(value) if isinstance(block, blocks.RichTextBlock) and isinstance(value, str) else value


def _of_item(block: Any, item: Any) -> Any:
    """A list's row is stored with its kind and id, or in an old version bare."""
    if isinstance(item, dict) and item.get("type") == "item":
        return {**item, "value": _of_block(block, item["value"])}
    return _of_block(block, item)
