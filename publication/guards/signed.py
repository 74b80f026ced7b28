"""The database holds who approved what: approvals, overrides, and the letters of other bodies are written by their verbs only.

A row is added under a permit of its verb (:func:`signing`), never changed, and goes only with a draft page that is deleted whole.
A letter is recorded first and confirmed once, by somebody else. The destruction of a secret takes words out and nothing more.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, pre_delete

from ..trail.guard import DESTROY
from .extra import RowGuard, columns_but, differs, permit, register

#: A permit of this kind has a key of its own for each transaction: two people who sign at once do not wait for each other.
_SIGN = "#sign:"
#: Open while a draft page is deleted with all that hangs on it.
WITH_PAGE = "#signed-with-page"
_OPEN = permit("*")
#: What a destruction by order takes out; who did what, when, stays.
_WORDS = {
    "Approval": ("comment", "digest"),
    "GateOverride": ("message", "reason", "code", "digest"),
    "OutsideApproval": ("number", "digest"),
}
Condition = Callable[[str], str]
_CONFIRMATION = ("confirmed_by_id", "confirmed_at")


@contextmanager
def signing(verb: str, *, savepoint: bool = True) -> Iterator[None]:
    """Let the block, in one transaction, add approvals, overrides, letters and privacy decisions, and confirm a letter.

    ``savepoint``: see :func:`publication.permits.permitted`.
    """
    from ..permits import permitted

    with permitted(verb, [f"{_SIGN}{uuid.uuid4().hex}"], savepoint=savepoint):
        yield


def may_sign(vendor: str) -> str:
    """Return the SQL that holds while a permit to sign is open (or the guards stand aside on the record)."""
    alike = f"LIKE '{_SIGN}%'" if vendor == "postgresql" else f"GLOB '{_SIGN}*'"
    return f"(EXISTS (SELECT 1 FROM publication_permit WHERE path {alike}) OR {_OPEN})"


def _columns(name: str, but: tuple[str, ...]) -> list[str]:
    return columns_but(apps.get_model("publication", name), but)


def _changes(name: str) -> Condition:
    """Return the condition of a record that never changes but, by a destruction, in its words."""

    def condition(vendor: str) -> str:
        kept = differs(vendor, _columns(name, _WORDS[name]))
        return f"NOT {_OPEN} AND (({kept}) OR (NOT {permit(DESTROY)} AND ({differs(vendor, _WORDS[name])})))"

    return condition


def _letter_changes(vendor: str) -> str:
    """A letter is confirmed once, under a permit, by another person than the one who recorded it."""
    words = _WORDS["OutsideApproval"]
    kept = differs(vendor, _columns("OutsideApproval", (*words, *_CONFIRMATION)))
    confirmed = differs(vendor, _CONFIRMATION)
    wrong = f"OLD.confirmed_by_id IS NOT NULL OR NEW.confirmed_by_id IS NULL OR NEW.confirmed_by_id = NEW.user_id OR NOT {may_sign(vendor)}"
    taken = f"NOT {permit(DESTROY)} AND ({differs(vendor, words)})"
    return f"NOT {_OPEN} AND (({kept}) OR (({confirmed}) AND ({wrong})) OR ({taken}))"


def _inserted(vendor: str) -> str:
    return f"NOT {may_sign(vendor)}"


def _letter_inserted(vendor: str) -> str:
    return f"NOT {may_sign(vendor)} OR (NEW.confirmed_by_id IS NOT NULL AND NOT {_OPEN})"


def _deleted(vendor: str) -> str:
    return f"NOT {permit(WITH_PAGE)} AND NOT {_OPEN}"


def _with_its_page(sender: Any, origin: Any = None, **kwargs: Any) -> None:
    """Let a record go with its page, and only so: ``origin`` is what was asked to be deleted."""
    from wagtail.models import Page

    from ..models import Permit

    whole = origin.model if isinstance(origin, QuerySet) else type(origin)
    if isinstance(whole, type) and issubclass(whole, Page):
        Permit.objects.get_or_create(path=WITH_PAGE, defaults={"verb": "delete"})


def _gone(sender: Any, **kwargs: Any) -> None:
    from ..models import Permit

    Permit.objects.filter(path=WITH_PAGE).delete()


def _follow(model: type[Model]) -> None:
    key = f"signed-{model._meta.label}"
    pre_delete.connect(_with_its_page, sender=model, dispatch_uid=key)
    post_delete.connect(_gone, sender=model, dispatch_uid=key)


def install() -> None:
    """Register the guards."""
    for name in _WORDS:
        model = apps.get_model("publication", name)
        table, letter = model._meta.db_table, name == "OutsideApproval"
        rules: dict[str, tuple[Condition, str]] = {
            "INSERT": (_letter_inserted if letter else _inserted, "sign without the verb"),
            "UPDATE": (_letter_changes if letter else _changes(name), "change what was signed"),
            "DELETE": (_deleted, "delete what was signed"),
        }
        for event, (condition, what) in rules.items():
            register(RowGuard(f"guard_signed_{model._meta.model_name}_{event.lower()}", table, event, condition, what))
        _follow(model)
