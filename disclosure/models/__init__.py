"""Matters, lists and their editions, the library of laws, decision notices, settings, and imports."""

from .flowcharts import FlowchartIndexPage, FlowchartListPage, FlowchartPage
from .grades import PenaltyGrade
from .guide_rows import GuideBasis, GuideChannel, GuideMaterial, GuidePlace, GuideQuestion, GuideStep
from .guides import ServiceGuideIndexPage, ServiceGuideListPage, ServiceGuidePage
from .imports import ImportedRow, ImportJob
from .indexes import DecisionIndexPage, DecisionListPage, WithdrawalListPage
from .lapsed import LapsedBasisTask
from .laws import Law, LawRank, LegalBasis
from .lists import Edition, EditionRow, ListPage, PlanRow
from .matter_rows import DiscretionTier, MatterBasis, RecordingStage, ReviewCase
from .matter_workbooks import GuideWorkbook, MatterWorkbook, OfficerWorkbook, Workbook
from .matters import MatterIndexPage, MatterPage
from .notices import DecisionNoticePage
from .paper_settings import PaperSettings
from .papers import DocumentTemplateIndexPage, PaperListPage, RegulationIndexPage, ServiceNoticeIndexPage
from .publicity import PublicityRule
from .regulations import RegulationAttachment, RegulationChange, RegulationPage
from .service_notices import ServiceNoticePage
from .settings import DisclosureSettings, ImportSettings
from .templates_of_documents import DocumentTemplatePage, TemplateField, TemplateUse

__all__ = [
    "DecisionIndexPage",
    "DecisionListPage",
    "DecisionNoticePage",
    "DisclosureSettings",
    "DiscretionTier",
    "DocumentTemplateIndexPage",
    "DocumentTemplatePage",
    "Edition",
    "EditionRow",
    "FlowchartIndexPage",
    "FlowchartListPage",
    "FlowchartPage",
    "GuideBasis",
    "GuideChannel",
    "GuideMaterial",
    "GuidePlace",
    "GuideQuestion",
    "GuideStep",
    "GuideWorkbook",
    "ImportJob",
    "ImportSettings",
    "ImportedRow",
    "LapsedBasisTask",
    "Law",
    "LawRank",
    "LegalBasis",
    "ListPage",
    "MatterBasis",
    "MatterIndexPage",
    "MatterPage",
    "MatterWorkbook",
    "OfficerWorkbook",
    "PaperListPage",
    "PaperSettings",
    "PenaltyGrade",
    "PlanRow",
    "PublicityRule",
    "RecordingStage",
    "RegulationAttachment",
    "RegulationChange",
    "RegulationIndexPage",
    "RegulationPage",
    "ReviewCase",
    "ServiceGuideIndexPage",
    "ServiceGuideListPage",
    "ServiceGuidePage",
    "ServiceNoticeIndexPage",
    "ServiceNoticePage",
    "TemplateField",
    "TemplateUse",
    "WithdrawalListPage",
    "Workbook",
]
