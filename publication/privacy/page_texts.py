"""Every text of a page, read from the same data that a revision stores, and put back there.

``data`` is what ``Page.serializable_data()`` returns and ``Revision.content`` holds: fields by name, StreamFields as JSON in a
string, inline children as lists of such dictionaries. A text's path is the list of keys and indexes that leads to it.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from .detect import find
from .kinds import Finding
from .sources import white_lists
from .white_lists import WhiteLists

#: Fields that repeat others or address rows; nobody writes in them.
_INTERNAL = frozenset(
    (
        "path",
        "url_path",
        "translation_key",
        "draft_title",
        "document_number_key",
        "penalty_kinds_text",
        "content_type",
        "alias_of",
        "contentpath",
        "position",
    )
)
#: Names for people where a model of Wagtail's has none in Chinese.
_NAMED = {"wagtailcore.Comment.text": "批注内容", "wagtailcore.CommentReply.text": "回复内容"}
_TEXT_FIELDS = (models.CharField, models.TextField, models.JSONField)


@dataclass(frozen=True, slots=True)
class PageText:
    """One text of a page: its path in the data, the form field to jump to, its name for people, and the field's label.

    ``names_shown``: the page's purpose is to show a person's full name here (a model's ``full_name_fields``); everything else that
    is personal is still found. ``office_phone``: an office's own number stands here (``office_phone_fields``); a land line is no finding,
    a mobile still is.
    """

    path: tuple[str | int, ...]
    field: str
    where: str
    label: str
    text: str
    names_shown: bool = False
    office_phone: bool = False


#: What a short name in an address may be: nothing else is looked for in one, for it is often made at random.
_SLUG_KINDS = frozenset(("id", "phone", "bank", "email"))


#: Short texts in which nothing was found, by white lists: a unit's name or a law's title stands in thousands of decisions.
#: Texts with a finding are never kept.
_clean: tuple[WhiteLists, set[tuple[str, str]]] = (WhiteLists(), set())
_SHORT = 160
_MOST_CLEAN = 20_000


def _clean_by(lists: WhiteLists) -> set[tuple[str, str]]:
    """Return the clean texts by ``lists``; those by other lists are forgotten. The same object is not compared part by part."""
    global _clean
    known, clean = _clean
    if known is not lists:
        _clean = (lists, clean if known == lists else set())
    return _clean[1]


def findings_in(found: PageText, lists: WhiteLists | None = None) -> list[Finding]:
    """Return the findings of one text of a page, with its field's name as context and the bureau's white lists."""
    lists = white_lists() if lists is None else lists
    key = (found.label, found.text)
    clean = _clean_by(lists)
    if key in clean:
        return []
    findings = find(found.text, label=found.label, lists=lists)
    if not findings and len(found.text) <= _SHORT:
        if len(clean) >= _MOST_CLEAN:
            clean.clear()
        clean.add(key)
    if found.names_shown:
        findings = [item for item in findings if item.kind != "name"]
    if found.office_phone:
        findings = [item for item in findings if item.kind != "landline"]
    return [item for item in findings if item.kind in _SLUG_KINDS] if found.path[-1] == "slug" else findings


@cache
def _text_fields(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    """Return name → (how it is stored: ``plain``, ``json``, ``stream``; label) for the fields in which people write."""
    found = {}
    for field in model._meta.fields:
        if field.name in _INTERNAL or field.remote_field is not None or (not field.editable and field.name != "title"):
            continue
        label = str(_NAMED.get(f"{model._meta.label}.{field.name}", field.verbose_name))
        if isinstance(field, StreamField):
            found[field.name] = ("stream", label)
        elif isinstance(field, models.JSONField):
            found[field.name] = ("json", label)
        elif isinstance(field, _TEXT_FIELDS) and not field.choices:
            found[field.name] = ("plain", label)
    return found


@cache
def text_names(model: type[models.Model]) -> frozenset[str]:
    """Return the names of the columns that :func:`texts_of` reads from a page of ``model``."""
    return frozenset(_text_fields(model))


@cache
def _children(model: type[models.Model]) -> dict[str, tuple[type[models.Model], str]]:
    """Return relation name → (model of the inline children, its name for people)."""
    return {
        relation.get_accessor_name(): (relation.related_model, str(relation.related_model._meta.verbose_name))
        for relation in get_all_child_relations(model)
    }


def texts_of(model: type[models.Model], data: dict[str, Any]) -> Iterator[PageText]:
    """Yield every non-empty text of a page of type ``model`` whose content is ``data``."""
    for name, (how, label) in _text_fields(model).items():
        value = data.get(name)
        if not value:
            continue
        if how == "plain":
            if isinstance(value, str):
                named = name in getattr(model, "full_name_fields", ())
                office = name in getattr(model, "office_phone_fields", ())
                yield PageText((name,), name, label, label, value, named, office)
        else:
            nested = json.loads(value) if isinstance(value, str) and how == "stream" else value
            for path, place, text in _strings(nested):
                yield PageText((name, *path), name, f"{label}{place}", label if how == "json" else "", text)
    for name, (child, label) in _children(model).items():
        for index, row in enumerate(data.get(name) or ()):
            for found in texts_of(child, row):
                where = f"{label}第{index + 1}项 › {found.where}"
                path = (name, index, *found.path)
                yield PageText(path, name, where, found.label, found.text, office_phone=found.office_phone)


def _strings(
    value: Any, path: tuple[str | int, ...] = (), place: str = ""
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield (path, place in words, text) of the strings within blocks; a block's type and id are no texts."""
    if isinstance(value, str):
        yield path, place, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index), place if place else f" › 第{index + 1}块")
    elif isinstance(value, dict):
        block = "type" in value and "value" in value
        for key, item in value.items():
            if not (block and key in ("type", "id")):
                yield from _strings(item, (*path, key), place)


def rewrite(model: type[models.Model], data: dict[str, Any], change: Callable[[PageText], str]) -> int:
    """Replace each text of ``data`` in place by what ``change`` returns; return how many changed."""
    changed = 0
    for found in list(texts_of(model, data)):
        text = change(found)
        if text != found.text:
            _put(model, data, found.path, text)
            changed += 1
    return changed


def _put(model: type[models.Model], data: dict[str, Any], path: tuple[str | int, ...], text: str) -> None:
    name, rest = path[0], path[1:]
    children = _children(model)
    if name in children and rest:
        _put(children[str(name)][0], data[str(name)][rest[0]], rest[1:], text)
        return
    how = _text_fields(model)[str(name)][0]
    if not rest:
        data[str(name)] = text
        return
    nested = json.loads(data[str(name)]) if how == "stream" and isinstance(data[str(name)], str) else data[str(name)]
    place: Any = nested
    for key in rest[:-1]:
        place = place[key]
    place[rest[-1]] = text
    data[str(name)] = (
        json.dumps(nested, ensure_ascii=False) if how == "stream" and isinstance(data[str(name)], str) else nested
    )
