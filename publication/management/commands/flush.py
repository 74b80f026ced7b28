"""``manage.py flush`` with the guards suspended, on the record."""

from typing import Any

from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from publication.guards import install


class Command(DjangoFlush):
    """Django's flush: the guards stand aside for it and are remade at its end."""

    def handle(self, **options: Any) -> None:
        """Remove the guards, flush, and put them back whatever happened."""
        using = options["database"]
        install.remove(using)
        try:
            super().handle(**options)
        finally:
            if "publication_permit" in connections[using].introspection.table_names():
                install.install(using)
