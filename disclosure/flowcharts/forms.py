"""The editing form of a flowchart."""

from typing import Any

from home.forms import PortalPageForm


class FlowchartForm(PortalPageForm):
    """Takes the unit from the folder above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.unit_id and self.parent_page is not None:
            self.instance.adopt(self.parent_page.specific)
