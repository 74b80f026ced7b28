"""``manage.py purge_revisions``: Wagtail's, which leaves alone what somebody approved (the trail of a publication)."""

from typing import Any

from django.db.models.deletion import ProtectedError, RestrictedError
from wagtail.management.commands import purge_revisions as stock


class Command(stock.Command):
    """A revision that approvals, overrides or letters speak of stays, like one that a foreign key protects."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Purge; restricted revisions count as protected ones."""
        stock.ProtectedError = (ProtectedError, RestrictedError)
        try:
            return super().handle(*args, **options)
        finally:
            stock.ProtectedError = ProtectedError
