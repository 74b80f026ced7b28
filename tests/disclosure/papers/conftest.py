"""A unit's folders of papers, and complete papers to put into them."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from disclosure.demo.docx import make_docx
from disclosure.models import (
    DocumentTemplateIndexPage,
    DocumentTemplatePage,
    PaperSettings,
    RegulationIndexPage,
    RegulationPage,
    ServiceNoticeIndexPage,
    ServiceNoticePage,
    TemplateField,
)
from disclosure.papers.bodies import as_stream
from disclosure.papers.outline import Row
from publication.actions.publish import publish_page
from publication.models import StoredDocument
from tests.publication.life.conftest import InProcess

PARTY = "欧阳示例"


def stored(unit, name="sample.docx", content=None, title="样本"):
    """An attachment of the unit."""
    content = make_docx("样本", ["当事人：____"]) if content is None else content
    return StoredDocument.objects.create(title=title, file=ContentFile(content, name=name), collection=unit.collection)


def add(parent, page):
    """Add a draft with a revision; return it fresh with its specific type."""
    page.live = False
    page.adopt(parent)
    parent.add_child(instance=page)
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


def make_template(unit, **values):
    """A complete draft of a document template."""
    parent = DocumentTemplateIndexPage.objects.get(unit=unit)
    fields = {
        "title": "行政处罚事先告知书", "stage": "3-notice", "code": "示例-05", "version": "2026年版",
        "effective_on": datetime.date(2026, 2, 1), "usage": "决定之前送给当事人。", "file": values.pop("file", None) or stored(unit),
        **values,
    }  # fmt: skip
    page = DocumentTemplatePage(secrecy="clear", **fields)
    page.required_fields = [TemplateField(name="当事人名称", sort_order=0)]
    return add(parent, page)


def make_regulation(unit, articles=3, **values):
    """A complete draft of a regulation with one chapter."""
    parent = RegulationIndexPage.objects.get(unit=unit)
    changes = values.pop("changes", [])
    attachments = values.pop("attachments", [])
    rows = [Row("chapter", 1, text="总则")]
    rows += [Row("article", number, text=f"这是第{number}条的内容。\n（一）甲；") for number in range(1, articles + 1)]
    fields = {
        "title": "示例办法", "document_number": "示例发〔2026〕1号", "issuing_body": "示例局",
        "adopted_on": datetime.date(2026, 1, 5), "effective_on": datetime.date(2026, 2, 1), "body": as_stream(rows), **values,
    }  # fmt: skip
    page = RegulationPage(secrecy="clear", **fields)
    page.changes, page.attachments = changes, attachments
    return add(parent, page)


def make_notice(unit, **values):
    """A complete draft of a notice of service that begins today."""
    parent = ServiceNoticeIndexPage.objects.get(unit=unit)
    fields = {
        "party_name": PARTY, "document_name": "行政处罚决定书", "document_number": "示例罚字〔2026〕第0088号",
        "reason": "受送达人下落不明。", "basis": "《中华人民共和国行政处罚法》第六十一条", "collect_at": "工作日到办公室领取。",
        "notified_on": timezone.localdate(), "period_days": 30, **values,
    }  # fmt: skip
    return add(parent, ServiceNoticePage(secrecy="clear", **fields))


MAKERS = {"template": make_template, "regulation": make_regulation, "service": make_notice}


def public(page):
    """Publish a draft as part of setting up; return it fresh."""
    return publish_page(page, setup="测试")


@pytest.fixture
def visitor():
    """A visitor without an account, within the test's transaction."""
    return InProcess()


@pytest.fixture
def period(db):
    """The bureau has entered the period of service."""
    found = PaperSettings.load()
    found.service_days = 60
    found.save()
    return found
