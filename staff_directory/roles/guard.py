"""The database refuses a second duty for an account, whichever form, command or statement would give it."""

from publication.guards.extra import RowGuard, register


def _mixes(vendor: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM staff_directory_rolegroup given, staff_directory_rolegroup held, auth_user_groups member"
        " WHERE given.group_id = NEW.group_id AND member.user_id = NEW.user_id AND held.group_id = member.group_id"
        " AND held.group_id <> given.group_id AND held.duty <> given.duty)"
    )


def install() -> None:
    """Register the guards of ``auth_user_groups``."""
    tables = ("staff_directory_rolegroup", "publication_permit")
    register(
        RowGuard("guard_duty_insert", "auth_user_groups", "INSERT", _mixes, "account would mix duties", tables),
        RowGuard("guard_duty_update", "auth_user_groups", "UPDATE", _mixes, "account would mix duties", tables),
    )
