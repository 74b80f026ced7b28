"""The roles of the bureau and the rights that go with each; ``sync_roles`` makes the groups from this.

Three administrators are separated (系统, 安全, 审计; GB/T 22239-2019): none can both act and erase the trace.
"""

from dataclasses import dataclass, field

from ..kinds import Duty, Role


@dataclass(slots=True)
class RoleSpec:
    """The rights of one role.

    ``pages`` are Wagtail's page permissions (without ``_page``) on the unit's subtree, or for a bureau-wide role on the
    whole portal; ``files`` tells whether it keeps files there; ``permissions`` are ``app.codename`` labels;
    ``settings`` grants every registered setting but :data:`SECURITY_SETTINGS`.
    """

    role: Role
    duty: Duty
    of_unit: bool = False
    pages: tuple[str, ...] = ()
    files: bool = False
    settings: bool = False
    permissions: list[str] = field(default_factory=list)


_EDIT = ("add", "change")
_HEAD = ("add", "change", "publish", "lock", "unlock")
_READ_UNIT = "staff_directory.read_unit_pages"
_READ_ALL = "staff_directory.read_all_pages"
_ANSWER = "staff_directory.answer_finding"
_TRAIL = "staff_directory.view_trail"
_EXPORT = "staff_directory.export_trail"
#: Records and confirms letters of other bodies: two people of 政策法规科, one for each.
_LETTERS = "publication.add_outsideapproval"
#: The end of a page's publicity: ask for it, approve it (never one's own), execute it at once, review what was done at once.
_ASK_END = "publication.request_ending"
#: The register of halls and windows (within the unit's border: places/border.py). Live guides show them: heads keep them, not editors.
_PLACES = tuple(f"staff_directory.{act}_{name}" for name in ("hall", "window") for act in ("add", "change"))
_END = (_ASK_END, "publication.approve_ending", "publication.end_at_once")
#: Keeps the register of officers, of the own unit or (政策法规科) of all; nobody deletes from it.
_OFFICERS = ("staff_directory.add_officer", "staff_directory.change_officer")

ROLES: dict[Role, RoleSpec] = {
    spec.role: spec
    for spec in (
        RoleSpec(Role.UNIT_EDITOR, Duty.BUSINESS, True, _EDIT, True, permissions=[_READ_UNIT, _ASK_END, *_OFFICERS]),
        RoleSpec(
            Role.UNIT_HEAD,
            Duty.BUSINESS,
            True,
            _HEAD,
            True,
            permissions=[_READ_UNIT, _ANSWER, *_END, *_PLACES, *_OFFICERS],
        ),
        RoleSpec(Role.UNIT_LEGAL_REVIEWER, Duty.BUSINESS, True, permissions=[_READ_UNIT]),
        RoleSpec(Role.LEGAL_REVIEWER, Duty.BUSINESS, permissions=[_READ_ALL, _LETTERS]),
        RoleSpec(
            Role.DISCLOSURE_OFFICER,
            Duty.BUSINESS,
            False,
            _HEAD,
            True,
            permissions=[_READ_ALL, _LETTERS, *_END, "publication.review_ending", *_PLACES, *_OFFICERS],
        ),
        RoleSpec(Role.SECRECY_REVIEWER, Duty.BUSINESS, permissions=[_READ_ALL, "publication.approve_secret_ending"]),
        RoleSpec(Role.DEPUTY_DIRECTOR, Duty.BUSINESS, permissions=[_READ_ALL]),
        RoleSpec(Role.OUTSIDE_REVIEWER, Duty.OUTSIDE),
        RoleSpec(
            Role.DISCIPLINE_AUDITOR,
            Duty.DISCIPLINE,
            permissions=[_READ_ALL, _TRAIL, "staff_directory.read_sealed_pages", "staff_directory.file_finding"],
        ),
        RoleSpec(
            Role.SYSTEM_ADMIN,
            Duty.SYSTEM,
            settings=True,
            permissions=[
                "staff_directory.add_unit",
                "staff_directory.change_unit",
                "staff_directory.delete_unit",
                "staff_directory.prepare_transfer",
                "wagtailcore.change_site",
                "wagtailcore.add_workflow",
                "wagtailcore.change_workflow",
                "wagtailcore.delete_workflow",
                "wagtailcore.add_task",
                "wagtailcore.change_task",
                "wagtailcore.delete_task",
                "publication.add_backup",
                "publication.change_backup",
                "wagtailredirects.add_redirect",
                "wagtailredirects.change_redirect",
                "wagtailredirects.delete_redirect",
            ],
        ),
        RoleSpec(
            Role.SECURITY_ADMIN,
            Duty.SECURITY,
            permissions=[
                "auth.add_user",
                "auth.change_user",
                "staff_directory.end_sessions",
                "staff_directory.change_signinsettings",
                "staff_directory.confirm_transfer",
            ],
        ),
        RoleSpec(Role.AUDIT_ADMIN, Duty.AUDIT, permissions=[_TRAIL, _EXPORT]),
    )
}
UNIT_ROLES = tuple(role for role, spec in ROLES.items() if spec.of_unit)
BUREAU_ROLES = tuple(role for role, spec in ROLES.items() if not spec.of_unit)

#: Roles whose holders look and never change content: see ``access/middleware.py``.
READING_DUTIES = frozenset({Duty.DISCIPLINE, Duty.AUDIT})

#: Settings that the security administrator keeps, and not the system administrator.
SECURITY_SETTINGS = frozenset({"staff_directory.change_signinsettings"})


def allow(role: Role, *labels: str) -> None:
    """Give ``role`` further permissions (``app.codename``); called by an upper layer in its ``apps.py``."""
    for label in labels:
        if label not in ROLES[role].permissions:
            ROLES[role].permissions.append(label)
