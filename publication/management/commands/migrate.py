"""``manage.py migrate``: Django's, which a missing guard does not keep from making the guards anew."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate

from publication.guards.checks import guards_being_remade


class Command(DjangoMigrate):
    """An older database lacks the guards of a newer version; its upgrade is what brings them."""

    def check(self, *args: Any, **kwargs: Any) -> None:
        """Run Django's checks before migrating, without asking for what migrating makes."""
        with guards_being_remade():
            super().check(*args, **kwargs)
