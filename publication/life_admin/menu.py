"""The main menu's item with its number, a page's buttons, and Wagtail's own entries that would only be refused."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.widgets import Button

from .ask import may_ask
from .queries import waiting_count


class LifeMenuItem(MenuItem):
    """Its label says how many requests wait for the user; shown to whom the registered test lets in."""

    def is_shown(self, request: Any) -> bool:
        """Ask who may follow pages' lives."""
        return any(test(request.user) for test in _shown_to)

    def render_component(self, request: Any) -> LinkMenuItem:
        """Return the item for the request's user."""
        waiting = waiting_count(request.user)
        label = f"{self.label}（{waiting}）" if waiting else self.label
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )


_shown_to: list[Any] = [lambda user: user.has_perm("publication.request_ending")]


def show_to(test: Any) -> None:
    """Show the board's item also to users for whom ``test(user)`` is true."""
    if test not in _shown_to:
        _shown_to.append(test)


def item() -> MenuItem:
    """Return the menu item."""
    return LifeMenuItem("撤下与恢复", reverse("life:board"), name="life", icon_name="no-view", order=57)


def header_buttons(page: Any, user: Any, next_url: Any = None, view_name: Any = None) -> Iterator[Button]:
    """Offer 撤下 and 决定的一生 in the page's header."""
    yield from _buttons(page, user, 62)


def listing_buttons(page: Any, user: Any, next_url: Any = None) -> Iterator[Button]:
    """Offer them in the explorer's list."""
    yield from _buttons(page, user, 42)


def _buttons(page: Any, user: Any, priority: int) -> Iterator[Button]:
    if not page.pk or page.is_root():
        return
    if may_ask(user, page):
        yield Button("撤下", reverse("life:ask", args=[page.pk]), icon_name="no-view", priority=priority)
    if page.first_published_at and page.permissions_for_user(user).can_edit():
        yield Button("决定的一生", reverse("life:page", args=[page.pk]), icon_name="history", priority=priority + 1)


def without_unpublish(menu_items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Take “取消发布” out of the editor's actions while the page is public: it would only be refused."""
    page = context.get("page")
    if page is not None and page.live:
        menu_items[:] = [found for found in menu_items if found.name != "action-unpublish"]


def _hidden_when(test: Any) -> Any:
    def wrap(original: Any) -> Any:
        def is_shown(self: Any, user: Any) -> bool:
            return not test(self.page) and bool(original(self, user))

        is_shown.leads_to_verb = True  # type: ignore[attr-defined]
        return is_shown

    return wrap


def hide_refused() -> None:
    """Hide Wagtail's own “取消发布” of public pages and “删除” of what was once public; called once all hooks are loaded.

    Raises:
        AttributeError: Wagtail no longer has one of them.
    """
    hooks_module = import_module("wagtail.admin.wagtail_hooks")
    for name, test in (
        ("PageListingUnpublishButton", lambda page: page.live),
        ("PageListingDeleteButton", lambda page: page.live or page.first_published_at),
    ):
        owner = getattr(hooks_module, name)
        if not getattr(owner.is_shown, "leads_to_verb", False):
            owner.is_shown = _hidden_when(test)(owner.is_shown)


class HiddenBulkUnpublish(UnpublishBulkAction):
    """The stock action answers as before (with a refusal); its button is not shown."""

    classes = {"w-hidden"}
