"""The form of a matter: the unit comes from the index page above."""

from typing import Any

from home.forms import PortalPageForm


class MatterForm(PortalPageForm):
    """Takes unit and organ from the index page above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.unit_id and self.parent_page is not None:
            self.instance.adopt(self.parent_page.specific)
            for name in ("subject", "undertaker"):
                self.initial[name] = self.initial.get(name) or getattr(self.instance, name)
