"""Where the white lists come from: the setting in the admin, and what upper layers know (phones of units, certificates)."""

import logging
from collections.abc import Callable, Iterable

from django.core.cache import cache
from django.db import DatabaseError

from .white_lists import WhiteLists, digits_of

logger = logging.getLogger(__name__)
_KEY = "privacy-white-lists"
_SECONDS = 60
#: Each returns more white-listed entries: {"phones": […], "accounts": […], "mail": […], "words": […], "certificates": […]}.
_sources: list[Callable[[], dict[str, Iterable[str]]]] = []


def register_source(source: Callable[[], dict[str, Iterable[str]]]) -> None:
    """Let an upper layer add the numbers that it knows to be an office's."""
    _sources.append(source)


def forget_white_lists(**kwargs: object) -> None:
    """Read the lists anew at the next check; a receiver of ``post_save`` and ``post_delete``."""
    cache.delete(_KEY)


def white_lists() -> WhiteLists:
    """Return the bureau's lists; empty ones (with a warning in the log) where there is no database yet."""
    found = cache.get(_KEY)
    if isinstance(found, WhiteLists):
        return found
    try:
        lists = _read()
    except DatabaseError as error:
        logger.warning("White lists are not used, for the database cannot be read: %s", type(error).__name__)
        return WhiteLists()
    cache.set(_KEY, lists, _SECONDS)
    return lists


def _read() -> WhiteLists:
    from ..models.privacy import PrivacySettings

    entries = PrivacySettings.load().entries()
    for source in _sources:
        for name, values in source().items():
            entries[name] = entries.get(name, frozenset()) | frozenset(filter(None, values))
    return WhiteLists(
        phones=frozenset(filter(None, map(digits_of, entries.get("phones", ())))),
        accounts=frozenset(filter(None, map(digits_of, entries.get("accounts", ())))),
        certificates=frozenset(filter(None, map(digits_of, entries.get("certificates", ())))),
        mail=frozenset(address.lower().lstrip("@") for address in entries.get("mail", ())),
        words=frozenset(entries.get("words", ())),
    )
