"""Every type of page ends like a decision: seen by the probes of each surface that it has, then by none, with a receipt and a tombstone."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from disclosure.models import FlowchartPage, ListPage, MatterPage, PaperSettings
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.models import Ending, Receipt
from publication.receipts.make import problems_of
from publication.surfaces import registered
from publication.surfaces.subjects import subjects_of
from publication.surfaces.work import work
from staff_directory.kinds import Role
from staff_directory.models import OfficerDirectoryPage
from tests.conftest import make_person
from tests.disclosure.flowcharts.samples import make_chart
from tests.disclosure.matters.world import live_matter, publish_list
from tests.disclosure.papers.conftest import make_notice, make_regulation, make_template, public
from tests.publication.life.conftest import InProcess
from tests.staff_directory.officers.samples import make_officer

pytestmark = pytest.mark.django_db
REASON = "经查，这里的内容发布有误，现予撤下。"
_CODE = "11370828MB28602902400011410800301"
EVERYWHERE = {"page", "lists", "search", "sitemap", "front_cache"}


def _matter(unit):
    made = live_matter(unit, _CODE)
    publish_list("powers")
    return made


def _list(unit):
    live_matter(unit)
    return publish_list("powers")


def _directory(unit):
    """The unit's directory, with somebody in it."""
    make_officer(unit, "欧阳示例", "SL-00-90001")
    return OfficerDirectoryPage.objects.get(unit=unit)


#: type → how it is made, what stands on its tombstone, the surfaces on which it is seen.
TYPES = {
    "matter": (_matter, "执法事项", EVERYWHERE),
    "list": (_list, "权责清单", EVERYWHERE),
    "flowchart": (make_chart, "执法流程图", EVERYWHERE | {"flowchart"}),
    "regulation": (lambda unit: public(make_regulation(unit)), "制度文件", EVERYWHERE),
    "template": (lambda unit: public(make_template(unit)), "文书样本", EVERYWHERE | {"files"}),
    "officers": (_directory, "执法人员目录", EVERYWHERE | {"certificates"}),
    "service": (lambda unit: public(make_notice(unit)), "公告送达", EVERYWHERE - {"search", "sitemap"}),
}


@pytest.fixture
def service_days(db):
    """The bureau has entered the period of service."""
    found = PaperSettings.load()
    found.service_days = 60
    found.save()


def files_of(client, page):
    """The addresses of files that a page offers."""
    if isinstance(page, FlowchartPage):
        return [reverse("flowchart_file", args=[page.pk])]
    return [page.file.url] if hasattr(page, "file") else []


@pytest.mark.parametrize(
    ("verb", "name"),
    [*(("withdraw", name) for name in TYPES), *(("vanish", name) for name in ("matter", "template", "service"))],
)
def test_it_is_seen_before_by_nobody_after_and_again_when_it_is_restored(
    client,
    unit,
    editor,
    reviewer,
    service_days,
    verb,
    name,
):
    """A list stands across units: 政策法规科 asks, and another of its officers approves."""
    make, what, surfaces = TYPES[name]
    asks, decides = editor, reviewer
    if name == "list":
        asks, decides = (make_person(f"officer{place}", Role.DISCLOSURE_OFFICER) for place in range(2))
    page = make(unit).specific
    url, visitor = page.get_url(), InProcess()
    before = client.get(url).content.decode()
    (subject,) = subjects_of([Ending(page=page, url_path=page.url_path, live_revision=page.live_revision)]).values()
    assert all(mark in before for mark in (*subject.marks, *subject.own_marks))
    seen = {found.code for found in registered() if found.probe([subject], visitor)[page.pk].visible}
    # A file that a public page uses is not the probe's to look for: it is asked for here.
    assert seen | ({"files"} & surfaces) == surfaces
    for file in files_of(client, page):
        assert client.get(file).status_code == 200
    asked = RequestEnding(
        page, verb=verb, kind="mistake" if verb == "withdraw" else "privacy", user=asks, statement=REASON
    ).execute()
    ending = DecideEnding(asked, user=decides, approve=True).execute()
    visitor.forget()
    while work(visitor):
        visitor.forget()
    assert problems_of(Receipt.objects.get(ending=ending)) == []
    answer = client.get(url)
    text = answer.content.decode()
    assert answer.status_code == ending.status
    assert (what in text and unit.name in text) == (verb == "withdraw" and name != "list")
    assert not any(mark in text for mark in (*subject.marks, *subject.own_marks) if mark != what)
    for file in files_of(client, page):
        assert client.get(file).status_code == 404
    for form in ("xlsx", "csv", "json") if name == "list" else ():
        assert client.get(url, {"format": form}).status_code == ending.status
    back = RequestRestoration(page, user=asks, reason="撤下时认错了页面，内容没有错误。").execute()
    DecideRestoration(back, user=decides, approve=True).execute()
    again = client.get(url).content.decode()
    assert all(mark in again for mark in (*subject.marks, *subject.own_marks))
    assert all(client.get(file).status_code == 200 for file in files_of(client, page))


def test_a_list_says_nothing_of_a_matter_that_was_taken_down_in_no_form(client, unit, editor, reviewer):
    matter = live_matter(unit, _CODE, content="只有这个事项才有的内容")
    other = live_matter(unit, "BXRS-CF-002", title="另一个事项")
    page = publish_list("powers")
    asked = RequestEnding(matter, verb="withdraw", kind="mistake", user=editor, statement=REASON).execute()
    DecideEnding(asked, user=reviewer, approve=True).execute()
    for query in ({}, {"all": 1}, {"q": "只有这个事项才有的内容"}, {"format": "csv"}, {"format": "json"}):
        answer = client.get(page.get_url(), query)
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert _CODE not in text
        assert matter.title not in text
        assert "q" in query or other.title in text
    with pytest.raises(ValidationError, match="申请恢复公开"):
        MatterPage(code=_CODE).clean()


def test_what_the_tombstone_says_itself_is_no_sight_of_the_page(portal):
    """A list is often called as its kind is, and the tombstone names the kind."""
    page = ListPage.objects.get(kind="review", unit=None)
    (subject,) = subjects_of([Ending(page=page, url_path=page.url_path, what=page.title)]).values()
    assert page.title not in subject.own_marks
    assert page.title in subject.words


def test_many_matters_are_described_in_few_queries(unit, django_assert_num_queries):
    from publication.life.describe import describe_many

    matters = [live_matter(unit, f"BXRS-CF-{place:03d}", title=f"第{place}个事项名称很长") for place in range(4)]
    publish_list("powers")
    describe_many(matters[:1])
    with django_assert_num_queries(5):
        found = describe_many([type(matter).objects.get(pk=matter.pk) for matter in matters[:1]])
    with django_assert_num_queries(8):
        found = describe_many([type(matter).objects.get(pk=matter.pk) for matter in matters])
    assert all(len(described.lists) == 4 for described in found)
