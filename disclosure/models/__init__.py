"""Decision notices, the pages that list them, settings, and imports."""

from .imports import ImportedRow, ImportJob
from .indexes import DecisionIndexPage, DecisionListPage
from .notices import DecisionNoticePage
from .settings import DisclosureSettings

__all__ = [
    "DecisionIndexPage",
    "DecisionListPage",
    "DecisionNoticePage",
    "DisclosureSettings",
    "ImportJob",
    "ImportedRow",
]
