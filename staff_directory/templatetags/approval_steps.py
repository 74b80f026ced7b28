"""What the workflow's panel in the page editor says beyond Wagtail's own."""

from typing import Any

from django import template

from ..steps.resubmission import note_on

register = template.Library()


@register.simple_tag
def resubmission_note(workflow_state: Any) -> str:
    """Return where a page that came back starts again; "" when it did not."""
    return note_on(workflow_state)
