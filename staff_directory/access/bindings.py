"""Where Wagtail's own classes are led to the border; like ``publication/routes.py``, with a check that they still are."""

from importlib import import_module
from typing import Any

from django.db.models import QuerySet
from wagtail import VERSION as WAGTAIL
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from publication.life.vanished import is_vanished, is_vanished_file, without_vanished

from ..models import LetterTask, RoleTask
from ..roles.lent import in_groups_of
from .references import within_border
from .sight import items_in_sight, may_see_item, may_see_page, sight_of, without_vanished_files


class UnitPagePermissionTester(PagePermissionTester):
    """Wagtail's tester without rights on what a split gave to another unit."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and self.permissions and not sight_of(user).holds(page.path):
            self.permissions = set()

    def can_set_view_restrictions(self) -> bool:
        """Say no to everybody: what is public is withdrawn, not hidden (docs/adr/0056)."""
        return False


class UnitPagePolicy(PagePermissionPolicy):
    """Wagtail's page policy with the rights of roles that are lent, and without what a split gave to another unit."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupPagePermission]:
        """Return the rights of the user's groups, own and lent."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return GroupPagePermission.objects.none()
        return GroupPagePermission.objects.filter(in_groups_of(user)).select_related("page", "permission")

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Ask the border first; what vanished is nobody's to see."""
        if user.is_active and not user.is_superuser and not sight_of(user).holds(instance.path):
            return False
        if is_vanished(instance) and not user.has_perm("staff_directory.read_sealed_pages"):
            return False
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Page]:
        """Leave out what was handed over, and what vanished: reports ask here."""
        return self._seen(user, self.even_vanished(user, actions))

    def even_vanished(self, user: Any, actions: Any) -> QuerySet[Page]:
        """Return the pages on which the user has any of the rights, with what vanished: for deciding about its restoration."""
        return self._kept(user, super().instances_user_has_any_permission_for(user, actions))

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """Leave out what was handed over, and what vanished: explorer, search, choosers, reports and the API ask here."""
        return self._seen(user, self._kept(user, super().explorable_instances(user)))

    def _seen(self, user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
        return pages if user.has_perm("staff_directory.read_sealed_pages") else without_vanished(pages)

    def _kept(self, user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
        if not user.is_active or user.is_superuser or not sight_of(user).gone:
            return pages
        kept: QuerySet[Page] = sight_of(user).filter(pages)
        return kept


class FilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy for files, with lent roles, without those of pages that vanished: lists, choosers, screens and bulk actions ask here."""

    def get_all_permissions_for_user(self, user: Any) -> QuerySet[GroupCollectionPermission]:
        """Return the rights of the user's groups, own and lent."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return GroupCollectionPermission.objects.none()
        return GroupCollectionPermission.objects.filter(in_groups_of(user)).select_related("permission", "collection")

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Leave out what vanished."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if user.is_superuser else without_vanished_files(found)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """Say no about what vanished."""
        if not user.is_superuser and is_vanished_file(instance):
            return False
        return bool(super().user_has_any_permission_for_instance(user, actions, instance))


def _file_policies() -> list[Any]:
    if WAGTAIL >= (8,):
        registry = import_module("wagtail.permissions").policy_registry
        return [registry.get_by_type(model) for model in (get_document_model(), get_image_model())]
    return [import_module(f"wagtail.{name}.permissions").permission_policy for name in ("documents", "images")]


def _bind_files() -> None:
    """Lead the policies for files to the border; Wagtail 8 makes and registers them when its apps are ready, after this one."""
    if WAGTAIL < (8,):
        for policy in _file_policies():
            policy.__class__ = FilePolicy
        return
    for name in ("documents", "images"):
        apps = import_module(f"wagtail.{name}.apps")
        if not getattr(apps.get_permission_policy, "keeps_border", False):
            apps.get_permission_policy = _kept_within(apps.get_permission_policy)


def _kept_within(make: Any) -> Any:
    def get_permission_policy() -> Any:
        policy = make()
        policy.__class__ = FilePolicy
        return policy

    get_permission_policy.keeps_border = True  # type: ignore[attr-defined]
    return get_permission_policy


def _api_queryset(original: Any) -> Any:
    def get_queryset(self: Any) -> QuerySet[Any]:
        return items_in_sight(original(self), self.request.user)

    return get_queryset


def _actionable(original: Any) -> Any:
    def get_actionable_objects(self: Any) -> Any:
        objects, others = original(self)
        user = self.request.user
        unseen = others.get("items_with_no_access", [])
        others["items_with_no_access"] = [item for item in unseen if _visible(user, item)]
        return objects, others

    return get_actionable_objects


def _visible(user: Any, item: Any) -> bool:
    if isinstance(item, Page):
        return may_see_page(user, item)
    return may_see_item(user, item) if hasattr(item, "collection_id") else True


def _without_vanished(original: Any) -> Any:
    def get_edit_url(self: Any, instance: Any) -> Any:
        if (
            isinstance(instance, Page)
            and is_vanished(instance)
            and not self.user.has_perm("staff_directory.read_sealed_pages")
        ):
            return None  # lists of usage name only what has an address
        return original(self, instance)

    return get_edit_url


def own_kinds_of_steps() -> list[Any]:
    """Return the kinds of steps that an administrator may make: a role's, and a letter's; not one that names a group."""
    return [RoleTask, LetterTask]


#: class, method, how it is wrapped
_WRAPPED = (
    ("wagtail.documents.api.admin.views", "DocumentsAdminAPIViewSet", "get_queryset", _api_queryset),
    ("wagtail.images.api.admin.views", "ImagesAdminAPIViewSet", "get_queryset", _api_queryset),
    ("wagtail.admin.views.bulk_action.base_bulk_action", "BulkAction", "get_actionable_objects", _actionable),
    ("wagtail.admin.admin_url_finder", "AdminURLFinder", "get_edit_url", _without_vanished),
    ("wagtail.admin.forms.pages", "WagtailAdminPageForm", "is_valid", within_border),
)
_REPLACED: tuple[tuple[str, str, Any], ...] = (
    ("wagtail.models.pages", "PagePermissionTester", UnitPagePermissionTester),
    ("wagtail.admin.views.workflows", "get_task_types", own_kinds_of_steps),
    # Wagtail 8 asks its registry of policies there, which holds the one that is bound below.
    *([] if WAGTAIL >= (8,) else [("wagtail.admin.api.views", "PagePermissionPolicy", UnitPagePolicy)]),
)


def bind() -> None:
    """Lead every name to the border.

    Raises:
        RuntimeError: Wagtail no longer has one of them.
    """
    from wagtail.permissions import page_permission_policy

    page_permission_policy.__class__ = UnitPagePolicy
    _bind_files()
    for module, name, ours in _REPLACED:
        found = import_module(module)
        if not hasattr(found, name):
            raise RuntimeError(f"Wagtail no longer has {module}.{name}: look at staff_directory/access/bindings.py.")
        setattr(found, name, ours)
    for module, name, method, wrap in _WRAPPED:
        owner = getattr(import_module(module), name)
        present = getattr(owner, method)
        if not getattr(present, "keeps_border", False):
            wrapped = wrap(present)
            wrapped.keeps_border = True
            setattr(owner, method, wrapped)


def unbound() -> list[str]:
    """Return the names that do not lead to the border."""
    from wagtail.permissions import page_permission_policy

    missing = [
        f"{module}.{name}" for module, name, ours in _REPLACED if getattr(import_module(module), name, None) is not ours
    ]
    missing += [
        f"{module}.{name}.{method}"
        for module, name, method, _ in _WRAPPED
        if not getattr(getattr(getattr(import_module(module), name), method), "keeps_border", False)
    ]
    if type(page_permission_policy) is not UnitPagePolicy:
        missing.append("wagtail.permissions.page_permission_policy")
    missing += [f"permission_policy of {policy.model}" for policy in _file_policies() if type(policy) is not FilePolicy]
    return missing
