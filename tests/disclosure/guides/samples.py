"""A complete guide, and what the tests of guides share."""

from disclosure.models import (
    GuideBasis,
    GuideChannel,
    GuideMaterial,
    GuidePlace,
    GuideQuestion,
    GuideStep,
    Law,
    LegalBasis,
    ServiceGuideIndexPage,
    ServiceGuidePage,
)
from publication.actions.create_many import CreateMany
from publication.actions.publish import publish_page

FIELDS = {
    "secrecy": "clear", "title": "示例许可办理指南", "kind": "licence", "audience": "organisation", "applicant": "要从事示例活动的企业。", "project_type": "promised",
    "result": "示例许可证", "acceptor": "示例窗口", "approver": "示例市示例局", "conditions": "有固定场所。\n有专职人员。", "no_benefits": True,
    "legal_days": 20, "legal_unit": "working", "promised_days": 8, "promised_unit": "working", "fee_kind": "free",
    "supervision": "监督电话：12333", "accountability": "不依法受理的，依法追究责任。", "remedy": "可以申请行政复议，也可以提起行政诉讼。",
}  # fmt: skip
MATERIAL = {"name": "示例申请表", "form": "original", "copies": 2, "source": "applicant"}
PLACE = {
    "name": "综合窗口（示例）",
    "hours": "周一至周五 9:00—16:30",
    "address": "示例市示例路1号2楼",
    "phone": "024-43876543",
}


def make_basis(**values):
    law, _ = Law.objects.get_or_create(title="示例条例", defaults={"rank": "regulation"})
    return LegalBasis.objects.get_or_create(law=law, article="第十八条", defaults=values)[0]


def build(unit, **values):
    """An unsaved, complete guide; relations are given by name as lists of dictionaries."""
    rows = {
        "bases": [{"basis": make_basis()}],
        "materials": [MATERIAL],
        "steps": [{"name": "受理", "actor": "窗口", "limit": "5个工作日内", "text": "一次告知补正。"}],
        "places": [PLACE],
        "channels": [{"kind": "window"}],
        "questions": [{"question": "可以代办吗？", "answer": "可以。"}],
    }
    models = {
        "bases": GuideBasis, "materials": GuideMaterial, "steps": GuideStep, "places": GuidePlace, "channels": GuideChannel,
        "questions": GuideQuestion,
    }  # fmt: skip
    rows |= {name: values.pop(name) for name in list(values) if name in rows}
    page = ServiceGuidePage(**{**FIELDS, **values}, live=False)
    page.unit = unit
    for name, items in rows.items():
        setattr(page, name, [models[name](sort_order=place, **item) for place, item in enumerate(items)])
    return page


def make_guide(unit, **values):
    """A draft below its unit's folder, read anew."""
    page = build(unit, **values)
    ServiceGuideIndexPage.objects.get(unit=unit).add_child(instance=page)
    page.save_revision()
    return ServiceGuidePage.objects.get(pk=page.pk)


def public(page):
    """Publish a draft as part of setting up; return it fresh."""
    return publish_page(page, setup="测试")


def public_many(unit, values):
    """Make and publish many guides at once."""
    pages = [build(unit, **each) for each in values]
    for page in pages:
        page.prepare()
    return CreateMany(ServiceGuideIndexPage.objects.get(unit=unit), pages, publish=True).execute()
