"""A flowchart through the front door: its page, its file, its lists, its editor, and that all is gone with it."""

import re
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from disclosure.demo.flowchart_steps import Line
from disclosure.flowcharts.drawn import CACHE, digest_of
from disclosure.models import FlowchartIndexPage, FlowchartListPage, FlowchartPage
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.errors import is_guard_refusal
from publication.gates import problems_of
from publication.surfaces import surface
from publication.surfaces.base import Subject
from search.registry import describe, labels_of
from tests.conftest import make_user
from tests.disclosure.flowcharts.samples import GOOD, form_of, make_chart

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'\x01"


def address(page):
    return reverse("flowchart_file", args=[page.pk])


def end(page):
    asked = RequestEnding(page, verb="withdraw", kind="mistake", user=None, statement="发布有误，现予撤下核对。")
    return End(asked.execute()).execute()


def text_of(svg):
    return "".join(ElementTree.fromstring(svg).itertext())


def test_page_shows_both_drawings_and_the_same_steps_in_order_with_links(client, unit):
    page = make_chart(unit)
    html = client.get(page.get_url()).content.decode()
    assert html.count("<svg") == 2
    assert html.count('role="img"') == 2
    for line in GOOD:
        assert line.text in html
    items = re.findall(r'<li id="(step-\d+)"', html)
    assert items == [f"step-{number}" for number in range(1, 6)]
    assert '不齐全，一次告知补正：回到<a href="#step-2">' in html
    assert "5个工作日" in html
    assert f'href="{address(page)}"' in html
    for own in ("flow-wide-title", "flow-wide-desc", "flow-narrow-title", "flow-narrow-desc"):
        assert html.count(f'id="{own}"') == 1


def test_a_label_of_markup_stays_text_in_page_and_file(client, unit):
    lines = (Line("a", "start", HOSTILE[:60]), Line("b", "end", "结束"))
    page = make_chart(unit, lines, title="标题 </title><script>x</script>")
    html = client.get(page.get_url()).content.decode()
    assert "<script>alert" not in html
    assert "<script>x" not in html
    file = client.get(address(page)).content
    root = ElementTree.fromstring(file)
    assert not root.findall(f".//{SVG}script")
    assert "alert(1)" in "".join(root.itertext()).replace("\n", "")


def test_the_file_is_a_download_that_can_run_nothing(client, unit):
    page = make_chart(unit)
    answer = client.get(address(page))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    again = client.get(address(page), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(address(page)).status_code == 405


def test_drawings_are_kept_by_what_they_show(client, unit, monkeypatch):
    page = make_chart(unit)
    client.get(page.get_url())
    monkeypatch.setattr("disclosure.flowcharts.drawn.draw", lambda chart: pytest.fail("drawn twice"))
    assert client.get(page.get_url()).status_code == 200
    assert client.get(address(page)).status_code == 200


def test_a_withdrawn_chart_is_gone_everywhere_and_so_is_its_cached_drawing(client, unit):
    page = make_chart(unit)
    url, file = page.get_url(), address(page)
    tag = client.get(file)["ETag"]
    client.get(url)
    listing = FlowchartListPage.objects.get().get_url()
    assert page.title in client.get(listing).content.decode()
    digest = digest_of(page.chart)
    assert caches[CACHE].get(digest) is not None
    end(page)
    surface("flowchart").purge([Subject(page.pk, (url,), ())])
    assert caches[CACHE].get(digest) is None
    assert client.get(url).status_code == 410
    assert client.get(file).status_code == 404
    assert client.get(file, headers={"If-None-Match": tag}).status_code == 404
    for place in (listing, page.get_parent().get_url(), "/search/?q=示例许可办理", "/sitemap-pages.xml"):
        assert page.title not in client.get(place).content.decode() or "q=" in place
        assert url not in client.get(place).content.decode()


def test_a_cached_drawing_is_not_served_once_the_page_is_not_public(client, unit):
    page = make_chart(unit)
    file = address(page)
    assert client.get(file).status_code == 200
    end(page)
    assert caches[CACHE].get(digest_of(page.chart)) is not None
    assert client.get(file).status_code == 404


def test_drafts_and_other_pages_have_no_file(client, unit, live_penalty):
    draft = make_chart(unit, live=False)
    for key in (draft.pk, live_penalty.pk, 999_999):
        assert client.get(reverse("flowchart_file", args=[key])).status_code == 404


class _Sees:
    """A visitor whose question about the file is answered as told."""

    def __init__(self, status):
        self.status, self.asked = status, []

    def ask(self, address, method="GET", headers=()):
        from publication.surfaces.visitor import Reply

        self.asked.append(address)
        return Reply(address, self.status, "", "")


@pytest.mark.parametrize(("status", "visible"), [(200, True), (302, True), (404, False), (410, False)])
def test_the_surface_sees_a_file_that_is_still_there_and_asks_for_flowcharts_only(unit, live_penalty, status, visible):
    page = make_chart(unit)
    visitor, found = _Sees(status), surface("flowchart")
    subjects = [Subject(page.pk, (), ()), Subject(live_penalty.pk, (), ())]
    answers = found.probe(subjects, visitor)
    assert visitor.asked == [address(page)] == [ask.address for ask in found.asks(subjects)]
    assert answers[page.pk].visible is visible
    assert answers[live_penalty.pk].visible is False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure_flowchartpage SET steps = '[]' WHERE page_ptr_id = %s",
        "UPDATE disclosure_flowchartpage SET purpose = '别的' WHERE page_ptr_id = %s",
        "DELETE FROM disclosure_flowchartpage WHERE page_ptr_id = %s",
    ],
)
def test_the_steps_of_a_public_chart_do_not_change_behind_the_verbs(unit, statement):
    page = make_chart(unit)
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [page.pk])
    assert is_guard_refusal(caught.value)


