"""Loading the demo matters and two editions of every list."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from home.secrecy import Secrecy
from publication.actions.approve import record_setup
from publication.actions.create_many import CreateMany
from publication.actions.publish import publish_page
from publication.errors import Refused
from publication.guards.signed import signing
from publication.models import OutsideApproval
from publication.models.approvals import content_digest
from staff_directory.steps import letters

from ..lists.assembling import assemble
from ..lists.editions import published_on
from ..lists.kinds import EXTERNAL, ListKind
from ..models import (
    DiscretionTier,
    Edition,
    FlowchartPage,
    Law,
    LegalBasis,
    ListPage,
    MatterBasis,
    MatterIndexPage,
    MatterPage,
    PlanRow,
    RecordingStage,
    ReviewCase,
)
from . import matter_data as data

SETUP = "演示数据"
#: From the first edition of each list to the second, and from the justice bureau's letter to the publication.
_BETWEEN, _LETTER_BEFORE = datetime.timedelta(days=371), datetime.timedelta(days=9)
#: Which flowchart explains a matter, by its code; else the matters of a kind.
_CHARTS = {
    "penalty": "CF-PT", "licence": "XK-YB", "inspection": "JC-SSJ",
    "SLRS-QR-001": "GSRD", "SLRS-JL-001": "TSJB", "SLRS-QT-002": "LDJC-AJ", "SLRS-QT-003": "LDJC-AJ",
}  # fmt: skip
#: The tier whose range differs from the province's, which then prevails: matter, tier, and what the province says.
_PROVINCE = ("SLRS-CF-002", "ordinary", "处三千元以上八千元以下罚款（示例）")
#: Matters that come with the second edition, and what it changes.
_LATER = ("SLRS-CF-031", "SLRS-JC-006", "SLRS-QT-003")
_CHANGED: dict[str, dict[str, Any]] = {
    "SLRS-CF-001": {"content": "责令改正，给予警告；属于初次违法并及时改正的，可以不予行政处罚。"},
    "SLRS-JC-003": {"inspection_ratio": "不低于15%（示例）"},
    "SLRS-XK-001": {"promised_days": 8},
    "SLRS-QR-001": {"duties": data.OTHER_DUTIES + "\n告知责任：告知复议和诉讼的权利。"},
}
#: Rows that the second edition changes: relation, place, and what it says then.
_CHANGED_ROWS: dict[str, tuple[str, int, dict[str, str]]] = {
    "SLRS-CF-002": (
        "tiers",
        0,
        {"circumstances": "首次违法，在责令改正期限内改正，没有造成危害后果；属于轻微的，可以不予处罚"},
    ),
    "SLRS-JC-001": ("recordings", 0, {"content": "出示证件、检查经过、在场人员（示例）"}),
    "SLRS-CF-019": ("reviews", 0, {"time_limit": "示例：3个工作日"}),
}
_PLAN = (
    ("示例市人力资源和社会保障局", "劳务派遣单位", "上一年度经营情况核验", "《劳务派遣行政许可实施办法》第二十二条", "{year}年4月", "书面检查"),
    ("示例市人力资源和社会保障局", "人力资源服务机构", "许可、备案和服务台账", "《人力资源市场暂行条例》第三十四条", "{year}年6月至7月", "双随机现场检查"),
    ("示例市人力资源和社会保障局", "工程建设项目", "农民工工资支付制度落实情况", "《保障农民工工资支付条例》第三十八条", "{year}年9月至12月", "专项检查"),
    ("示例市人力资源和社会保障局", "参保单位", "社会保险缴费申报", "《中华人民共和国社会保险法》第七十七条", "{year}年3月至11月", "书面稽核、实地稽核"),
)  # fmt: skip


def make_laws() -> dict[tuple[str, int], LegalBasis]:
    """Make the library that the demo matters cite; the provisions' wording is left for those who have checked it."""
    found = {}
    laws = {
        title: Law.objects.get_or_create(title=title, defaults={"rank": rank})[0] for title, rank in data.LAWS.items()
    }
    cited = {basis for matter in _all() for basis in matter.bases}
    for title, number in sorted(cited):
        basis, _ = LegalBasis.objects.get_or_create(law=laws[title], article=data.article(number), paragraph="")
        found[title, number] = basis
    return found


