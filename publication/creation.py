"""A page that somebody makes and publishes in one click is first kept as a draft, so that a refusal loses nothing."""

from collections.abc import Callable
from typing import Any


def draft_first(publish_action: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap the create view's ``publish_action``: the row goes in as a draft, then the verb decides."""

    def publish_action_after_draft(view: Any) -> Any:
        """Store the new page as a draft and publish it through the verb."""
        view.form.instance.live = False
        return publish_action(view)

    publish_action_after_draft.leads_to_verb = True  # type: ignore[attr-defined]
    return publish_action_after_draft