def test_queries_do_not_grow_with_steps(client, unit, django_assert_max_num_queries):
    many = (
        Line("a", "start", "开始"),
        *(Line(f"k{n}", "action", f"第{n}件事") for n in range(40)),
        Line("z", "end", "结束"),
    )
    small, large = make_chart(unit), make_chart(unit, many, title="长流程图")
    counts = []
    for page in (small, large):
        client.get(page.get_url())
        with django_assert_max_num_queries(16) as seen:
            client.get(page.get_url())
        counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(4):
        client.get(address(large))


def test_list_filters_pages_and_costs_the_same(client, unit, other_unit, django_assert_max_num_queries):
    for number in range(33):
        make_chart(unit, title=f"流程图{number:02d}", category="penalty" if number % 2 else "licence")
    make_chart(other_unit, title="社保流程图")
    url = FlowchartListPage.objects.get().get_url()
    client.get(url)
    with django_assert_max_num_queries(16):
        html = client.get(url).content.decode()
    assert "共 34 张" in html
    assert html.count('class="result"') == 30
    follow = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    rest = client.get(url + follow).content.decode()
    assert rest.count('class="result"') == 4
    with django_assert_max_num_queries(16):
        only = client.get(url + "?unit=sbzx").content.decode()
    assert "社保流程图" in only
    assert "流程图00" not in only
    assert "共 16 张" in client.get(url + "?category=penalty&unit=ldjc").content.decode()
    assert "共 1 张" in client.get(url + "?q=社保").content.decode()
    own = client.get(FlowchartIndexPage.objects.get(unit=other_unit).get_url()).content.decode()
    assert "共 1 张" in own
    for odd in ("?at=x", "?at=1_%00", "?category=nothing", "?unit=nobody", "?q=%00", f"?at={'9' * 30}_a"):
        assert client.get(url + odd).status_code == 200


def test_an_empty_list_says_so(client, portal):
    assert "暂无公开的流程图" in client.get(FlowchartListPage.objects.get().get_url()).content.decode()


def test_search_finds_a_step_and_names_the_kind(client, unit):
    page = make_chart(unit)
    html = client.get("/search/?q=一次告知补正").content.decode()
    assert "示例许可办理流程图" in html
    assert "执法流程图 · 行政许可" in html
    for stored in ("--------", "check", "working", "begin"):
        assert stored not in page.search_summary()["text"], stored
    facets = describe(page).facets
    assert facets["section"] == "before"
    assert facets["category"] == "行政许可"
    assert labels_of("kind", [facets["kind"]]) == {"flowchart": "执法流程图"}


