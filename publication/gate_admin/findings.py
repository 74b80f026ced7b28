"""What the gates say about a page's newest draft, in groups as an editor reads them."""

from typing import Any

from ..gates import Problem, findings_of
from ..gates.approval import NOT_APPROVED
from ..gates.outside import TO_COME
from ..models import GateOverride, content_digest


def _row(page: Any, problem: Problem, override: GateOverride | None) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": problem.message,
        "law": problem.law,
        "label": _label(page, problem.field),
        "anchor": _anchor(problem.field),
        "privacy": problem.code.startswith("privacy_"),
        "permission": problem.override_permission,
        "override": override,
    }


def _label(page: Any, field: str) -> str:
    """Return where a jump leads to, in words: the field, or the row and its field (id_places-1-name, steps-3-value-text)."""
    name, *place = field.removeprefix("id_").split("-")
    found = next((each for each in page._meta.get_fields() if each.name == name), None)
    if found is None:
        return ""
    rows = None if hasattr(found, "verbose_name") else found.related_model
    label = str(found.verbose_name if rows is None else rows._meta.verbose_name)
    if place and place[0].isdecimal():
        label += f"第{int(place[0]) + 1}项"
        inner = rows and next((each for each in rows._meta.fields if each.name == place[-1]), None)
        label += f"的“{inner.verbose_name}”" if inner else ""
    return label


def _anchor(field: str) -> str:
    """Return the link to a field's input; an input within a block is named by its own id (steps-3-value-text)."""
    return f"#{field}" if "-" in field else f"#id_{field}" if field else ""


def findings_context(page: Any, user: Any) -> dict[str, Any]:
    """Return ``errors``, ``waiting`` (nothing to mend), ``warnings``, ``approvals`` (steps still missing) and ``set_aside`` of the newest draft of ``page``."""
    revision = page.get_latest_revision()
    draft = revision.as_object() if revision is not None else page.specific
    overrides = {}
    if revision is not None:
        digest = content_digest(revision.content)
        found = GateOverride.objects.filter(revision=revision, digest=digest).select_related("user")
        overrides = {override.code: override for override in found}
    groups: dict[str, list[dict[str, Any]]] = {
        "errors": [],
        "waiting": [],
        "warnings": [],
        "approvals": [],
        "set_aside": [],
    }
    for problem in findings_of(draft, revision):
        override = overrides.get(problem.code) if problem.override_permission else None
        if override is not None:
            group = "set_aside"
        elif problem.code == NOT_APPROVED or problem.code in TO_COME:
            group = "approvals"
        elif problem.waits and problem.blocks:
            group = "waiting"
        else:
            group = "errors" if problem.blocks else "warnings"
        row = _row(draft, problem, override)
        row["may_override"] = bool(row["permission"]) and user.has_perm(row["permission"])
        groups[group].append(row)
    return {**groups, **_state(groups), "page": page, "revision": revision}


def _state(groups: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    """Return the state in a word, as ``gate_heading`` and ``gate_icon``: for the panel's head, which screen readers read too."""
    if groups["errors"]:
        return {"gate_heading": f"能否公开：还不能，{len(groups['errors'])} 处要改正", "gate_icon": "warning"}
    if groups["approvals"]:
        return {"gate_heading": "能否公开：内容检查通过，等待审核", "gate_icon": "time"}
    if groups["waiting"]:
        return {"gate_heading": "能否公开：内容检查通过，要与别的内容一起公开", "gate_icon": "time"}
    return {"gate_heading": "能否公开：可以公开", "gate_icon": "check"}
