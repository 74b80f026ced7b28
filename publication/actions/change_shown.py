"""Change a row that live pages show: the verb behind the screens of units and settings, and behind transfers."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ..errors import Refused
from ..followers import shown_changed
from ..gates.base import Problem
from ..permits import permitted
from ..shown import permit_name


class ChangeShown:
    """Save ``item`` (by ``save``, else ``item.save``) with a permit for its table; the trail notes who, before and after."""

    verb = "change"

    def __init__(self, item: Any, save: Callable[[], Any] | None = None) -> None:
        self.item, self.save = item, save or item.save

    def check(self) -> None:
        """Ask the row's own rules.

        Raises:
            Refused: with the field, and what is wrong with it.
        """
        try:
            self.item.clean()
        except ValidationError as error:
            by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            raise Refused(
                [
                    Problem("shown", text, "" if name == "__all__" else name)
                    for name, texts in by_field.items()
                    for text in texts
                ]
            ) from error

    def execute(self) -> Any:
        """Save in one transaction and return what ``save`` returns.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        with transaction.atomic(), permitted(self.verb, [permit_name(type(self.item))]):
            saved = self.save()
            shown_changed(self.item)
            return saved


def saving(save_instance: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``save_instance`` of the settings' screen: what live pages show is saved by the verb."""
    from ..shown import is_shown

    def save_shown(view: Any) -> Any:
        """Save through :class:`ChangeShown` where the setting is shown to the public."""
        if is_shown(type(view.form.instance)):
            return ChangeShown(view.form.instance, lambda: save_instance(view)).execute()
        return save_instance(view)

    save_shown.leads_to_verb = True  # type: ignore[attr-defined]
    return save_shown
