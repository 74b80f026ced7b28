"""What the auditor's screens show: each register with its columns; an upper layer adds its own from its ``apps.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from wagtail.contrib.settings.registry import registry as settings_registry

#: Never shown, whatever register a field belongs to.
_SECRET = ("password", "secret", "token", "key")


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of record.

    ``model`` is ``app_label.ModelName``; ``columns`` are the names of fields in the list, the first leads to the row; ``search`` are
    the fields that a word is looked for in; ``also(row)`` gives further (label, value) pairs of one row; ``related`` is loaded with a
    list; ``title`` is what it is called where that is not the model's name. A ``single`` one has at most one row (a setting), and says the defaults while it has none.
    """

    model: str
    columns: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    also: Callable[[Any], list[tuple[str, Any]]] | None = None
    leave_out: tuple[str, ...] = ()
    single: bool = False
    title: str = ""

    @property
    def key(self) -> str:
        """Return its part of the address."""
        return self.model.replace(".", "-").lower()

    @property
    def model_class(self) -> Any:
        """Return the model."""
        return apps.get_model(self.model)

    @property
    def label(self) -> str:
        """Return what it is called."""
        return self.title or str(self.model_class._meta.verbose_name)

    def fields(self) -> list[Any]:
        """Return the fields of one row that are shown, in the model's order."""
        return [
            field
            for field in self.model_class._meta.concrete_fields
            if not field.primary_key
            and field.name not in self.leave_out
            and not any(word == field.name or field.name.endswith(f"_{word}") for word in _SECRET)
        ]


_registers: dict[str, Register] = {}


def register(*found: Register) -> None:
    """Add registers, in the order in which they are to be listed."""
    for one in found:
        _registers[one.key] = one


def registers() -> list[Register]:
    """Return every register, and after them every setting."""
    settings = [Register(model._meta.label, single=True) for model in settings_registry]
    return [*_registers.values(), *sorted(settings, key=lambda one: one.label)]


def find(key: str) -> Register | None:
    """Return a register by its part of the address."""
    return next((one for one in registers() if one.key == key), None)


def roles_of_account(user: Any) -> list[tuple[str, Any]]:
    """Return the roles of an account, lent ones too, and for whom it stands in."""
    from ..roles.membership import roles_of
    from ..steps.capacity import deputised

    held = [f"{found.title}（B角）" if found.is_lent else found.title for found in roles_of(user)]
    return [("角色", "、".join(held)), ("今天代理", "、".join(found.title for found in deputised(user)))]


def install() -> None:
    """Register what this layer and those below keep."""
    register(
        Register(
            "auth.User",
            ("username", "last_name", "first_name", "is_active", "is_superuser", "date_joined", "last_login"),
            ("username", "last_name", "first_name"),
            also=roles_of_account,
            title="账号",
        ),
        Register(
            "staff_directory.Unit",
            ("name", "code", "kind", "standing", "phone", "valid_until"),
            ("name", "code", "credit_code"),
            leave_out=("collection",),
        ),
        Register("staff_directory.Officer", ("name", "unit", "post", "serves_until"), ("name",), ("unit",)),
        Register(
            "staff_directory.OfficerCertificate",
            ("number", "officer", "state", "valid_until"),
            ("number", "officer__name"),
            ("officer",),
        ),
        Register("staff_directory.Hall", ("name", "unit", "address", "phone"), ("name",), ("unit",)),
        Register(
            "staff_directory.Window", ("number", "hall", "unit", "purpose"), ("number", "purpose"), ("hall", "unit")
        ),
        Register("publication.CalendarDay", ("day", "works", "name"), ("name",)),
        Register("publication.Recipient", ("name", "how", "active"), ("name",)),
        Register("publication.Backup", ("name", "place", "made_at", "destroyed_at"), ("name", "place")),
        Register("wagtailcore.Site", ("site_name", "hostname", "port")),
        Register("wagtailredirects.Redirect", ("old_path", "redirect_link", "is_permanent"), ("old_path",)),
        Register(
            "wagtailsearchpromotions.SearchPromotion",
            ("query", "description", "page"),
            related=("query",),
            title="推荐结果",
        ),
        Register("search.Synonym", ("words", "terms", "is_active"), ("words", "terms")),
    )
