"""Units and their public pages; roles, transfers, findings and sign-in settings."""

from .directory import OfficerDirectoryPage, OfficerListPage
from .findings import Finding
from .officers import Officer, OfficerCertificate
from .pages import UnitIndexPage, UnitPage
from .places import Hall, Window
from .roles import RoleGroup
from .sign_in import SignInSettings
from .steps import Deputy, LetterTask, RoleTask
from .transfers import HandedOver, UnitTransfer
from .units import Unit

__all__ = [
    "Deputy",
    "Finding",
    "Hall",
    "HandedOver",
    "LetterTask",
    "Officer",
    "OfficerCertificate",
    "OfficerDirectoryPage",
    "OfficerListPage",
    "RoleGroup",
    "RoleTask",
    "SignInSettings",
    "Unit",
    "UnitIndexPage",
    "UnitPage",
    "UnitTransfer",
    "Window",
]
