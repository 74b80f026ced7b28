"""Matters, lists and their editions, the library of laws, decision notices, settings, and imports."""

from .grades import PenaltyGrade
from .flowcharts import FlowchartIndexPage, FlowchartListPage, FlowchartPage
from .imports import ImportedRow, ImportJob
from .indexes import DecisionIndexPage, DecisionListPage, WithdrawalListPage
from .laws import Law, LawRank, LegalBasis
from .lists import Edition, EditionRow, ListPage, PlanRow
from .matter_rows import DiscretionTier, MatterBasis, RecordingStage, ReviewCase
from .matter_workbooks import MatterWorkbook
from .matters import MatterIndexPage, MatterPage
from .notices import DecisionNoticePage
from .publicity import PublicityRule
from .settings import DisclosureSettings, ImportSettings

__all__ = [
    "DecisionIndexPage",
    "DecisionListPage",
    "DecisionNoticePage",
    "DisclosureSettings",
    "DiscretionTier",
    "Edition",
    "EditionRow",
    "FlowchartIndexPage",
    "FlowchartListPage",
    "FlowchartPage",
    "ImportJob",
    "ImportSettings",
    "ImportedRow",
    "Law",
    "LawRank",
    "LegalBasis",
    "ListPage",
    "MatterBasis",
    "MatterIndexPage",
    "MatterPage",
    "MatterWorkbook",
    "PlanRow",
    "PenaltyGrade",
    "PublicityRule",
    "RecordingStage",
    "ReviewCase",
    "WithdrawalListPage",
]
