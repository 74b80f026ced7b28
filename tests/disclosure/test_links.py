"""What belongs together is linked both ways; what a column's receiver makes there is the receiver's; codes lead to where a phone can go."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from disclosure.lists.editions import latest, published_on
from disclosure.lists.kinds import ListKind
from disclosure.matters.proposing import Proposer
from disclosure.models import (
    FlowchartPage,
    ListPage,
    MatterIndexPage,
    MatterPage,
    ServiceGuideIndexPage,
    ServiceGuidePage,
    TemplateUse,
)
from home.qr import leads_here
from publication.actions.create_many import CreateMany
from publication.gates import problems_of
from staff_directory.models import HandedOver, UnitPage, UnitTransfer
from tests.disclosure.flowcharts.samples import make_chart
from tests.disclosure.guides.samples import make_guide, public
from tests.disclosure.matters.world import change, draft_matter, live_matter, make_basis, publish_list
from tests.disclosure.papers.conftest import make_template

pytestmark = pytest.mark.django_db


def text_of(client, page):
    return client.get(type(page).objects.get(pk=page.pk).get_url()).content.decode()


def used_for(template, *uses):
    template.uses = [TemplateUse(sort_order=place, **use) for place, use in enumerate(uses)]
    template.save_revision()
    return type(template).objects.get(pk=template.pk).get_latest_revision_as_object()


def test_matters_and_templates_link_to_each_other_and_only_the_present_version_is_offered(client, unit):
    matter, licence = live_matter(unit), live_matter(unit, "BXRS-XK-001", title="示例许可", category="licence")
    older = public(used_for(make_template(unit, version="2025年版", slug="old"), {"category": "penalty"}))
    newer = used_for(make_template(unit, supersedes=older, slug="new"), {"category": "penalty"}, {"matter": licence})
    html = text_of(client, matter)
    assert "2025年版" not in html  # versions stand on the template's own page
    assert older.get_url() in html
    newer = public(newer)
    for page in (matter, licence):
        html = text_of(client, page)
        assert newer.get_url() in html
        assert older.get_url() not in html
    html = text_of(client, newer)
    assert "适用于全部行政处罚事项" in html
    assert "适用的事项（2 项）" in html
    for page in (matter, licence):
        assert page.get_url() in html


def test_a_row_of_uses_names_one_thing_and_a_draft_is_kept_anyway(unit):
    template = used_for(make_template(unit), {}, {"category": "penalty", "matter": draft_matter(unit)})
    found = [problem for problem in problems_of(template, template.latest_revision) if problem.code == "use"]
    assert [problem.field for problem in found] == ["id_uses-0-category", "id_uses-1-category"]


def test_a_chart_names_every_matter_and_no_draft_title_is_public(client, unit, django_assert_max_num_queries):
    chart = make_chart(unit)
    index = MatterIndexPage.objects.get(unit=unit)
    matters = []
    for number in range(40):
        page = MatterPage(
            secrecy="clear", title=f"示例事项{number:02d}", code=f"SL-{number:02d}", category="penalty", flowchart=chart
        )
        page.adopt(index)
        page.bases.create(basis=make_basis())
        matters.append(page)
    matters = CreateMany(index, matters, publish=True).execute()
    change(matters[0], title="还没有批准的名称")
    text_of(client, chart)  # what a process asks once (types, the calendar) is known afterwards
    with django_assert_max_num_queries(12):
        html = text_of(client, chart)
    assert "适用的事项（40 项）" in html
    assert "示例事项39" in html
    for page in (chart, index):
        html = text_of(client, page)
        assert "示例事项00" in html
        assert "还没有批准的名称" not in html


def test_what_is_made_in_a_column_that_was_handed_over_is_its_receivers(client, unit, other_unit):
    column = ServiceGuideIndexPage.objects.get(unit=unit)
    transfer = UnitTransfer.objects.create(
        kind="split", source=unit, successor=other_unit, effective_on=timezone.localdate(), reason="示例编发〔2026〕1号"
    )
    HandedOver.objects.create(transfer=transfer, page=column.page_ptr, unit=other_unit)
    page = ServiceGuidePage(title="新指南", live=False)
    page.adopt(ServiceGuideIndexPage.objects.get(pk=column.pk))
    assert page.unit == other_unit
    assert page.acceptor == other_unit.name
    kept = make_chart(unit)
    assert FlowchartPage.objects.get(pk=kept.pk).unit == unit, "its column was not handed over"
    guide = make_guide(other_unit)
    guide.move(column, pos="last-child") if not guide.live else None
    html = text_of(client, public(ServiceGuidePage.objects.get(pk=guide.pk)))
    assert f'<a href="{UnitPage.objects.get(unit=other_unit).get_url()}">{other_unit.name}</a>' in html


@pytest.mark.parametrize(
    ("origin", "leads"),
    [
        ("http://127.0.0.1:8000", False), ("http://localhost/", False), ("http://[::1]:80", False), ("http://0.0.0.0", False),
        ("", False), ("https://gs.example.cn", True), ("http://192.0.2.7:8080", True),
    ],
)  # fmt: skip
def test_no_code_is_shown_that_leads_to_the_readers_own_phone(client, unit, admin, settings, capsys, origin, leads):
    settings.PUBLIC_ORIGIN = origin
    assert leads_here() is leads
    if origin not in ("http://127.0.0.1:8000", "https://gs.example.cn"):
        return
    guide = public(make_guide(unit))
    assert ("qr__code" in text_of(client, guide)) is leads
    client.force_login(admin)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    assert ("公众页面上现在没有二维码" in html) is not leads
    call_command("check")
    assert ("PUBLIC_ORIGIN" in capsys.readouterr().err) is not leads


def test_only_the_plan_has_rows_of_its_own_in_the_editor(client, admin):
    client.force_login(admin)
    powers, plan = (ListPage.objects.get(kind=kind, unit=None) for kind in (ListKind.POWERS, ListKind.PLAN))
    assert "plan_rows-TOTAL_FORMS" in client.get(reverse("wagtailadmin_pages:edit", args=[plan.pk])).content.decode()
    address = reverse("wagtailadmin_pages:edit", args=[powers.pk])
    assert "plan_rows" not in client.get(address).content.decode()
    sent = {
        "title": "权责清单（改）",
        "kind": "powers",
        "summary": "",
        "introduction": "",
        "draw_up": "on",
        "secrecy": "clear",
    }
    sent |= {"slug": powers.slug, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert ListPage.objects.get(pk=powers.pk).get_latest_revision_as_object().title == "权责清单（改）"


def test_an_edition_that_was_public_elsewhere_before_keeps_its_date(unit):
    live_matter(unit)
    moment = timezone.now() - timezone.timedelta(days=371)
    with published_on(moment):
        page = publish_list(ListKind.POWERS)
    assert latest(page.pk).published_at == moment


def test_an_imported_decision_is_of_the_one_matter_that_its_provisions_name(
    unit, other_unit, django_assert_num_queries
):
    wage, hours = make_basis("第九十一条", "中华人民共和国劳动法"), make_basis("第九十条", "中华人民共和国劳动法")
    one = live_matter(unit, "CF-1", bases=[wage])
    two = live_matter(unit, "CF-2", bases=[wage, hours])
    live_matter(unit, "JC-1", bases=[hours], category="inspection")
    live_matter(other_unit, "CF-3", bases=[wage])
    proposer = Proposer(unit.pk)

    def proposed(basis, kind="penalty"):
        return proposer.matter_of(SimpleNamespace(kind=kind, basis=basis))

    with django_assert_num_queries(1):
        assert proposed("《劳动法》第九十一条、第九十条") == two.pk, "it rests on both"
        assert proposed("《中华人民共和国劳动法》第九十一条") is None, "two matters rest on it"
        assert proposed("《中华人民共和国劳动法》第九十条") == two.pk
        assert proposed("《中华人民共和国劳动法》第一条") is None
        assert proposed("") is None
        assert proposed("《劳动法》第九十一条", kind="licence") is None
    assert one.pk != two.pk
