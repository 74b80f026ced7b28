"""What a page's form newly refers to must be the user's to choose: the choosers' addresses are not the only way to name a key."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from .sight import may_choose_page, may_see_item

_MESSAGE = "这里引用了不属于本单位的附件、图片或页面，没有保存。请换成本单位的文件，或由政策法规科把它放进公共集合。"

#: Ends of the names under which a stream's form sends its own book-keeping, in which a number is no key.
_PLACES = ("-count", "-order", "-type", "-deleted", "-id")

Reference = tuple[Any, int]


def within_border(original: Any) -> Any:
    """Wrap ``is_valid`` of the page editor's form: a reference that is new and beyond the user's sight is an error."""

    def is_valid(self: Any) -> bool:
        """Check the form, then what it newly refers to; a foreign reference is taken out of what the form shows again."""
        valid = bool(original(self))
        user = self.for_user
        if not self.is_bound or user is None or user.is_superuser:
            return valid
        return _only_own(self, user) and valid

    return is_valid


def _only_own(form: Any, user: Any) -> bool:
    foreign = [
        (each, name, keys)
        for each, name, named in _fields(form)
        if (keys := {key for key in named if _unseen(user, *key)})
    ]
    if not foreign:
        return True
    held = _held(form.instance)
    clean = True
    for each, name, keys in foreign:
        if keys <= held:
            continue
        clean = False
        _take_out(each, name, keys - held)
        _say(form, each, name)
    return clean


def _say(form: Any, each: Any, name: str) -> None:
    """Put the error where it is: at the field (a stream shows none but its own kind) and above the form."""
    column = each.instance._meta.get_field(name)
    if isinstance(column, StreamField):
        each.add_error(name, StreamBlockValidationError(non_block_errors=[forms.ValidationError(_MESSAGE)]))
    else:
        each.add_error(name, _MESSAGE)
    form.add_error(None, f"“{column.verbose_name}”：{_MESSAGE}")


def _fields(form: Any) -> Iterator[tuple[Any, str, set[Reference]]]:
    """Yield (form, field's name, what the sent value refers to), for the form and the forms of its children."""
    for name in form.fields:
        named = set(_named(form, name))
        if named:
            yield form, name, named
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from _fields(child)


def _named(form: Any, name: str) -> Iterator[Reference]:
    """Yield what the value sent for a field refers to, whether or not the value is valid otherwise."""
    try:
        column = form.instance._meta.get_field(name)
    except FieldDoesNotExist:
        return
    related = column.related_model if column.is_relation else None
    if related is not None:
        if issubclass(related, Page) or related in (get_document_model(), get_image_model()):
            value = form[name].data
            for key in value if isinstance(value, list | tuple) else [value]:
                if str(key).isdigit():
                    yield (Page if issubclass(related, Page) else related), int(key)
    elif hasattr(column, "extract_references") and (value := form[name].data):
        for model, key, *_ in column.extract_references(value):
            if model in (get_document_model(), get_image_model()) or issubclass(model, Page):
                if str(key).isdigit():
                    yield (Page if issubclass(model, Page) else model), int(key)


def _unseen(user: Any, model: Any, key: int) -> bool:
    """Tell whether the object exists and is not the user's to choose; what does not exist is another rule's affair."""
    found = model._default_manager.filter(pk=key).first()
    if found is None:
        return False
    return not (may_choose_page(user, found) if model is Page else may_see_item(user, found))


def _held(page: Any) -> set[Reference]:
    """Return what the newest draft refers to already: it was let in before, and stays."""
    stored = Page.objects.filter(pk=page.pk).first() if page.pk else None
    if stored is None:
        return set()
    models = {
        ReferenceIndex._get_base_content_type(each).pk: each for each in (Page, get_document_model(), get_image_model())
    }
    newest = stored.get_latest_revision_as_object()
    return {
        (models[kind], int(key))
        for kind, key, *_ in ReferenceIndex._extract_references_from_object(newest)
        if kind in models and str(key).isdigit()
    }


def _take_out(form: Any, name: str, keys: set[Reference]) -> None:
    """Take the foreign keys out of what was sent, or the form would show the objects' names when it is shown again."""
    numbers = {str(key) for _, key in keys}
    data = form.data.copy()
    start = form.add_prefix(name)
    sent = [found for found in data if found == start or found.startswith(f"{start}-")]
    for field in [found for found in sent if not found.endswith(_PLACES)]:
        values = data.getlist(field) if hasattr(data, "getlist") else [data[field]]
        kept = [_without(value, numbers) for value in values]
        if hasattr(data, "setlist"):
            data.setlist(field, kept)
        else:
            data[field] = kept[0]
    form.data = data


def _without(value: Any, numbers: set[str]) -> Any:
    """Return a sent value without the keys: a chooser's empty, a text's link without its target."""
    if not isinstance(value, str):
        return value
    if value in numbers:
        return ""
    if not value.startswith("{"):
        return value
    try:
        content = json.loads(value)
        entities = list(content["entityMap"].values())
    except (ValueError, KeyError, TypeError, AttributeError):
        return value
    for entity in entities:
        if isinstance(entity, dict) and str((entity.get("data") or {}).get("id")) in numbers:
            entity["data"] = {"id": 0}
    return json.dumps(content)
