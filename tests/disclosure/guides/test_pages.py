"""A guide through the front door: the answer, the list to tick, what machines read, the lists, and that all is gone with it."""

import json
import re

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import (
    MatterIndexPage,
    MatterPage,
    ServiceGuideIndexPage,
    ServiceGuideListPage,
    ServiceGuidePage,
)
from home.qr import code_of
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.gates import problems_of
from search.registry import describe, labels_of
from tests.disclosure.guides.samples import FIELDS, MATERIAL, PLACE, make_basis, make_guide, public, public_many
from tests.disclosure.papers.conftest import stored

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script>&\"'<!--"


def text_of(client, page):
    return client.get(page.get_url()).content.decode()


def data_of(html):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert len(found) == 1
    return json.loads(found[0])


@pytest.fixture
def guide(unit):
    certificate = {**MATERIAL, "name": "场所证明", "is_certificate": True, "basis": make_basis(), "pledge": "yes"}
    return public(make_guide(unit, materials=[{**MATERIAL, "blank": stored(unit)}, certificate]))


def test_the_answer_comes_first_and_each_element_is_there(client, guide):
    html = text_of(client, guide)
    order = [
        html.index(f"<h2>{title}</h2>") for title in ("谁可以办", "带什么", "多长时间", "到哪里办", "许可条件", "依据")
    ]
    assert order == sorted(order)
    for words in (
        "要从事示例活动的企业。", "示例申请表", "8个工作日", "20个工作日", "示例市示例路1号2楼", "024-43876543", "周一至周五", "示例窗口", "示例市示例局",
        "有固定场所。", "一次告知补正。", "监督电话：12333", "依法追究责任", "可以申请行政复议", "《示例条例》第十八条", "可以用告知承诺代替", "不收费",
    ):  # fmt: skip
        assert words in html, words
    assert re.search(r"优惠政策</h2></summary><div[^>]*><p>无</p>", html)


def test_the_list_can_be_ticked_without_scripts(client, guide):
    html = text_of(client, guide)
    boxes = re.findall(r'<input class="bring__tick" type="checkbox" id="([^"]+)"', html)
    assert boxes == ["material-1", "material-2"]
    for box in boxes:
        assert f'for="{box}"' in html
    assert "<details" in html
    assert "<details open" not in html.replace('class="panel part" ', "")
    unfolded = client.get(guide.get_url() + "?all=1").content.decode()
    assert unfolded.count('<details class="panel part" open>') == html.count("<details")


@override_settings(PUBLIC_ORIGIN="https://gs.example.cn")
def test_the_qr_code_and_the_data_carry_the_address_of_the_settings(client, guide):
    html = text_of(client, guide)
    address = "https://gs.example.cn" + guide.get_url()
    assert str(code_of(address)) in html
    assert "style=" not in code_of(address)
    data = data_of(html)
    assert data["@type"] == "GovernmentService"
    assert data["url"] == address
    assert data["availableChannel"][0]["serviceLocation"]["telephone"] == PLACE["phone"]
    assert "processingTime" not in data["availableChannel"][0]  # working days have no ISO duration


def test_the_map_is_a_link_and_nothing_of_it_is_loaded(client, guide, settings):
    html = text_of(client, guide)
    assert "https://uri.amap.com/search?keyword=%E7%A4%BA%E4%BE%8B" in html
    assert not re.search(r'(?:src|<link[^>]*href)="https?://', html)
    settings.MAP_LINK = ""
    assert "amap" not in text_of(client, guide)


def test_hostile_text_stays_text_in_the_page_and_in_the_data(client, unit):
    page = public(make_guide(unit, title=f"指南{HOSTILE}", applicant=HOSTILE, places=[{**PLACE, "address": HOSTILE}]))
    html = text_of(client, page)
    assert "<script>alert" not in html
    assert "<!--" not in html
    assert data_of(html)["description"] == HOSTILE


def test_a_draft_has_a_preview_without_code_and_data_and_no_page(client, unit, admin):
    page = make_guide(unit, title="草稿指南")
    assert client.get(page.get_url()).status_code == 404
    client.force_login(admin)
    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "草稿指南" in html
    assert "ld+json" not in html
    assert "qr__code" not in html


