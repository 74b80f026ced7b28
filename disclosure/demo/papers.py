"""Papers of the demo bureau: document templates with their files, regulations, notices of service. Loaded once."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from home.secrecy import Secrecy
from publication.actions.publish import publish_page
from publication.models import StoredDocument
from staff_directory.models import Unit

from ..matters.choices import Power
from ..models import (
    DocumentTemplateIndexPage,
    DocumentTemplatePage,
    PaperSettings,
    RegulationChange,
    RegulationIndexPage,
    RegulationPage,
    ServiceNoticeIndexPage,
    ServiceNoticePage,
    TemplateField,
    TemplateUse,
)
from ..papers.bodies import as_stream
from ..papers.kinds import Effect
from ..papers.splitting import split
from .docx import make_docx
from .papers_regulations import REGULATIONS
from .papers_templates import TEMPLATES

_BUREAU = "示例市人力资源和社会保障局"
_DAYS = 30

_RECORDS = ("inspection-record", "inquiry-record")
_BY_LAW = {"行政处罚法": Power.PENALTY, "行政许可法": Power.LICENCE, "行政强制法": Power.COMPULSION}

#: slug, party, kind, document, number, reason
NOTICES = (
    ("notice-1", "赵示例", "person", "责令改正通知书", "示例人社监令字〔2026〕第021号", "受送达人下落不明，用其他方式无法送达。"),
    ("notice-2", "示例市演示餐饮店", "sole_trader", "行政处罚事先告知书", "示例人社监罚告字〔2026〕第034号",
     "受送达人登记的经营场所已无人经营，邮寄被退回，用其他方式无法送达。"),
)  # fmt: skip


def add(parent: Any, page: Any) -> Any:
    """Add a page below ``parent`` and publish it, unless there has been one of its slug; return the page."""
    found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if found is not None:
        return found
    page.live, page.secrecy = False, Secrecy.CLEAR
    page.adopt(parent)
    parent.add_child(instance=page)
    return publish_page(page, setup="载入演示内容")


def _file(unit: Unit, slug: str, title: str, version: str, fields: list[str]) -> StoredDocument:
    lines = [
        f"（{version}，演示样本）",
        *(f"{number}．{name}：____________________" for number, name in enumerate(fields, 1)),
    ]
    lines += ["", "机关名称（印章）：____________", "年    月    日"]
    content = ContentFile(make_docx(title, lines), name=f"sample-{slug}.docx")
    return StoredDocument.objects.create(title=f"{title}（{version}）", file=content, collection=unit.collection)


def make_templates() -> None:
    """Make the document templates, each with a DOCX file of its own, older versions first."""
    made: dict[str, Any] = {}
    for slug, code, stage, number, title, version, day, usage, basis, fields, older in TEMPLATES:
        parent = DocumentTemplateIndexPage.objects.select_related("unit").get(unit__code=code)
        found = DocumentTemplatePage.objects.child_of(parent).filter(slug=slug).first()
        if found is not None:
            made[slug] = found
            continue
        pairs = [field.partition("：")[::2] for field in fields.split("|")]
        page = DocumentTemplatePage(
            title=title, slug=slug, stage=stage, code=f"示例文书-{number}", version=version, usage=usage, basis=basis,
            effective_on=datetime.date.fromisoformat(day), supersedes=made.get(older),
            file=_file(parent.unit, slug, title, version, [name for name, _ in pairs]),
        )  # fmt: skip
        page.required_fields = [
            TemplateField(sort_order=place, name=name, note=note) for place, (name, note) in enumerate(pairs)
        ]
        page.uses = [TemplateUse(sort_order=place, category=kind) for place, kind in enumerate(_used_for(slug, basis))]
        made[slug] = add(parent, page)


def _used_for(slug: str, basis: str) -> list[Power]:
    """Return the kinds of power that a document serves: by the law that it rests on, records of checks also inspections."""
    if slug in _RECORDS:
        return [Power.PENALTY, Power.INSPECTION]
    return [power for law, power in _BY_LAW.items() if law in basis]


def make_regulations() -> None:
    """Make the regulations, each split as a pasted text is, earlier ones first."""
    parent = RegulationIndexPage.objects.get(unit__code="zcfg")
    made: dict[str, Any] = {}
    for slug, title, number, adopted, effective, older, text in REGULATIONS:
        found = split(text.strip())
        page = RegulationPage(
            title=title, slug=slug, document_number=number, issuing_body=_BUREAU, preamble=found.preamble,
            adopted_on=datetime.date.fromisoformat(adopted), effective_on=datetime.date.fromisoformat(effective),
            body=as_stream(found.rows),
        )  # fmt: skip
        if older:
            page.changes = [RegulationChange(sort_order=0, effect=Effect.REPEALS, earlier=made[older])]
        made[slug] = add(parent, page)


def make_notices(today: datetime.date) -> None:
    """Make the notices of service; their period begins on the day of loading. The period is a figure for the demo."""
    settings = PaperSettings.load()
    if settings.service_days is None:
        settings.service_days = _DAYS
        settings.save()
    parent = ServiceNoticeIndexPage.objects.get(unit__code="ldjc")
    for slug, party, kind, document, number, reason in NOTICES:
        page = ServiceNoticePage(
            slug=slug, party_name=party, party_kind=kind, document_name=document, document_number=number, reason=reason,
            organ_name=_BUREAU, basis="《中华人民共和国行政处罚法》第六十一条", notified_on=today,
            collect_at="工作日上午9时至11时30分、下午1时30分至4时30分，到劳动保障监察支队（示例）办公室领取，请带有效证件。",
            remedy="收到文书后有不同意见的，可以在文书写明的期限内陈述、申辩；文书写明可以申请行政复议或者提起行政诉讼的，按文书办理。",
        )  # fmt: skip
        page.prepare()
        add(parent, page)


def make_papers() -> None:
    """Make everything that is missing."""
    make_templates()
    make_regulations()
    make_notices(timezone.localdate())
