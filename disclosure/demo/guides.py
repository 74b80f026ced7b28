"""Loading the demo guides, once: each with its rows, the provisions of the library, and a blank form of its own."""

from django.core.files.base import ContentFile

from publication.actions.publish import publish_page
from publication.models import StoredDocument
from staff_directory.models import Hall, Unit, Window

from ..models import (
    GuideBasis,
    GuideChannel,
    GuideMaterial,
    GuidePlace,
    GuideQuestion,
    GuideStep,
    Law,
    LegalBasis,
    MatterPage,
    ServiceGuideIndexPage,
    ServiceGuidePage,
)
from . import guides_data as data
from .docx import make_docx
from .matter_data import article
from .papers import add

_BUREAU = "示例市人力资源和社会保障局"
_OPTIONAL = "才需要"


def _basis(law: str, number: int) -> LegalBasis:
    return LegalBasis.objects.get_or_create(law=Law.objects.get(title=law), article=article(number), paragraph="")[0]


def _blank(unit: Unit, code: str, name: str) -> StoredDocument:
    lines = ["（演示表格）", "申请人：____________________", "申请事项：____________________", "情况说明：", "", "申请人签名（单位公章）：____________", "年    月    日"]  # fmt: skip
    content = ContentFile(make_docx(name, lines), name=f"blank-{code.lower()}.docx")
    return StoredDocument.objects.create(title=f"{name}（空白）", file=content, collection=unit.collection)


def _sample(unit: Unit, code: str, name: str) -> StoredDocument:
    lines = [
        "（演示样本）",
        "申请人：示例市示例有限公司",
        f"申请事项：{name}",
        "情况说明：按实际情况填写。",
        "申请人（单位公章）：（示例）",
        "2026年3月5日",
    ]
    content = ContentFile(make_docx(name, lines), name=f"sample-{code.lower()}.docx")
    return StoredDocument.objects.create(title=f"{name}（填写样本）", file=content, collection=unit.collection)


def _materials(demo: data.DemoGuide, unit: Unit) -> list[GuideMaterial]:
    rows = []
    for place, (name, form, copies, source, note, certificate, has_blank) in enumerate(demo.materials):
        row = GuideMaterial(
            sort_order=place,
            name=name,
            form=form,
            copies=copies,
            source=source,
            note=note,
            is_optional=_OPTIONAL in note,
        )
        if certificate is not None:
            (law, _, number), row.pledge = certificate[0].partition(":"), certificate[1]
            row.is_certificate, row.basis = True, _basis(law, int(number))
        if has_blank:
            row.blank, row.sample = _blank(unit, demo.code, name), _sample(unit, demo.code, name)
        rows.append(row)
    return rows


def make_windows(units: dict[str, Unit]) -> None:
    """Make the halls and windows of the register; one that is there is left as it is."""
    for code, name, address, phone, note, number, purpose in data.WINDOWS.values():
        told = {"unit": units[code], "hours": data.HOURS, "address": address, "phone": phone, "note": note}
        hall, _ = Hall.objects.get_or_create(name=name, defaults=told)
        Window.objects.get_or_create(hall=hall, number=number, defaults={"unit": units[code], "purpose": purpose})


def _place(key: str) -> GuidePlace:
    if key in data.WINDOWS:
        _, hall, *_, number, _ = data.WINDOWS[key]
        return GuidePlace(sort_order=0, window=Window.objects.get(hall__name=hall, number=number))
    name, hours, address, phone, way = data.PLACES[key]
    return GuidePlace(sort_order=0, name=name, hours=hours, address=address, phone=phone, note=way)


def _page(demo: data.DemoGuide, unit: Unit) -> ServiceGuidePage:
    legal, legal_unit, promised, promised_unit, note = demo.limits
    page = ServiceGuidePage(
        title=demo.title, slug=demo.code.lower(), code=demo.code, kind=demo.kind, audience=demo.audience, applicant=demo.applicant,
        matter=MatterPage.objects.filter(code=demo.matter).first() if demo.matter else None, project_type="promised",
        result=demo.result, approver=_BUREAU if demo.approver else "", no_approver=not demo.approver, conditions=demo.conditions,
        benefits=demo.benefits, no_benefits=not demo.benefits, legal_days=legal or None, legal_unit=legal_unit, no_legal_limit=not legal,
        promised_days=promised, promised_unit=promised_unit, time_note=note, fee_kind="free", visits=demo.visits,
        supervision=data.SUPERVISION, accountability=data.ACCOUNTABILITY, remedy=data.REMEDY,
    )  # fmt: skip
    page.bases = [GuideBasis(sort_order=place, basis=_basis(*key)) for place, key in enumerate(demo.bases)]
    page.materials = _materials(demo, unit)
    page.steps = [
        GuideStep(sort_order=place, name=name, actor=actor, limit=limit, text=text)
        for place, (name, actor, limit, text) in enumerate(demo.steps)
    ]
    page.places = [_place(demo.place)]
    page.channels = [GuideChannel(sort_order=0, kind="window", note="带齐材料，当场核对。")]
    if demo.online:
        page.channels.add(GuideChannel(sort_order=1, kind="online", url=data.ONLINE, note="上传材料的照片或者扫描件。"))
    page.questions = [
        GuideQuestion(sort_order=place, question=question, answer=answer)
        for place, (question, answer) in enumerate(demo.questions)
    ]
    return page


def make_guides(units: dict[str, Unit]) -> None:
    """Make and publish the guides below their units' folders; one that is there is left as it is."""
    make_windows(units)
    for demo in data.GUIDES:
        unit = units[demo.unit]
        parent = ServiceGuideIndexPage.objects.select_related("unit", "unit__parent").get(unit=unit)
        found = ServiceGuidePage.objects.child_of(parent).filter(slug=demo.code.lower()).first()
        if found is None:
            add(parent, _page(demo, unit))
        elif found.first_published_at is None:  # a load that was broken off
            publish_page(found, setup="载入演示内容")
