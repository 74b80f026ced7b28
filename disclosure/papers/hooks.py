"""What papers add to the admin: the screen 粘贴全文 and the button that leads there."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from wagtail.admin.widgets import Button

from ..models import RegulationPage
from . import paste


def urls() -> list[Any]:
    """Return the addresses."""
    return [path("regulations/<int:pk>/paste/", paste.paste, name="regulation_paste")]


def paste_button(page: Any, user: Any, next_url: Any = None, view_name: Any = None) -> Iterator[Button]:
    """Offer it on a regulation to whoever may edit it."""
    if page.pk and page.specific_class is RegulationPage and page.permissions_for_user(user).can_edit():
        yield Button("粘贴全文", reverse("regulation_paste", args=[page.pk]), icon_name="paste", priority=40)
