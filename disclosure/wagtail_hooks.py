"""Imports and the editor's home in the Wagtail admin."""

from collections.abc import Iterable
from typing import Any

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from staff_directory.models import LetterTask
from staff_directory.roles.membership import reads_records

from . import board_views, guide
from .deadlines import LATE_ACT
from .flowcharts import urls as flowchart_urls
from .grades import urls as grade_urls
from .grades.verbs import ACT, ACT_EXTEND, confirms_for
from .guides.sheets import urls as guide_sheet_urls
from .imports import access, review, urls
from .laws import urls as lapsed_urls
from .laws.admin import viewsets as law_viewsets
from .laws.closing import ACT as ACT_CLOSE
from .matters.sheets import urls as matter_urls
from .models import ImportedRow
from .models.imports import ImportStatus
from .officers.sheets import urls as officer_sheet_urls
from .papers import hooks as paper_hooks
from .publicity_admin import PublicityRuleViewSet

_SHOWN = 6


@hooks.register("register_admin_urls")
def import_urls() -> list[Any]:
    """Mount the import screens and the guide."""
    return [
        path("imports/", include(urls)),
        path("matters/", include(matter_urls)),
        path("grades/", include(grade_urls)),
        path("guides/", include(guide_sheet_urls)),
        path("officers/", include(officer_sheet_urls)),
        path("flowcharts/", include(flowchart_urls)),
        path("lapsed/", include(lapsed_urls)),
        path("deadlines/", board_views.show, name="deadlines"),
        path("guide/", guide.show, name="editor_guide"),
        path("guide/samples/<str:name>", guide.sample, name="editor_guide_sample"),
    ]


@hooks.register("register_admin_viewset")
def publicity_rules() -> PublicityRuleViewSet:
    """Publicity rules among the settings."""
    return PublicityRuleViewSet()


@hooks.register("register_admin_viewset")
def laws() -> list[Any]:
    """The library of laws and its chooser."""
    return law_viewsets()


@hooks.register("register_log_actions")
def own_acts(actions: Any) -> None:
    """Name the acts of this layer."""
    for act, label in (
        (LATE_ACT, "逾期公开"),
        (ACT, "核定失信等级"),
        (ACT_EXTEND, "延长公示"),
        (ACT_CLOSE, "依据失效清理：人工办结"),
    ):
        actions.register_action(act, label, label)


hooks.register("register_admin_urls", paper_hooks.urls)
hooks.register("register_page_header_buttons", paper_hooks.paste_button)


class ImportMenuItem(MenuItem):
    """Shown to those who may import for some unit."""

    def is_shown(self, request: Any) -> bool:
        """Ask the unit's border."""
        return request.user.is_superuser or bool(access.units_for(request.user))


@hooks.register("register_admin_menu_item")
def import_menu_item() -> MenuItem:
    """First in the menu: it is what an editor does most."""
    return ImportMenuItem("导入决定", reverse("decision_imports:index"), icon_name="upload", order=50)


@hooks.register("register_admin_menu_item")
def matters_menu_item() -> MenuItem:
    """Matters by spreadsheet, after the import of decisions."""
    return ImportMenuItem("事项表格", reverse("matter_sheets:index"), icon_name="table", order=52)


@hooks.register("register_admin_menu_item")
def guides_menu_item() -> MenuItem:
    """Guides by spreadsheet, after matters."""
    return ImportMenuItem("指南表格", reverse("guide_sheets:index"), icon_name="table", order=53)


@hooks.register("register_admin_menu_item")
def officers_menu_item() -> MenuItem:
    """Officers by spreadsheet, before their register."""
    return ImportMenuItem("人员表格", reverse("officer_sheets:index"), icon_name="table", order=53)


class BoardMenuItem(MenuItem):
    """Shown to those who publish or read decisions."""

    def is_shown(self, request: Any) -> bool:
        """Ask the rule of the screen."""
        return board_views.may_see_board(request.user)


@hooks.register("register_admin_menu_item")
def board_menu_item() -> MenuItem:
    """Deadlines, right after imports."""
    return BoardMenuItem("公开期限", reverse("deadlines"), icon_name="time", order=55)