def test_editor_saves_a_faulty_draft_and_the_gate_speaks_at_the_step(client, unit, editor):
    client.force_login(editor)
    index = FlowchartIndexPage.objects.get(unit=unit)
    lines = (
        Line("a", "start", "收到申请"),
        Line("b", "decision", "符合吗", branches=(("", "gone"), ("不符合", "d"))),
        Line("c", "action", "没有人到这里", to="c"),
        Line("d", "end", "结束"),
    )
    url = reverse("wagtailadmin_pages:add", args=["disclosure", "flowchartpage", index.pk])
    answer = client.post(url, form_of(lines), follow=True)
    page = FlowchartPage.objects.get()
    assert page.unit == unit
    assert page.slug
    html = answer.content.decode()
    assert 'href="#steps-1-value-branches-0-value-target"' in html
    for message in ("第1个分支没有写条件", "指向的步骤已不存在", "没有任何一步通到这里"):
        assert message in html
    codes = {problem.code for problem in problems_of(page, page.get_latest_revision())}
    assert {"no_condition", "no_target", "unreachable", "endless"} <= codes


def test_a_picture_is_never_in_the_place_of_steps(unit, sample_image):
    page = make_chart(unit, (), live=False, old_picture=sample_image)
    codes = {problem.code for problem in problems_of(page, page.get_latest_revision())}
    assert {"no_steps", "old_picture_text"} <= codes


def test_two_public_charts_have_not_the_same_code(unit):
    make_chart(unit, code="XK-1")
    page = make_chart(unit, code="xk-1", title="另一张", live=False)
    assert "code_taken" in {problem.code for problem in problems_of(page, page.get_latest_revision())}


def test_an_old_picture_stands_below_the_steps_with_its_description(client, unit, editor, sample_image):
    page = make_chart(unit, live=False)
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_of(GOOD, old_picture=sample_image.pk, old_picture_text="示例旧图，仅供对照")
    assert client.post(url, data).json()["is_valid"]
    html = client.get(url).content.decode()
    assert 'alt="示例旧图，仅供对照"' in html
    assert html.index("文字步骤") < html.index("示例旧图")


@pytest.fixture
def sample_image(unit):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    return get_image_model().objects.create(title="旧流程图", file=get_test_image_file(), collection=unit.collection)


def test_drawing_of_what_is_typed_stores_nothing_and_keeps_to_the_border(client, unit, other_unit, editor):
    page = make_chart(unit, live=False)
    index = FlowchartIndexPage.objects.get(unit=unit)
    before = page.revisions.count()
    client.force_login(editor)
    for key in (page.pk, index.pk):
        answer = client.post(reverse("flowcharts:draw", args=[key]), form_of(GOOD, title=HOSTILE))
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "<svg" in html
        assert "<script>" not in html
        assert "步骤完整" in html
    assert page.revisions.count() == before
    url = reverse("flowcharts:draw", args=[page.pk])
    assert client.get(url).status_code == 405
    assert client.post(url, {}).status_code == 400
    assert client.post(url, {"steps-count": "x"}).status_code == 400
    faulty = client.post(url, form_of(GOOD[:3])).content.decode()
    assert 'data-flow-jump="2"' in faulty
    client.force_login(make_user("stranger", f"{other_unit.code} 编辑"))
    assert client.post(url, form_of(GOOD)).status_code == 404
    client.logout()
    assert client.post(url, form_of(GOOD)).status_code == 302


def test_wagtails_own_preview_shows_the_drawing_and_no_file(client, unit, editor):
    page = make_chart(unit, live=False)
    client.force_login(editor)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(url, form_of(GOOD, title="预览的标题")).json()["is_valid"]
    html = client.get(url).content.decode()
    assert "预览的标题" in html
    assert "<svg" in html
    assert address(page) not in html
    add = reverse("wagtailadmin_pages:preview_on_add", args=["disclosure", "flowchartpage", page.get_parent().pk])
    assert client.post(add, form_of(GOOD)).json()["is_valid"]
    assert "<svg" in client.get(add).content.decode()
