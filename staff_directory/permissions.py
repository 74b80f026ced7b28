"""The unit's border in Wagtail's own terms: a subtree, a collection, and two groups with rights on them."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from .models import Unit, UnitPage

_EDITOR = ("add_page", "change_page")
_REVIEWER = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
_FILES = (
    ("publication", "add_storedimage"),
    ("publication", "change_storedimage"),
    ("publication", "choose_storedimage"),
    ("publication", "choose_image"),
    ("publication", "add_storeddocument"),
    ("publication", "change_storeddocument"),
    ("publication", "choose_document"),
    ("publication", "choose_storeddocument"),
)


def group_names(unit: Unit) -> tuple[str, str]:
    """Return the names of a unit's editors' and reviewers' groups."""
    return f"{unit.code} 编辑", f"{unit.code} 审核"


def ensure_collection(unit: Unit) -> Collection:
    """Return the unit's collection, made when it is not there yet."""
    if unit.collection_id is None:
        unit.collection = Collection.get_first_root_node().add_child(name=unit.name)
        unit.save(update_fields=["collection"])
    return unit.collection


def ensure_groups(unit: Unit, page: UnitPage) -> tuple[Group, Group]:
    """Return the unit's (editors, reviewers), with rights on its subtree and collection only."""
    collection = ensure_collection(unit)
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    groups = []
    for name, rights in zip(group_names(unit), (_EDITOR, _REVIEWER), strict=True):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(access)
        for codename in rights:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=page.page_ptr, permission=permission)
        for app_label, codename in _FILES:
            file_right = Permission.objects.filter(content_type__app_label=app_label, codename=codename).first()
            if file_right is not None:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=file_right
                )
        groups.append(group)
    return groups[0], groups[1]


def ensure_workflow(unit: Unit, page: UnitPage, reviewers: Group) -> Workflow:
    """Return the workflow of the unit's subtree (编辑 → 审核), made when the page has none of its own."""
    found = WorkflowPage.objects.filter(page=page.page_ptr).select_related("workflow").first()
    if found is not None:
        return found.workflow
    task = GroupApprovalTask.objects.create(name=f"{unit.name}审核")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name=f"{unit.name}发布审批")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page.page_ptr)
    return workflow
