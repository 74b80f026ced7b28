"""Decision notices, the pages that list them, settings, and imports."""

from .flowcharts import FlowchartIndexPage, FlowchartListPage, FlowchartPage
from .imports import ImportedRow, ImportJob
from .indexes import DecisionIndexPage, DecisionListPage, WithdrawalListPage
from .notices import DecisionNoticePage
from .publicity import PublicityRule
from .settings import DisclosureSettings, ImportSettings

__all__ = [
    "DecisionIndexPage",
    "DecisionListPage",
    "DecisionNoticePage",
    "DisclosureSettings",
    "FlowchartIndexPage",
    "FlowchartListPage",
    "FlowchartPage",
    "ImportJob",
    "ImportSettings",
    "ImportedRow",
    "PublicityRule",
    "WithdrawalListPage",
]
