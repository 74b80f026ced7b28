"""A sealed page is not edited, copied, moved, reverted, mirrored or shown in the admin: its life is shown instead."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from ..gates.sealed import sealed_problem
from ..models import Seal

_PAGES = "wagtailadmin_pages:"
#: Stock views of one page that would change a sealed page or show its content; the name of the page's key in each address.
_CLOSED = {
    **dict.fromkeys(
        (
            "edit", "copy", "delete", "unpublish", "convert_alias", "set_privacy", "lock", "unlock", "preview_on_edit", "view_draft",
            "revisions_index", "revisions_view", "revisions_revert", "revisions_unschedule", "history", "history_results",
            "workflow_history", "workflow_history_results", "workflow_history_detail", "workflow_action", "collect_workflow_action_data",
            "workflow_preview", "confirm_workflow_cancellation", "usage", "usage_results",
        ),
        "page_id",
    ),
    "move": "page_to_move_id", "move_confirm": "page_to_move_id", "set_page_position": "page_to_move_id",
    "add_subpage": "parent_page_id", "revisions_compare": "",
}  # fmt: skip
_API = "wagtailadmin_api:pages:action"
#: The portal's own screens of one page's content: view name → the page's key in the address.
_OWN = {"privacy_page": "pk", "gates:fragment": "pk", "gates:override": "pk"}


def close_to_sealed(view_name: str, key: str) -> None:
    """Close an upper layer's screen of a page's content to sealed pages; ``key`` is the page's name in its address."""
    _OWN[view_name] = key


def _key(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if name == _API:
        return kwargs.get("pk")
    if name in _OWN:
        return kwargs.get(_OWN[name])
    found = _CLOSED.get(name.removeprefix(_PAGES)) if name.startswith(_PAGES) else None
    if found is None:
        return None
    return kwargs.get(found) if found else (args[0] if args else kwargs.get("pk"))  # Wagtail 8 names the comparison's


class SealedDoorMiddleware:
    """Answers in the place of stock views for a sealed page; the border has been asked before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Lead to the page's life with what to do; a script gets 409."""
        user: Any = request.user
        if not request.path.startswith("/admin/") or not user.is_authenticated or request.resolver_match is None:
            return None
        key = _key(request.resolver_match.view_name, args, kwargs)
        if key is None or not user.has_perm("wagtailadmin.access_admin"):
            return None
        seal = Seal.objects.select_related("ending").filter(page_id=key).first()
        if seal is None:
            return None
        message = sealed_problem(seal.ending).message
        if request.resolver_match.view_name == _API or request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "detail": message, "problems": [message]}, status=409)
        messages.warning(request, message)
        return redirect("life:page", key)
