"""Decision notices, the pages that list them, settings, and imports."""

from .imports import ImportedRow, ImportJob
from .indexes import DecisionIndexPage, DecisionListPage, WithdrawalListPage
from .notices import DecisionNoticePage
from .paper_settings import PaperSettings
from .papers import DocumentTemplateIndexPage, PaperListPage, RegulationIndexPage, ServiceNoticeIndexPage
from .publicity import PublicityRule
from .regulations import RegulationAttachment, RegulationChange, RegulationPage
from .service_notices import ServiceNoticePage
from .settings import DisclosureSettings, ImportSettings
from .templates_of_documents import DocumentTemplatePage, TemplateField

__all__ = [
    "DecisionIndexPage",
    "DecisionListPage",
    "DecisionNoticePage",
    "DisclosureSettings",
    "DocumentTemplateIndexPage",
    "DocumentTemplatePage",
    "ImportJob",
    "ImportSettings",
    "ImportedRow",
    "PaperListPage",
    "PaperSettings",
    "PublicityRule",
    "RegulationAttachment",
    "RegulationChange",
    "RegulationIndexPage",
    "RegulationPage",
    "ServiceNoticeIndexPage",
    "ServiceNoticePage",
    "TemplateField",
    "WithdrawalListPage",
]
