"""The forms of halls and windows: of the units that the user keeps places for."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm


class _PlaceForm(WagtailAdminModelForm):
    """Offers the user's own units."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" not in self.fields or self.for_user is None:
            return
        from .border import units_kept

        offered = units_kept(self.for_user)
        self.fields["unit"].queryset = offered
        if self.instance.pk is None and len(offered) == 1:
            self.initial.setdefault("unit", offered[0].pk)


class HallForm(_PlaceForm):
    """A hall of an own unit."""


class WindowForm(_PlaceForm):
    """A window of an own unit, in a hall of whatever unit: halls are shared."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "hall" in self.fields:
            halls = self.fields["hall"].queryset
            kept = self.instance.hall_id if self.instance.pk else None
            self.fields["hall"].queryset = halls.filter(is_open=True) | halls.filter(pk=kept)