class GradeMenuItem(MenuItem):
    """Shown to those who confirm grades, and who reads every unit's records."""

    def is_shown(self, request: Any) -> bool:
        """Ask the right."""
        return confirms_for(request.user) is not None or reads_records(request.user)


@hooks.register("register_admin_menu_item")
def grade_menu_item() -> MenuItem:
    """Grades, after deadlines."""
    return GradeMenuItem("失信等级", reverse("grades:index"), icon_name="tag", order=56)


class DeskPanel(Component):
    """My drafts, what waits for me, and the last imports."""

    order = 10
    template_name = "disclosure/admin/desk.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return three short lists, each with its number."""
        user = parent_context["request"].user
        in_review = ImportedRow.objects.filter(job__status=ImportStatus.SUBMITTED, excluded=False, published=False)
        submitted = WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_IN_PROGRESS)
        drafts = (
            Page.objects.filter(latest_revision__user=user, has_unpublished_changes=True, seal=None)
            .exclude(pk__in=in_review.values("page_id"))
            .exclude(pk__in=[int(key) for key in submitted.values_list("object_id", flat=True)])
            .order_by("-latest_revision_created_at")
        )
        jobs = access.jobs_for(user)
        waiting = list(jobs.filter(status=ImportStatus.SUBMITTED).exclude(user=user)[:50])
        turn = review.turns(user, waiting)
        waiting_jobs = [job for job in waiting if turn[job.pk].own]
        tasks = TaskState.objects.reviewable_by(user).select_related("workflow_state", "revision", "task")
        waiting_count = len(waiting_jobs) + tasks.count()
        returned = board_views.returned(user)
        return {
            "numbers": board_views.numbers(user, waiting_count),
            "returned": returned.specific()[:_SHOWN],
            "returned_jobs": jobs.filter(user=user, status=ImportStatus.RETURNED)[:_SHOWN],
            "drafts": drafts.specific()[:_SHOWN],
            "draft_count": drafts.count(),
            "waiting_jobs": waiting_jobs[:_SHOWN],
            "tasks": _named(tasks[:_SHOWN]),
            "waiting_count": waiting_count,
            "jobs": jobs.filter(user=user)[:_SHOWN],
            "may_upload": bool(access.units_for(user)),
        }


def _named(tasks: Iterable[TaskState]) -> list[TaskState]:
    """Give each open step the ``title`` of its page in the admin, and the ``address`` at which the step is taken."""
    found = list(tasks)
    letters = set(LetterTask.objects.filter(pk__in=[state.task_id for state in found]).values_list("pk", flat=True))
    keys = [state.revision.object_id for state in found if state.revision is not None]
    titles = {str(page.pk): page.get_admin_display_title() for page in Page.objects.filter(pk__in=keys).specific()}
    for state in found:
        by_letter = state.task_id in letters
        edit = reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]) if state.revision else ""
        state.address = reverse("letters:show", args=[state.pk]) if by_letter else edit
        state.title = titles.get(state.revision.object_id, state.revision.object_str) if state.revision else ""
    return found


@hooks.register("construct_homepage_panels")
def desk(request: Any, panels: list[Any]) -> None:
    """Put the desk in the place of Wagtail's own panels."""
    panels[:] = [DeskPanel()]


@hooks.register("construct_main_menu")
def order_menu(request: Any, items: list[Any]) -> None:
    """Order the menu by what an editor does most, and leave out what this portal does not use."""
    order = {"explorer": 40, "documents": 400, "images": 410, "reports": 500, "settings": 900, "help": 950}
    for item in items:
        item.order = order.get(item.name, item.order)
    items[:] = [item for item in items if item.name not in ("snippets",)]


@hooks.register("construct_help_menu")
def own_help(request: Any, items: list[Any]) -> None:
    """Leave out links to the framework's own site: the guide for editors is the portal's."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]
    items.insert(0, MenuItem("使用手册", reverse("editor_guide"), icon_name="help", order=10))