def _all() -> tuple[data.DemoMatter, ...]:
    return (
        *data.PENALTIES, *data.LICENCES, *data.CONFIRMATIONS, *data.PAYMENTS, *data.INSPECTIONS, *data.OTHERS,
    )  # fmt: skip


def _page(demo: data.DemoMatter, index: MatterIndexPage, bases: dict[tuple[str, int], LegalBasis]) -> MatterPage:
    duties = {"penalty": data.PENALTY_DUTIES, "licence": data.LICENCE_DUTIES}.get(demo.category, data.OTHER_DUTIES)
    values: dict[str, Any] = {
        "title": demo.title,
        "code": demo.code,
        "category": demo.category,
        "content": demo.content,
        "duties": duties,
        "accountability": data.ACCOUNTABILITY,
        "counterpart": "用人单位",
        "supervision_phone": "示例监督电话 000-0000001",
        "enforcement_on": demo.category in ("penalty", "licence", "inspection", "compulsion"),
        "enforcement_field": "人力资源和社会保障",
        **demo.fields,
    }
    if demo.category == "inspection":
        values |= {
            "inspection_on": True, "enterprise_on": True, "inspection_standard": f"按《{demo.title}检查表（示例）》逐项核对。",
            "inspection_yearly_cap": 2 if "2次" in demo.fields["inspection_frequency"] else 1, "supervision_on": True,
            "supervision_object": demo.fields["inspection_object"], "supervision_measure": "检查、责令改正、依法处理",
            "supervision_method": demo.fields["inspection_method"], "supervision_result": "检查结果二十个工作日内公开",
        }  # fmt: skip
    if "service_object" in demo.fields:
        values |= {
            "service_on": True, "project_type": "promised", "service_condition": "符合依据中规定的条件，材料齐全、符合法定形式。",
            "service_fee": "不收费", "visits": 1, "is_online": True, "service_area": "全市",
        }  # fmt: skip
    page = MatterPage(
        **values,
        secrecy=Secrecy.CLEAR,
        flowchart=FlowchartPage.objects.filter(code=_CHARTS.get(demo.code, _CHARTS.get(demo.category))).first(),
    )
    page.adopt(index)
    page.bases = [MatterBasis(basis=bases[key], sort_order=place) for place, key in enumerate(demo.bases)]
    page.tiers = [
        DiscretionTier(
            behaviour=demo.title.removeprefix("对").removesuffix("的处罚"), tier=tier, circumstances=when, range=what,
            benchmark="local", remark="示例，不是正式基准", sort_order=place,
            provincial_range=_PROVINCE[2] if (demo.code, tier) == _PROVINCE[:2] else what,
        )
        for place, (tier, when, what) in enumerate(demo.tiers)
    ]  # fmt: skip
    if demo.code in ("SLRS-CF-009", "SLRS-CF-027", "SLRS-JC-001"):
        page.recordings = [
            RecordingStage(
                stage=stage, item=item, method=method, place=place, record_class=kind, recorder="执法人员", storage="示例：与案卷保管期限相同",
                sort_order=number,
            )
            for number, (stage, item, method, place, kind) in enumerate(data.RECORDINGS)
        ]  # fmt: skip
    if demo.code in ("SLRS-CF-019", "SLRS-CF-027"):
        page.reviews = [
            ReviewCase(situation=what, materials=materials, focus=focus, time_limit="示例：5个工作日", reviewer="政策法规科（示例）", sort_order=number)
            for number, (what, materials, focus) in enumerate(data.REVIEWS)
        ]  # fmt: skip
    return page


