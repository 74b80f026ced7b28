"""The steps in use stay as two administrators set them: no one account takes a step away, gives it to another role, or goes around it.

GB/T 22239-2019 (separated administrators): the system administrator prepares a workflow, the security administrator puts it to use.
"""

from collections.abc import Callable

from publication.approvals import STEPS
from publication.guards.extra import RowGuard, differs, permit, register

_WHAT = "steps of approval in use"
_LINKS = "wagtailcore_workflowpage"


def _workflow_used(key: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_LINKS} used WHERE used.workflow_id = {key})"


def _task_used(key: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM wagtailcore_workflowtask step JOIN {_LINKS} used ON used.workflow_id = step.workflow_id"
        f" WHERE step.task_id = {key})"
    )


def _shut(condition: str, columns: tuple[str, ...] = ()) -> Callable[[str], str]:
    """Return the condition of a guard: no permit, ``condition``, and (for updates) a change of one of ``columns``."""

    def write(vendor: str) -> str:
        changed = f" AND ({differs(vendor, columns)})" if columns else ""
        return f"NOT {permit(STEPS)} AND NOT {permit('*')} AND {condition}{changed}"

    return write


def install() -> None:
    """Register the guards."""
    steps, groups = "wagtailcore_workflowtask", "wagtailcore_groupapprovaltask_groups"
    rules = [
        ("wagtailcore_workflow", "UPDATE", _shut(_workflow_used("OLD.id"), ("active",))),
        (_LINKS, "INSERT", _shut("1 = 1")),
        (_LINKS, "UPDATE", _shut("1 = 1", ("workflow_id", "page_id"))),
        (_LINKS, "DELETE", _shut("1 = 1")),
        (steps, "UPDATE", _shut(_workflow_used("OLD.workflow_id"), ("workflow_id", "task_id"))),
        (steps, "DELETE", _shut(_workflow_used("OLD.workflow_id"))),
        ("wagtailcore_task", "UPDATE", _shut(_task_used("OLD.id"), ("active",))),
        ("staff_directory_roletask", "UPDATE", _shut(_task_used("OLD.task_ptr_id"), ("role", "may_substitute"))),
        ("staff_directory_lettertask", "UPDATE", _shut(_task_used("OLD.task_ptr_id"), ("body",))),
        (groups, "INSERT", _shut(_task_used("NEW.groupapprovaltask_id"))),
        (groups, "DELETE", _shut(_task_used("OLD.groupapprovaltask_id"))),
    ]
    read = (_LINKS, steps)
    for table, event, condition in rules:
        name = f"guard_steps_{table.split('_', 1)[-1]}_{event.lower()}"
        register(RowGuard(name, table, event, condition, _WHAT, read))
