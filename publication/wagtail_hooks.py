"""Hooks of the lowest floor: files through a check, bulk publication page by page."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.admin.widgets import Button

from . import privacy_views
from .calendar_admin.viewset import CalendarDayViewSet
from .errors import Refused
from .gate_admin import urls as gate_urls
from .life_admin import backups, bulk, menu, recipients
from .life_admin import urls as life_urls
from .media_views import is_public_file, may_see_restricted
from .notices import menu as notices_menu
from .notices import urls as notices_urls
from .trail.acts import register_acts
from .trail.record import record

hooks.register("register_log_actions", register_acts)


@hooks.register("before_serve_document")
def only_documents_of_live_pages(document: Any, request: HttpRequest) -> None:
    """Answer 404 for a document that no live page uses."""
    if is_public_file(document):
        return
    if not may_see_restricted(request, document):
        raise Http404
    record("file.read_restricted", document, user=request.user)


class BulkPublish(PublishBulkAction):
    """Publish each chosen page through the verb; a refused page does not keep back the others."""

    def get_execution_context(self) -> dict[str, Any]:
        """Give :meth:`execute_action` a list of this request's own to note refusals in."""
        self.refusals: list[str] = []
        return {**super().get_execution_context(), "refusals": self.refusals}

    @classmethod
    def execute_action(
        cls, objects: Any, include_descendants: bool = False, user: Any = None, refusals: Any = None, **kwargs: Any
    ) -> Any:
        """Publish and count; refusals are noted for the message."""
        refusals = [] if refusals is None else refusals
        parents = children = 0
        for page in objects:
            drafts = [page]
            if include_descendants:
                drafts.extend(page.get_descendants().not_live().order_by("path"))
            for draft in drafts:
                specific = draft.specific
                if user is not None and not specific.permissions_for_user(user).can_publish():
                    continue
                revision = specific.get_latest_revision() or specific.save_revision(user=user)
                try:
                    revision.publish(user=user)
                except Refused as refusal:
                    refusals.append(f"{specific.get_admin_display_title()}：{refusal}")
                    continue
                if draft is page:
                    parents += 1
                else:
                    children += 1
        return parents, children

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were published, and which were not and why."""
        total = num_parent_objects + num_child_objects
        done = ngettext("已发布 %(count)d 个页面。", "已发布 %(count)d 个页面。", total) % {"count": total}
        if not self.refusals:
            return done
        shown = "；".join(self.refusals[:5])
        return f"{done} 未发布 {len(self.refusals)} 个：{shown}"


hooks.register("register_bulk_action", BulkPublish, order=1000)


@hooks.register("register_admin_viewset")
def calendar_viewset() -> CalendarDayViewSet:
    """The working calendar among the settings."""
    return CalendarDayViewSet()


@hooks.register("register_admin_urls")
def gate_addresses() -> list[Any]:
    """Mount the gates' screens."""
    return [path("gates/", include(gate_urls))]


@hooks.register("insert_global_admin_css")
def gate_styles() -> SafeString:
    """Style the gates' panel and the working calendar."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-gates.css"))


@hooks.register("register_log_actions")
def gate_acts(actions: Any) -> None:
    """Name the act of setting a problem aside in the page's history."""
    actions.register_action("publication.override", "例外放行", "例外放行了一项检查")


@hooks.register("register_admin_urls")
def privacy_urls() -> list[Any]:
    """Mount the privacy check of a page."""
    return [path("privacy/pages/<int:pk>/", privacy_views.page, name="privacy_page")]


@hooks.register("register_admin_urls")
def notices_addresses() -> list[Any]:
    """Mount the notices' screens."""
    return [path("notices/", include(notices_urls))]


hooks.register("register_admin_menu_item", notices_menu.item)
hooks.register("register_account_menu_item", notices_menu.account_item)


@hooks.register("register_page_header_buttons")
def privacy_button(page: Any, user: Any, next_url: Any = None, view_name: Any = None) -> Iterator[Button]:
    """Offer the privacy check to whoever may edit the page."""
    if page.pk and page.permissions_for_user(user).can_edit():
        yield Button("隐私检查", reverse("privacy_page", args=[page.pk]), icon_name="lock", priority=45)


@hooks.register("before_edit_page")
def tell_why_it_came_back(request: Any, page: Any) -> None:
    """Show the reviewer's words at the top of the editor while a page that was sent back has not been handed in again."""
    if request.method != "GET":
        return
    state = page.current_workflow_state
    if state is None or state.status != state.STATUS_NEEDS_CHANGES or state.current_task_state is None:
        return
    task = state.current_task_state
    who = task.finished_by.get_full_name() or str(task.finished_by) if task.finished_by else ""
    messages.warning(request, f"退回修改（{task.task.name} {who}）：{task.comment}")


@hooks.register("register_admin_urls")
def life_addresses() -> list[Any]:
    """Mount the life of a decision; by now every hook is loaded, so that stock entries can be hidden."""
    menu.hide_refused()
    return [path("life/", include(life_urls))]


@hooks.register("register_admin_urls")
def backup_addresses() -> list[Any]:
    """Mount the register of backups."""
    return [path("backups/", include((backups.urlpatterns, "backups")))]


hooks.register("register_settings_menu_item", backups.item)


@hooks.register("register_admin_viewset")
def recipients_viewset() -> recipients.RecipientViewSet:
    """Outside recipients among the settings."""
    return recipients.RecipientViewSet()


hooks.register("register_admin_menu_item", menu.item)
hooks.register("register_page_header_buttons", menu.header_buttons)
hooks.register("register_page_listing_more_buttons", menu.listing_buttons)
hooks.register("construct_page_action_menu", menu.without_unpublish)
hooks.register("register_bulk_action", bulk.BulkEnd, order=1000)
hooks.register("register_bulk_action", menu.HiddenBulkUnpublish, order=1000)