def test_an_empty_guide_is_shown_in_the_preview_too(client, unit, admin):
    page = ServiceGuidePage(title="空的", unit=unit, live=False)
    ServiceGuideIndexPage.objects.get(unit=unit).add_child(instance=page)
    page.save_revision()
    client.force_login(admin)
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200


def test_matter_and_guide_link_to_each_other_while_both_are_public(client, unit):
    from publication.actions.create_many import CreateMany

    index = MatterIndexPage.objects.get(unit=unit)
    matter = MatterPage(secrecy="clear", title="示例许可", code="SL-1", category="licence", duties="受理")
    matter.adopt(index)
    matter.bases.create(basis=make_basis())
    matter = CreateMany(index, [matter], publish=True).execute()[0]
    page = make_guide(unit, matter=matter)
    matter = MatterPage.objects.get(pk=matter.pk)
    assert page.title not in text_of(client, matter)
    page = public(page)
    assert f'<a href="{page.get_url()}">{page.title}</a>' in text_of(client, matter)
    assert f'<a href="{matter.get_url()}">示例许可</a>' in text_of(client, page)
    assert list(make_basis().guides.values_list("page_id", flat=True)) == [page.pk]
    end(page)
    assert page.title not in text_of(client, matter)


def end(page):
    asked = RequestEnding(page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。")
    return End(asked.execute()).execute()


def test_the_library_of_laws_says_how_many_guides_rest_on_a_provision(client, guide, admin):
    client.force_login(admin)
    html = client.get("/admin/legal-bases/").content.decode()
    assert "依据它的指南" in html
    make_basis()
    with CaptureQueriesContext(connection) as one:
        client.get("/admin/legal-bases/")
    for number in range(5):
        type(make_basis()).objects.create(law=make_basis().law, article=f"第{number}条")
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/legal-bases/")
    assert len(many) == len(one)


def test_a_law_that_lapses_is_marked_on_the_public_page(client, guide):
    import datetime

    from publication.actions.change_shown import ChangeShown

    basis = make_basis()
    basis.effective_to = datetime.date(2020, 1, 1)
    ChangeShown(basis).execute()
    html = text_of(client, guide)
    assert "已失效" in html
    assert "办理前请先电话咨询" in html


def test_queries_grow_with_nothing(client, unit):
    blank = stored(unit)
    many = {
        "materials": [{**MATERIAL, "name": f"材料{n}", "is_certificate": True, "basis": make_basis(), "pledge": "no", "blank": blank} for n in range(20)],
        "steps": [{"name": f"环节{n}"} for n in range(15)],
        "places": [PLACE] * 6,
        "questions": [{"question": f"问{n}", "answer": "答"} for n in range(20)],
    }  # fmt: skip
    small = public(
        make_guide(
            unit,
            materials=[{**MATERIAL, "is_certificate": True, "basis": make_basis(), "pledge": "no", "blank": blank}],
        )
    )
    large = public(make_guide(unit, title="长指南", **many))
    counts = []
    for page in (small, large):
        client.get(page.get_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(page.get_url())
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 22


def test_the_list_is_filtered_paged_and_costs_the_same(client, unit, other_unit, django_assert_max_num_queries):
    public_many(
        unit,
        [
            {
                "title": f"指南{number:02d}",
                "audience": "person" if number % 2 else "both",
                "materials": [],
                "no_materials": True,
            }
            for number in range(32)
        ],
    )
    public_many(other_unit, [{"title": "社保指南", "audience": "organisation", "kind": "payment"}])
    url = ServiceGuideListPage.objects.get().get_url()
    client.get(url)
    with django_assert_max_num_queries(16):
        html = client.get(url).content.decode()
    assert "共 33 份" in html
    assert html.count('class="result"') == 30
    follow = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    assert client.get(url + follow).content.decode().count('class="result"') == 3
    for query, count in (
        ("unit=sbzx", 1),
        ("kind=payment", 1),
        ("for=person", 32),
        ("for=organisation", 17),
        ("q=社保", 1),
        ("for=both", 33),
    ):
        assert f"共 {count} 份" in client.get(f"{url}?{query}").content.decode(), query
    assert "共 1 份" in client.get(ServiceGuideIndexPage.objects.get(unit=other_unit).get_url()).content.decode()
    for odd in ("?at=x", "?at=1_%00", "?kind=nothing", "?unit=nobody", "?q=%00", f"?at={'9' * 30}_a"):
        assert client.get(url + odd).status_code == 200
    assert "没有符合条件的服务指南" in client.get(url + "?q=没有这样的").content.decode()


def test_an_empty_list_says_so(client, portal):
    assert "暂无公开的服务指南" in client.get(ServiceGuideListPage.objects.get().get_url()).content.decode()


def test_search_finds_what_a_row_says_and_names_the_kind(client, guide):
    html = client.get("/search/?q=一次告知补正").content.decode()
    assert guide.title in html
    assert "服务指南 · 行政许可" in html
    facets = describe(guide).facets
    assert (facets["section"], facets["kind"], facets["category"]) == ("before", "guide", "行政许可")
    assert labels_of("kind", ["guide"]) == {"guide": "服务指南"}


def test_an_editor_saves_a_blank_draft_and_is_led_to_each_gap(client, unit, editor):
    client.force_login(editor)
    index = ServiceGuideIndexPage.objects.get(unit=unit)
    url = reverse("wagtailadmin_pages:add", args=["disclosure", "serviceguidepage", index.pk])
    form = client.get(url).content.decode()
    assert "十五项要素" in form
    assert "行政复议" in form  # the remedy is proposed
    data = {"title": "新指南", "acceptor": "窗口", "approver": "局", "remedy": "一。\r\n二。", "benefits": "无"}
    for name in ("bases", "materials", "steps", "channels", "places", "questions"):
        data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "places-TOTAL_FORMS": "1"}
    data |= {
        "places-0-name": "窗口",
        "places-0-hours": "上午\r\n下午",
        "places-0-ORDER": "1",
        "places-0-id": "",
        "places-0-DELETE": "",
    }
    data |= {"places-0-address": "", "places-0-phone": "", "places-0-note": ""}
    answer = client.post(url, data, follow=True)
    page = ServiceGuidePage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.unit, bool(page.slug), draft.remedy) == (unit, True, "一。\n二。")
    assert (draft.no_benefits, draft.benefits, draft.places.all()[0].hours) == (True, "", "上午\n下午")
    html = answer.content.decode()
    assert "data-gate-jump" in html
    for target in ("id_places-0-address", "id_steps-ADD", "id_conditions", "id_materials-ADD"):
        assert f'href="#{target}"' in html, target
        assert f'id="{target}"' in html, target


