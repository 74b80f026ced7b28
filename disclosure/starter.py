"""The tree that every new portal starts from: home, the three sections, the public lists, the units."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from home.models import HomePage, SectionPage
from home.secrecy import Secrecy
from publication.actions import publish_page
from search.upkeep import seed
from staff_directory.models import OfficerDirectoryPage, OfficerListPage, Unit, UnitIndexPage, UnitPage
from staff_directory.permissions import ensure_groups
from staff_directory.roles.sync import sync_roles
from staff_directory.steps import shipped

from .kinds import KIND_SLUGS, Kind
from .lists.kinds import EXTERNAL, SLUGS, SUMMARIES, ListKind
from .models import (
    DecisionIndexPage,
    DecisionListPage,
    FlowchartIndexPage,
    FlowchartListPage,
    ListPage,
    MatterIndexPage,
    PaperListPage,
    ServiceGuideIndexPage,
    ServiceGuideListPage,
    WithdrawalListPage,
)
from .models.papers import INDEXES
from .papers.kinds import PAPER_SECTIONS, PAPER_SLUGS, Paper

SECTIONS = (
    ("before", "事前公开", "执法主体、职责权限、依据、程序和救济渠道"),
    ("during", "事中公示", "执法人员持证亮证、告知事由依据和权利义务"),
    ("after", "事后公开", "行政许可、行政处罚等执法决定和结果"),
)


_PAPER_LISTS = {
    Paper.REGULATION: "本局的公示办法、全过程记录办法、法制审核办法等，按条可以直接链接",
    Paper.TEMPLATE: "统一的执法文书，按立案、调查取证、告知、决定等环节查找和下载",
    Paper.SERVICE: "其他方式无法送达的文书在这里公告，公告期满自动下线",
}


@transaction.atomic
def child(parent: Any, page: Any, user: Any = None, publish: bool = True) -> Any:
    """Return ``parent``'s child with the slug of ``page``, made and published when it is not there yet."""
    found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if found is None:
        page.live = False
        page.owner = user
        if publish:  # the portal's own structure says nothing that the review could keep back
            page.secrecy = Secrecy.CLEAR
        parent.add_child(instance=page)
        found = page
    if publish and not found.live:
        found = publish_page(found, setup="建立门户结构")
    return found


def start_portal(host: str = "localhost", port: int = 80) -> HomePage:
    """Make home page, site, sections and public lists where they are missing; return the home page."""
    root = Page.objects.get(depth=1)
    home = child(root, HomePage(title="首页", slug="home", introduction="查询行政执法主体、依据和决定"))
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname=host, port=port, root_page=home, is_default_site=True, site_name="行政执法公示平台"
        )
    sections = {}
    for slug, title, summary in SECTIONS:
        sections[slug] = child(home, SectionPage(title=title, slug=slug, summary=summary, show_in_menus=True))
    child(
        sections["before"],
        UnitIndexPage(title="执法主体", slug="units", introduction="本局行政执法主体的职责、权限和依据。"),
    )
    child(
        sections["before"],
        OfficerListPage(title="执法人员", slug="officers", introduction="姓名、单位、职务和证件编号都可以查验。"),
    )
    child(
        sections["before"],
        FlowchartListPage(title="执法流程图", slug="flowcharts", summary="每类执法和办事分几步、由谁办、多长时间"),
    )
    child(
        sections["before"],
        ServiceGuideListPage(title="服务指南", slug="guides", summary="谁可以办、带什么材料、多长时间、到哪里办"),
    )
    child(
        sections["after"],
        DecisionListPage(title="全部执法决定", slug="decisions", summary="按类别、单位、年份和关键词查询"),
    )
    for kind in Kind:
        page = DecisionListPage(title=kind.label, slug=KIND_SLUGS[kind], kind=kind, summary=f"{kind.label}结果公示")
        child(sections["after"], page)
    child(
        sections["after"],
        WithdrawalListPage(
            title="撤回公告",
            slug="withdrawals",
            introduction="已公开的决定被变更、撤销、确认违法或者确认无效的，在这里公告。",
        ),
    )
    for list_kind in ListKind:
        draft = ListPage(title=list_kind.label, slug=SLUGS[list_kind], kind=list_kind, summary=SUMMARIES[list_kind])
        found = child(sections["before"], draft, publish=False)  # public with its first edition
        shipped.attach(found, shipped.LISTS if list_kind in EXTERNAL else shipped.OWN_LISTS)
    for paper, summary in _PAPER_LISTS.items():
        page = PaperListPage(title=paper.label, slug=PAPER_SLUGS[paper], kind=paper, summary=summary)
        child(sections[PAPER_SECTIONS[paper]], page)
    sync_roles()
    shipped.ensure_all()
    for unit_page in UnitPage.objects.live().filter(unit__successor=None).select_related("unit"):
        give_unit_its_guides(unit_page)
        give_unit_its_officers(unit_page)
        give_unit_its_papers(unit_page)
    seed()
    return home


def give_unit_its_pages(unit: Unit, kinds: tuple[Kind, ...] = tuple(Kind), user: Any = None, **texts: Any) -> UnitPage:
    """Make a unit's page (``texts``: what it says), an index page per kind, its collection and its groups where they are missing.

    Raises:
        Refused: the page is new and does not say what a unit's page must (``staff_directory/gates.py``).
    """
    index = UnitIndexPage.objects.order_by("path").first()
    if index is None:
        raise LookupError("还没有“执法主体”目录页，请先运行 manage.py start_portal。")
    page = child(index, UnitPage(title=unit.name, slug=unit.code, unit=unit, **texts), user)
    ensure_groups(unit, page)
    shipped.attach(page, shipped.CONTENT)
    child(page, MatterIndexPage(title="执法事项", slug="matters", unit=unit), user)
    for kind in kinds:
        made = child(page, DecisionIndexPage(title=kind.label, slug=KIND_SLUGS[kind], kind=kind, unit=unit), user)
        shipped.attach(made, shipped.DECISIONS)
    child(page, FlowchartIndexPage(title="执法流程图", slug="flowcharts", unit=unit), user)
    give_unit_its_guides(page, user)
    give_unit_its_officers(page, user)
    give_unit_its_papers(page, user)
    return page


def give_unit_its_guides(page: UnitPage, user: Any = None) -> None:
    """Make the folder of service guides below a unit's page that has had none."""
    if not ServiceGuideIndexPage.objects.child_of(page).exists():
        child(page, ServiceGuideIndexPage(title="服务指南", slug="guides", unit=page.unit), user)


def give_unit_its_officers(page: UnitPage, user: Any = None) -> None:
    """Make the directory of officers below a unit's page, where the unit has none."""
    if not OfficerDirectoryPage.objects.filter(unit=page.unit_id).exists():
        child(page, OfficerDirectoryPage(title="执法人员", slug="officers", unit=page.unit), user)


def give_unit_its_papers(page: UnitPage, user: Any = None) -> None:
    """Make the folders of document templates, regulations and notices of service below a unit's page that has had none."""
    for paper, model in INDEXES.items():
        if model.objects.child_of(page).exists():
            continue
        folder = child(page, model(title=Paper(paper).label, slug=PAPER_SLUGS[Paper(paper)], unit=page.unit), user)
        if paper == Paper.SERVICE:  # it names a person: reviewed as a decision is (政府信息公开条例第十七条)
            shipped.attach(folder, shipped.DECISIONS)