def make_matters(users: dict[str, Any]) -> int:
    """Make the demo matters and two editions of every list, once; return how many matters were made."""
    if MatterPage.objects.exists():
        return 0
    bases = make_laws()
    indexes = {index.unit.code: index for index in MatterIndexPage.objects.select_related("unit", "unit__parent")}
    later = []
    made = 0
    for code in dict.fromkeys(demo.unit for demo in _all()):
        demos = [demo for demo in _all() if demo.unit == code]
        pages = [_page(demo, indexes[code], bases) for demo in demos if demo.code not in _LATER]
        CreateMany(indexes[code], pages, publish=True).execute()
        later += [(demo, indexes[code]) for demo in demos if demo.code in _LATER]
        made += len(pages)
    now = timezone.now()
    publish_lists(users, now - _BETWEEN)
    for demo, index in later:
        page = CreateMany(index, [_page(demo, index, bases)]).execute()[0]
        record_setup(page, page.latest_revision, SETUP)
        _publish(MatterPage.objects.get(pk=page.pk), page.latest_revision)
        made += 1
    for code in {**_CHANGED, **_CHANGED_ROWS}:
        page = MatterPage.objects.get(code=code)
        page.correction_note = "按年度调整更新事项内容。"
        for name, value in _CHANGED.get(code, {}).items():
            setattr(page, name, value)
        if code in _CHANGED_ROWS:
            relation, place, said = _CHANGED_ROWS[code]
            rows = list(getattr(page, relation).all())
            for name, value in said.items():
                setattr(rows[place], name, value)
            setattr(page, relation, rows)
        revision = page.save_revision()
        record_setup(page, revision, SETUP)
        _publish(MatterPage.objects.get(code=code), revision)
    publish_lists(users, now)
    return made


def _publish(page: MatterPage, revision: Any) -> None:
    """Publish what need not wait for a list's next edition."""
    try:
        publish_page(page, revision=revision, setup=SETUP)
    except Refused as refusal:
        if not refusal.only_waits:
            raise


def publish_lists(users: dict[str, Any], moment: datetime.datetime) -> None:
    """Draw up and publish every list as of ``moment``: those that another body approves first, with a fictitious letter."""
    with published_on(moment):
        _publish_lists(users, timezone.localtime(moment).date())


def _publish_lists(users: dict[str, Any], day: datetime.date) -> None:
    year = day.year
    pages = {page.kind: page for page in ListPage.objects.filter(unit=None)}
    for kind in sorted(ListKind, key=lambda found: found not in EXTERNAL):
        page = pages[kind]
        if kind == ListKind.PLAN:
            page.year, page.title = year, f"{year}年度行政检查计划"
            page.correction_note = f"更新为{year}年度的计划。" if page.live else ""
            page.plan_rows = [
                PlanRow(
                    organ=organ, counterpart=who, content=what, basis=basis, time=when.format(year=year), method=how,
                    filing=f"示例备〔{year}〕{place}号", sort_order=place,
                )
                for place, (organ, who, what, basis, when, how) in enumerate(_PLAN, start=1)
            ]  # fmt: skip
        page.rows, page.secrecy = assemble(page).rows, Secrecy.CLEAR
        revision = page.save_revision()
        if kind in EXTERNAL:
            _letter(page, revision, users, day - _LETTER_BEFORE)
        publish_page(page, revision=revision, setup=SETUP)


def _letter(page: ListPage, revision: Any, users: dict[str, Any], day: datetime.date) -> None:
    serial = 10 * Edition.objects.filter(page=page).count() + sorted(EXTERNAL).index(page.kind) + 1
    number = f"示例司函〔{day.year}〕{serial}号"
    scan = letters.get_document_model().objects.create(
        title=f"司法局函件 {number}",
        file=ContentFile(_SCAN, name="letter.pdf"),
        collection=letters.collection(),
    )
    with signing("setup"):
        letter = OutsideApproval.objects.create(
            page=page, revision=revision, digest=content_digest(revision.content), user=users.get("disclosure"),
            body="示例市司法局", number=number, dated=day, scan=scan,
        )  # fmt: skip
        if confirmed_by := users.get("legal"):
            OutsideApproval.objects.filter(pk=letter.pk).update(confirmed_by=confirmed_by, confirmed_at=timezone.now())


_SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