@pytest.mark.parametrize(
    ("kind", "name"), [("licence", "许可条件"), ("complaint", "办理条件"), ("payment", "办理条件")]
)
def test_the_heading_of_the_conditions_is_what_the_link_to_it_says(client, unit, kind, name):
    html = text_of(client, public(make_guide(unit, kind=kind)))
    assert f'<a href="#conditions">看{name}</a>' in html
    assert f"<h2>{name}</h2>" in html


def test_a_blank_row_of_bases_is_kept_in_the_draft_and_named(client, unit, editor):
    from tests.publication.test_publish import form_data

    page = make_guide(unit)
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data, place = form_data(client, edit), page.bases.count()
    row = {
        f"bases-{place}-{name}": value
        for name, value in (("basis", ""), ("ORDER", place + 1), ("id", ""), ("DELETE", ""))
    }
    answer = client.post(edit, {**data, **row, "bases-TOTAL_FORMS": place + 1})
    assert answer.status_code == 302, answer.context["form"].formsets["bases"].errors
    draft = ServiceGuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    blocking = {(found.code, found.field) for found in problems_of(draft, None) if found.blocks}
    assert blocking == {("basis_blank", f"id_bases-{place}-basis")}
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).status_code == 200
    assert describe(draft)


def test_the_fields_of_the_form_are_those_of_the_elements(unit):
    from disclosure.guides.elements import ELEMENTS

    names = {field.name for field in ServiceGuidePage._meta.get_fields()}
    assert {element.field for element in ELEMENTS} <= names
    assert {element.none for element in ELEMENTS if element.none} <= names
    assert set(FIELDS) <= names
