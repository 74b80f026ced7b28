"""The rules for Wagtail's own addresses. Each says in one line where the stock view would reach beyond the border."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from taggit.models import Tag
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from publication.actions.refused import DeleteDraft
from publication.errors import Refused
from publication.models import Seal

from ..models import LetterTask, RoleTask
from ..officers.border import KEEP, sees_officer
from ..steps.usage import places as workflow_places
from .rules import any_perm, nobody, readers_may_write, register
from .sight import items_in_sight, may_choose_page, may_see_item, may_see_page, works_on_pages

_PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
_TAGS_SHOWN = 10


def _page(pk: Any) -> Page:
    found = Page.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _sees_pages(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """Every page named in the address is in sight."""
    keys = [arguments[name] for name in _PAGE_ARGUMENTS if arguments.get(name)]
    return all(may_see_page(request.user, _page(key)) for key in keys)


def _sees_page_pk(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    return "pk" not in arguments or may_see_page(request.user, _page(arguments["pk"]))


def _sees_compared(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """The comparison's address has no names for its parts in Wagtail 7."""
    unnamed = arguments.get("args")
    return may_see_page(request.user, _page(unnamed[0] if unnamed else arguments["pk"]))


def _may_choose(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """The chooser's stock views check no permission at all."""
    keys = [arguments["parent_page_id"]] if arguments.get("parent_page_id") else []
    keys += request.GET.getlist("id")
    return all(str(key).isdigit() and may_choose_page(request.user, _page(key)) for key in keys)


def _choose_from_own(request: HttpRequest, view: Any, arguments: dict[str, Any]) -> HttpResponseBase:
    """Start at the user's own part of the tree: the stock start is the common ancestor of everybody's pages."""
    root = page_permission_policy.explorable_root_instance(request.user)
    response: HttpResponseBase = view(request, parent_page_id=root.pk if root else None)
    return response


def _delete_or_say_why(request: HttpRequest, view: Any, arguments: dict[str, Any]) -> HttpResponseBase | None:
    """Say before the question what the verb would say after it: the stock view sends people home without a reason."""
    if Seal.objects.filter(page_id=arguments["page_id"]).exists():
        return None  # the next door shows the sealed page's life
    try:
        DeleteDraft(_page(arguments["page_id"]), request.user).check()
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
        if refusal.page.permissions_for_user(request.user).can_edit():
            return redirect("wagtailadmin_pages:edit", refusal.page.pk)
        above = refusal.page.get_parent() or refusal.page
        return redirect("wagtailadmin_explore", above.pk)
    response: HttpResponseBase = view(request, page_id=arguments["page_id"])
    return response


def _sees_items(model: Any, *names: str) -> Any:
    def see(request: HttpRequest, arguments: dict[str, Any]) -> bool:
        keys = [arguments[name] for name in names if name in arguments] + request.GET.getlist("id")
        if not all(str(key).isdigit() for key in keys):
            return False
        found = list(model.objects.filter(pk__in=keys).select_related("collection"))
        return len(found) == len(set(map(str, keys))) and all(may_see_item(request.user, item) for item in found)

    return see


def _sees_bulk(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """The stock confirmation lists the titles of objects that the user has no right to."""
    try:
        model = apps.get_model(arguments["app_label"], arguments["model_name"])
    except LookupError:
        return False
    keys = [key for key in request.GET.getlist("id") if key != "all"]
    if not all(key.isdigit() for key in keys):
        return False
    if issubclass(model, Page):
        child_of = [request.GET["childOf"]] if request.GET.get("childOf", "").isdigit() else []
        found = list(Page.objects.filter(pk__in=[*keys, *child_of]))
        return works_on_pages(request.user) and all(may_see_page(request.user, page) for page in found)
    if hasattr(model, "collection"):
        found_items = model.objects.filter(pk__in=keys).select_related("collection")
        return all(may_see_item(request.user, item) for item in found_items)
    if model is get_user_model():
        return (
            request.user.has_perm("auth.change_user")
            and not model.objects.filter(pk__in=keys, is_superuser=True).exists()
        )
    return True


def _is_own_kind_of_step(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """Steps that name a group would let an administrator name their own."""
    return (arguments.get("app_label"), arguments.get("model_name")) in {
        (kind._meta.app_label, kind._meta.model_name) for kind in (RoleTask, LetterTask)
    }


def _own_tags(request: HttpRequest, view: Any, arguments: dict[str, Any]) -> HttpResponseBase:
    """Offer the tags of files in sight: the stock view offers everybody's."""
    term = request.GET.get("term", "")
    names: set[str] = set()
    if term:
        for model in (get_image_model(), get_document_model()):
            through = model.tags.through
            visible = items_in_sight(model.objects.all(), request.user).values("pk")
            rows = through.objects.filter(content_type__model=model._meta.model_name, object_id__in=visible)
            found = Tag.objects.filter(pk__in=rows.values("tag_id"), name__istartswith=term)
            names.update(found.values_list("name", flat=True)[:_TAGS_SHOWN])
    return JsonResponse(sorted(names)[:_TAGS_SHOWN], safe=False)


def _ordinary_account(request: HttpRequest, arguments: dict[str, Any]) -> bool:
    """A superuser's account is changed by a superuser only (the stock form would let any manager of users make one)."""
    return "pk" not in arguments or not get_user_model().objects.filter(pk=arguments["pk"], is_superuser=True).exists()


def _whole_portal(user: Any) -> bool:
    return user.has_perm("staff_directory.read_all_pages") and works_on_pages(user)


def install() -> None:
    """Register the rules, special names first."""
    image, document = get_image_model(), get_document_model()
    register("wagtailadmin_api:pages:listing", works_on_pages)
    register("wagtailadmin_api:pages:*", works_on_pages, _sees_page_pk)
    register("wagtailadmin_api:documents:detail", None, _sees_items(document, "pk"))
    register("wagtailadmin_api:images:detail", None, _sees_items(image, "pk"))
    register("wagtailadmin_api:*", works_on_pages)
    register("wagtailadmin_error_test", nobody)
    register("wagtailadmin_explore", works_on_pages, _sees_pages)
    register("wagtailadmin_explore_results", works_on_pages, _sees_pages)
    register("wagtailadmin_pages:revisions_compare", None, _sees_compared)
    register("wagtailadmin_pages:choose_parent", works_on_pages)
    register("wagtailadmin_pages:delete", None, _sees_pages, _delete_or_say_why)
    register("wagtailadmin_pages:*", None, _sees_pages)
    register("wagtailadmin_choose_page", works_on_pages, None, _choose_from_own)
    register("wagtailadmin_choose_page_search", works_on_pages)
    register("wagtailadmin_choose_page*", works_on_pages, _may_choose)
    register("wagtailadmin_reports:page_types_usage*", _whole_portal)
    register("wagtailadmin_reports:site_history*", works_on_pages)
    register("wagtail_bulk_action", None, _sees_bulk)
    register("wagtailadmin_tag*autocomplete", works_on_pages, None, _own_tags)
    register("wagtailadmin_block_preview", works_on_pages)
    register("wagtailembeds:*", nobody)
    register("wagtailforms:*", nobody)
    register("wagtailsnippets:*", nobody)
    register("wagtailadmin_collections:*", nobody)
    register("wagtailusers_groups:*", nobody)
    register(
        "wagtailadmin_workflows:usage*",
        any_perm("wagtailcore.add_workflow", "wagtailcore.change_workflow"),
        None,
        workflow_places,
    )
    register("wagtailadmin_workflows:add_task", any_perm("wagtailcore.add_task"), _is_own_kind_of_step)
    register("wagtailadmin_workflows:*", any_perm("wagtailcore.add_workflow", "wagtailcore.change_workflow"))
    register("staff_directory_unit_modeladmin_*", any_perm("staff_directory.change_unit"))
    register("staff_directory_officer_modeladmin_delete", nobody)
    register("staff_directory_officer_modeladmin_[eh]*", any_perm(KEEP), sees_officer)
    register("staff_directory_officer_modeladmin_*", any_perm(KEEP))
    register("wagtailusers_users:*", any_perm("auth.change_user"), _ordinary_account)
    register("wagtaildocs_chooser:chosen*", works_on_pages, _sees_items(document, "pk"))
    register("wagtailimages_chooser:chosen*", works_on_pages, _sees_items(image, "pk"))
    register("wagtailimages_chooser:select_format", works_on_pages, _sees_items(image, "image_id"))
    register("wagtaildocs_chooser:*", works_on_pages)
    register("wagtailimages_chooser:*", works_on_pages)
    for name in ("edit", "delete", "document_usage", "edit_multiple", "delete_multiple"):
        register(f"wagtaildocs:{name}", None, _sees_items(document, "document_id", "doc_id"))
    for name in (
        "edit", "delete", "image_usage", "edit_multiple", "delete_multiple",
        "url_generator", "url_generator_output", "preview",
    ):  # fmt: skip
        register(f"wagtailimages:{name}", None, _sees_items(image, "image_id"))
    readers_may_write("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account", "wagtailadmin_dismissibles")
