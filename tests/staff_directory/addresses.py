"""Every address of the admin, with an object of the own unit's or of another unit's in it."""

from fnmatch import fnmatchcase
from typing import Any

from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from wagtail.models import Site, Task, Workflow

from disclosure.models import (
    FlowchartPage,
    LapsedBasisTask,
)
from home.models import PortalIdentity

from .world import Side, World

#: (view names, arguments from world and side, whether the objects are a unit's); the first match counts.
ARGUMENTS: list[tuple[str, Any, bool]] = [
    ("wagtailadmin_api:pages:detail", lambda w, s: {"pk": s.page.pk}, True),
    ("wagtailadmin_api:pages:action", lambda w, s: {"pk": s.page.pk, "action_name": "copy"}, True),
    ("wagtailadmin_api:documents:detail", lambda w, s: {"pk": s.document.pk}, True),
    ("wagtailadmin_api:images:detail", lambda w, s: {"pk": s.image.pk}, True),
    ("wagtailadmin_explore*", lambda w, s: {"parent_page_id": s.index.pk}, True),
    (
        "wagtail_bulk_action",
        lambda w, s: {"app_label": "wagtailcore", "model_name": "page", "action": "delete", "?": f"id={s.page.pk}"},
        True,
    ),
    (
        "wagtailadmin_pages:add",
        lambda w, s: {
            "content_type_app_name": "disclosure",
            "content_type_model_name": "decisionnoticepage",
            "parent_page_id": s.index.pk,
        },
        True,
    ),
    (
        "wagtailadmin_pages:preview_on_add",
        lambda w, s: {
            "content_type_app_name": "disclosure",
            "content_type_model_name": "decisionnoticepage",
            "parent_page_id": s.index.pk,
        },
        True,
    ),
    (
        "wagtailadmin_pages:type_use*",
        lambda w, s: {"content_type_app_name": "disclosure", "content_type_model_name": "decisionnoticepage"},
        False,
    ),
    (
        "wagtailadmin_pages:choose_parent",
        lambda w, s: {"app_label": "disclosure", "model_name": "decisionnoticepage"},
        False,
    ),
    ("wagtailadmin_pages:add_subpage", lambda w, s: {"parent_page_id": s.index.pk}, True),
    ("wagtailadmin_pages:move", lambda w, s: {"page_to_move_id": s.page.pk}, True),
    ("wagtailadmin_pages:set_page_position", lambda w, s: {"page_to_move_id": s.page.pk}, True),
    (
        "wagtailadmin_pages:move_confirm",
        lambda w, s: {"page_to_move_id": s.page.pk, "destination_id": s.index.pk},
        True,
    ),
    (
        "wagtailadmin_pages:*workflow_action*",
        lambda w, s: {
            "page_id": s.submitted.pk,
            "action_name": "approve",
            "task_state_id": s.submitted.current_workflow_state.current_task_state_id,
        },
        True,
    ),
    (
        "wagtailadmin_pages:workflow_preview",
        lambda w, s: {"page_id": s.submitted.pk, "task_id": s.submitted.current_workflow_task.pk},
        True,
    ),
    (
        "wagtailadmin_pages:workflow_history_detail",
        lambda w, s: {"page_id": s.submitted.pk, "workflow_state_id": s.submitted.current_workflow_state.pk},
        True,
    ),
    ("wagtailadmin_pages:revisions_compare", lambda w, s: [s.page.pk, "earliest", "latest"], True),
    (
        "wagtailadmin_pages:revisions_[vru]*",
        lambda w, s: {"page_id": s.page.pk, "revision_id": s.page.latest_revision_id},
        True,
    ),
    ("wagtailadmin_pages:search*", None, False),
    ("wagtailadmin_pages:unpublish", lambda w, s: {"page_id": s.live.pk}, True),
    ("wagtailadmin_pages:confirm_workflow_cancellation", lambda w, s: {"page_id": s.submitted.pk}, True),
    ("wagtailadmin_pages:*", lambda w, s: {"page_id": s.page.pk}, True),
    ("wagtailadmin_choose_page_child", lambda w, s: {"parent_page_id": s.index.pk}, True),
    ("wagtailadmin_choose_page_chosen_multiple", lambda w, s: {"?": f"id={s.page.pk}"}, True),
    ("wagtailadmin_collections:set_privacy", lambda w, s: {"collection_id": s.unit.collection_id}, True),
    ("wagtailadmin_collections:[!ia]*", lambda w, s: {"pk": s.unit.collection_id}, True),
    ("deputies:end", lambda w, s: {"pk": s.deputy.pk}, True),
    ("letters:confirm", lambda w, s: {"pk": w.letter_state.pk, "letter": w.letter.pk}, False),
    ("letters:[sr]*", lambda w, s: {"pk": w.letter_state.pk}, False),
    ("wagtailadmin_workflows:remove", lambda w, s: {"page_pk": s.page.pk}, False),
    (
        "wagtailadmin_workflows:add_task",
        lambda w, s: {"app_label": "staff_directory", "model_name": "roletask"},
        False,
    ),
    ("wagtailadmin_workflows:task_chosen", lambda w, s: {"task_id": Task.objects.first().pk}, False),
    ("wagtailadmin_workflows:*able_task", lambda w, s: {"pk": Task.objects.first().pk}, False),
    ("wagtailadmin_workflows:edit_task", lambda w, s: {"pk": Task.objects.first().pk}, False),
    ("wagtailadmin_workflows:*able", lambda w, s: {"pk": Workflow.objects.first().pk}, False),
    ("wagtailadmin_workflows:edit", lambda w, s: {"pk": Workflow.objects.first().pk}, False),
    ("wagtailadmin_workflows:usage*", lambda w, s: {"pk": Workflow.objects.first().pk}, False),
    (
        "wagtailadmin_editing_sessions:ping",
        lambda w, s: {"app_label": "wagtailcore", "model_name": "page", "object_id": s.page.pk, "session_id": 1},
        True,
    ),
    ("wagtailadmin_editing_sessions:release", lambda w, s: {"session_id": 1}, False),
    ("staff_directory_unit_modeladmin_[edh]*", lambda w, s: {"instance_pk": w.spare_unit.pk}, False),
    ("decision_imports:template", lambda w, s: {"key": "licence-organisation"}, False),
    ("decision_imports:*", lambda w, s: {"pk": s.job.pk}, True),
    ("gates:override", lambda w, s: {"pk": s.page.pk, "code": "period_over"}, True),
    ("flowcharts:draw", lambda w, s: {"pk": s.page.pk}, True),
    ("flowcharts:[su]*", lambda w, s: {"pk": FlowchartPage.objects.get(unit=s.unit).pk}, True),
    ("gates:*", lambda w, s: {"pk": s.page.pk}, True),
    ("privacy_page", lambda w, s: {"pk": s.page.pk}, True),
    ("regulation_paste", lambda w, s: {"pk": s.regulation.pk}, True),
    ("notices:open", lambda w, s: {"pk": w.notice.pk}, False),
    ("editor_guide_sample", lambda w, s: {"name": "penalties-sample.xlsx"}, False),
    ("calendar_days:[edhuc]*", lambda w, s: {"pk": w.day.pk}, False),
    ("publicity_rules:[edhuc]*", lambda w, s: {"pk": w.rule.pk}, False),
    ("matter_sheets:export", lambda w, s: {"code": s.unit.code}, True),
    ("matter_sheets:[as]*", lambda w, s: {"pk": s.workbook.pk}, True),
    ("staff_directory_officer_modeladmin_[edh]*", lambda w, s: {"instance_pk": s.officer.pk}, True),
    ("officer_sheets:export", lambda w, s: {"code": s.unit.code}, True),
    ("officer_sheets:[as]*", lambda w, s: {"pk": s.officer_workbook.pk}, True),
    ("guide_sheets:export", lambda w, s: {"code": s.unit.code}, True),
    ("guide_sheets:[as]*", lambda w, s: {"pk": s.guide_workbook.pk}, True),
    ("laws:[edhuc]*", lambda w, s: {"pk": w.basis.law_id}, False),
    ("legal_bases:[edhuc]*", lambda w, s: {"pk": w.basis.pk}, False),
    ("legal_basis_chooser:chosen", lambda w, s: {"pk": w.basis.pk}, False),
    ("legal_basis_chooser:chosen_multiple", lambda w, s: {"?": f"id={w.basis.pk}"}, False),
    ("halls:[edhu]*", lambda w, s: {"pk": s.window.hall_id}, True),
    ("windows:[edhu]*", lambda w, s: {"pk": s.window.pk}, True),
    ("window_chooser:chosen", lambda w, s: {"pk": s.window.pk}, False),
    ("window_chooser:chosen_multiple", lambda w, s: {"?": f"id={s.window.pk}"}, False),
    ("wagtailsearchpromotions:[ed]*", lambda w, s: {"query_id": w.query.pk}, False),
    ("wagtailsnippets_search_synonym:[edhuc]*", lambda w, s: {"pk": w.synonym.pk}, False),
    ("wagtailsnippetchoosers_search_synonym:chosen", lambda w, s: {"pk": w.synonym.pk}, False),
    (
        "wagtailsettings:*",
        lambda w, s: {"app_name": "home", "model_name": "portalidentity", "pk": PortalIdentity.load().pk},
        False,
    ),
    ("wagtailforms:*submissions*", lambda w, s: {"page_id": s.page.pk}, False),
    ("wagtailredirects:[ed][de]*", lambda w, s: {"redirect_id": w.redirect.pk}, False),
    ("wagtaildocs:edit", lambda w, s: {"document_id": s.document.pk}, True),
    ("wagtaildocs:delete", lambda w, s: {"document_id": s.document.pk}, True),
    ("wagtaildocs:document_usage", lambda w, s: {"document_id": s.document.pk}, True),
    ("wagtaildocs:*_uploaded_*", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtaildocs:delete_upload_multiple", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtaildocs:[ed]*_multiple", lambda w, s: {"doc_id": s.document.pk}, True),
    ("wagtailimages:preview", lambda w, s: {"image_id": s.image.pk, "filter_spec": "original"}, True),
    ("wagtailimages:*_uploaded_*", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtailimages:delete_upload_multiple", lambda w, s: {"uploaded_file_id": 1}, False),
    ("wagtailimages:[!ia]*", lambda w, s: {"image_id": s.image.pk}, True),
    ("wagtailimages:image_usage", lambda w, s: {"image_id": s.image.pk}, True),
    ("wagtailsites:[!ia]*", lambda w, s: {"pk": Site.objects.first().pk}, False),
    ("wagtailusers_users:[!ia]*", lambda w, s: {"pk": w.plain_user.pk}, False),
    ("wagtailusers_groups:[!ia]*", lambda w, s: {"pk": Group.objects.first().pk}, False),
    ("wagtaildocs_chooser:chosen", lambda w, s: {"pk": s.document.pk}, True),
    ("wagtaildocs_chooser:chosen_multiple", lambda w, s: {"?": f"id={s.document.pk}"}, True),
    ("wagtailimages_chooser:chosen", lambda w, s: {"pk": s.image.pk}, True),
    ("wagtailimages_chooser:chosen_multiple", lambda w, s: {"?": f"id={s.image.pk}"}, True),
    ("wagtailimages_chooser:select_format", lambda w, s: {"image_id": s.image.pk}, True),
    ("wagtailadmin_password_reset_confirm", lambda w, s: {"uidb64": "MQ", "token": "set-password"}, False),
    ("wagtailadmin_tag_model_autocomplete", lambda w, s: {"app_name": "taggit", "model_name": "tag"}, False),
    ("reading:revision", lambda w, s: {"page_id": s.page.pk, "revision_id": s.page.latest_revision_id}, True),
    ("reading:purpose", lambda w, s: {"page_id": s.sealed.pk}, True),
    ("reading:p*", lambda w, s: {"page_id": s.page.pk}, True),
    ("life:page", lambda w, s: {"pk": s.ending.page_id}, True),
    ("life:ask", lambda w, s: {"pk": s.live.pk}, True),
    ("life:restore", lambda w, s: {"pk": s.ending.page_id}, True),
    ("life:receipt*", lambda w, s: {"pk": s.ending.receipts.get().pk}, True),
    ("life:restoration*", lambda w, s: {"pk": s.ending.restorations.get().pk}, True),
    ("life:*_recipient", lambda w, s: {"pk": s.ending.recipient_tasks.get(recipient=w.recipient).pk}, True),
    ("life:destroy", lambda w, s: {"pk": s.ending.pk}, True),
    ("life:destruction", lambda w, s: {"pk": s.ending.destructions.get().pk}, True),
    ("backups:destroy", lambda w, s: {"pk": w.backup.pk}, False),
    ("backups:*", None, False),
    ("life:batch_new", None, False),
    ("life:batch*", lambda w, s: {"pk": s.batch.pk}, True),
    ("life:board", None, False),
    ("life:*", lambda w, s: {"pk": s.ending.pk}, True),
    ("lapsed:show", lambda w, s: {"pk": LapsedBasisTask.objects.get(unit=s.unit).pk}, True),
    ("grades:over_one", lambda w, s: {"pk": s.live.pk}, True),
    ("grades:show", lambda w, s: {"pk": s.page.pk}, True),
    ("recipients:[edhuc]*", lambda w, s: {"pk": w.recipient.pk}, False),
    (
        "reading:compare",
        lambda w, s: {
            "page_id": s.page.pk,
            "before_id": s.page.latest_revision_id,
            "after_id": s.page.latest_revision_id,
        },
        True,
    ),
    ("records:rows", lambda w, s: {"key": "staff_directory-unit"}, False),
    ("records:show", lambda w, s: {"key": "staff_directory-unit", "pk": s.unit.pk}, False),
    ("findings:new", None, False),
    ("findings:*", lambda w, s: {"pk": s.finding.pk}, True),
    ("trail:show", lambda w, s: {"pk": w.entry.pk}, False),
    ("trail:export", lambda w, s: {"kind": "jsonl"}, False),
    ("transfers:new", None, False),
    ("transfers:*", lambda w, s: {"pk": w.transfer.pk}, False),
    ("sign_in:reset", lambda w, s: {"pk": w.plain_user.pk}, False),
]


def admin_names() -> dict[str, bool]:
    """Return every named view of the admin, with whether one of its addresses takes no argument."""

    def walk(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Any:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(
                    pattern.url_patterns, route, (*spaces, *([pattern.namespace] if pattern.namespace else []))
                )
            else:
                bare = "<" not in route and "(" not in route.removesuffix("$")
                yield ":".join((*spaces, pattern.name or "")), route, bare

    found: dict[str, bool] = {}
    for name, route, bare in walk(get_resolver().url_patterns, "", ()):
        if route.startswith("admin/") and name and not name.endswith(":"):
            found[name] = found.get(name, False) or bare
    return found


def address(name: str, bare: bool, world: World, side: Side) -> tuple[str, bool] | None:
    """Return the address of a view for a side, and whether its objects are a unit's; None when nothing says how."""
    for pattern, arguments, of_unit in ARGUMENTS:
        if not fnmatchcase(name, pattern):
            continue
        given = arguments(world, side) if arguments else {}
        if isinstance(given, list):
            return reverse(name, args=given), of_unit
        query = given.pop("?", "")
        if bare and not query:
            try:
                return reverse(name), False
            except Exception:  # a name with several addresses: take the one with arguments
                pass
        return reverse(name, kwargs=given) + (f"?{query}" if query else ""), of_unit
    return (reverse(name), False) if bare else None
