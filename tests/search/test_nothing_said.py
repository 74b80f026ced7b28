"""What is not public is not said either: not as another word, not as a correction, not as the label of a facet."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from home.models import SectionPage
from publication.actions.publish import publish_page
from publication.permits import permitted, suspended_guards
from search.models import Entry
from staff_directory.models import Unit

pytestmark = pytest.mark.django_db

SECRET = "张秘密泄露事件通报"


def shown(client, **values) -> str:
    answer = client.get("/search/", values)
    assert answer.status_code == 200
    return answer.content.decode()


def _withdrawn(page) -> None:
    with permitted("withdraw", [page.path]):
        Page.objects.filter(pk=page.pk).update(live=False)


def _restricted(page) -> None:
    with suspended_guards("测试"):
        PageViewRestriction.objects.create(page=page, restriction_type="login")


def _corrected(page) -> None:
    page.title, page.correction_note = "一般情况通报", "更正标题"
    publish_page(page)


@pytest.mark.parametrize("end", [_withdrawn, _restricted, _corrected])
def test_the_title_of_a_page_that_is_gone_is_not_said(client, make_page, end):
    page = make_page(SECRET)
    other = make_page("张秘密名称相近事项")
    assert SECRET in shown(client, q="zmmxlsjtb")
    end(page)
    for query in (
        "zmmxlsjtb",
        "zhangmimixielushijiantongbao",
        "zmmx",
        "zmm",
        "张密秘泄漏事件通报",
        "泄漏事件通报",
        "zmmx -秘书",
    ):
        text = shown(client, q=query)
        assert "泄露" not in text, query
        assert "泄露" not in client.get("/search/suggestions/", {"q": query}).content.decode()
    assert other.title in shown(client, q="zmmmcxjsx")


def test_an_added_word_that_stands_in_a_result_is_said(client, make_page):
    make_page("工资支付办法", search_description="说明。" * 800 + "末尾")
    assert "同时列出含有“工资支付办法”的结果" in shown(client, q="gzzfbf")


def test_a_draft_section_has_no_label(client, live_penalty):
    section = SectionPage(secrecy="clear", title="还没有公开的栏目", slug="hidden-draft", live=False)
    Site.objects.get().root_page.add_child(instance=section)
    text = shown(client, q="工资", section="hidden-draft")
    assert "还没有公开" not in text
    assert "hidden-draft" in text


def test_a_unit_without_a_public_page_has_no_label(client, live_penalty):
    unit = Unit.objects.create(
        code="new", name="筹建中的单位", kind="affiliate", standing="authorised", credit_code="12210500TE5T00025N"
    )
    assert "筹建中" not in shown(client, q="工资", unit=str(unit.pk))
    assert live_penalty.unit.name in shown(client, q="工资", unit=str(live_penalty.unit_id))


def entered() -> set[int]:
    return set(Entry.objects.values_list("page_id", flat=True))


def test_restrictions_made_at_once_take_their_pages_out(make_page):
    parent = make_page("内部栏目")
    child, other = make_page("内部下级", under=parent), make_page("公开材料")
    with suspended_guards("测试"):
        PageViewRestriction.objects.bulk_create([PageViewRestriction(page=parent, restriction_type="login")])
    assert not {parent.pk, child.pk} & entered()
    assert other.pk in entered()


def test_a_restriction_moved_to_another_page_takes_that_one_out(make_page):
    first, second = make_page("甲材料"), make_page("乙材料")
    with suspended_guards("测试"):
        made = PageViewRestriction.objects.create(page=first, restriction_type="login")
        PageViewRestriction.objects.filter(pk=made.pk).update(page=second)
    assert second.pk not in entered()


def test_another_root_or_no_site_takes_what_is_outside_out(make_page):
    inside = make_page("新的首页")
    below, outside = make_page("里面的材料", under=inside), make_page("外面的材料")
    site = Site.objects.get()
    old = site.root_page
    site.root_page = inside
    with suspended_guards("测试"):
        site.save()
    assert {inside.pk, below.pk} <= entered()
    assert outside.pk not in entered()
    site.root_page = old
    with suspended_guards("测试"):
        site.save()
    assert {below.pk, outside.pk} <= entered()
    with suspended_guards("测试"):
        site.delete()
    assert entered() == set()
