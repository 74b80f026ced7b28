"""Halls and windows: registered once, chosen by guides, changed by the verb within the unit's border."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.models import GuidePlace, ServiceGuidePage
from publication.actions.change_shown import ChangeShown
from publication.gates import problems_of
from publication.models import TrailEntry
from staff_directory.models import Hall, Window
from tests.conftest import make_person
from tests.disclosure.guides.samples import make_guide, public
from tests.disclosure.guides.test_sheets import exported, upload

pytestmark = pytest.mark.django_db
HALL = {
    "name": "市政务服务中心（示例）",
    "hours": "周一至周五 9:00—16:30",
    "address": "示例路1号2楼",
    "phone": "024-43876543",
}


@pytest.fixture
def window(unit):
    hall = Hall.objects.create(unit=unit, **HALL)
    return Window.objects.create(unit=unit, hall=hall, number="3号窗口", purpose="示例许可")


@pytest.fixture
def guide(unit, window):
    return public(make_guide(unit, code="ZN-1", places=[{"window": window}]))


def text_of(client, guide):
    return client.get(guide.get_url()).content.decode()


def kept_back(page):
    found = problems_of(page, page.latest_revision)
    return [(each.code, each.field) for each in found if each.code != "not_approved"]


def sent(hall, **values):
    return {"unit": hall.unit_id, "order": 100, "is_open": "on", "note": "", **HALL, **values}


def test_a_guide_shows_its_window_and_follows_it_at_once(client, unit, window, guide, reviewer):
    html = text_of(client, guide)
    for said in (
        "市政务服务中心（示例）3号窗口",
        "示例路1号2楼3号窗口",
        "024-43876543",
        "示例许可",
        '"telephone": "024-43876543"',
    ):
        assert said in html
    client.force_login(reviewer)
    answer = client.post(reverse("halls:edit", args=[window.hall_id]), sent(window.hall, address="示例路9号"))
    assert answer.status_code == 302
    assert "示例路9号3号窗口" in text_of(client, guide)
    assert TrailEntry.objects.order_by("-pk").filter(label__contains="市政务服务中心").exists()


def test_the_database_refuses_a_change_around_the_verb(window):
    for rows, values in (
        (Hall.objects.filter(pk=window.hall_id), {"address": "别处"}),
        (Window.objects.filter(pk=window.pk), {"number": "9号窗口"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    window.number = "9号窗口"
    ChangeShown(window).execute()


def test_the_border_holds_for_places_and_editors_only_choose(client, unit, other_unit, window, editor):
    head = make_person("head", "unit_head", other_unit)
    address = reverse("halls:edit", args=[window.hall_id])
    client.force_login(head)
    assert client.get(address).status_code == 404
    assert client.post(address, sent(window.hall, address="别处")).status_code == 404
    assert "市政务服务中心" not in client.get(reverse("halls:index")).content.decode()
    answer = client.post(reverse("halls:add"), {**sent(window.hall), "name": "别的大厅"})
    assert answer.status_code == 200, "another unit is no choice of the form"
    assert not Hall.objects.filter(name="别的大厅").exists()
    client.force_login(editor)
    assert client.post(address, sent(window.hall, address="别处")).status_code != 200
    assert Hall.objects.get(pk=window.hall_id).address == HALL["address"]
    chooser = reverse("window_chooser:choose")
    assert "3号窗口" in client.get(chooser).json()["html"]
    found = reverse("window_chooser:choose_results")
    for words, there in (
        ("政务服务 3号", True),
        (window.purpose, True),
        ("3号窗口 没有这个", False),
        ("' OR 1=1 --", False),
    ):
        assert ("市政务服务中心" in client.get(found, {"q": words}).content.decode()) is there, words
    window.is_open = False
    ChangeShown(window).execute()
    assert "3号窗口" not in client.get(chooser).json()["html"]


def test_an_editor_is_offered_no_link_to_a_window_that_only_its_keeper_may_change(client, window, guide, editor):
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    assert "换一个窗口" in html
    assert reverse("windows:edit", args=[window.pk]) not in html


def test_a_persons_number_has_no_place_in_the_register(client, window, reviewer):
    client.force_login(reviewer)
    answer = client.post(reverse("halls:edit", args=[window.hall_id]), sent(window.hall, phone="13812345678"))
    assert "只填办公电话" in answer.content.decode()
    assert "13812345678" in answer.content.decode(), "nothing typed is lost"
    assert Hall.objects.get(pk=window.hall_id).phone == HALL["phone"]


def test_a_closed_window_and_a_second_source_for_one_fact_keep_a_guide_back(client, unit, window, guide):
    both = make_guide(unit, code="ZN-2", places=[{"window": window, "address": "别处", "note": "坐1路车"}])
    assert kept_back(both) == [("window_and_text", "id_places-0-address")]
    window.is_open = False
    ChangeShown(window).execute()
    assert kept_back(ServiceGuidePage.objects.get(pk=guide.pk)) == [("window_closed", "id_places-0-window")]
    assert "这个窗口已经停用" in text_of(client, guide)


def test_a_workbook_out_and_in_again_keeps_the_window(client, unit, window, guide, editor):
    client.force_login(editor)
    book = exported(client, unit)
    assert book["办理地点"].cell(row=2, column=2).value == "市政务服务中心（示例）3号窗口"
    html, _ = upload(client, unit, book)
    assert "没有变化" in html or "没有改动" in html or "0" in html
    cells = {found.value: found.column for found in book["办理地点"][1]}
    book["办理地点"].cell(row=2, column=cells["怎么去"]).value = "坐1路车"
    _, workbook = upload(client, unit, book)
    client.post(reverse("guide_sheets:apply", args=[workbook.pk]))
    draft = ServiceGuidePage.objects.get(pk=guide.pk).get_latest_revision_as_object()
    assert [(row.window, row.address, row.note) for row in draft.places.all()] == [(window, "", "坐1路车")]
    assert GuidePlace.objects.get(page=guide).note == "", "it is a draft"


def test_the_lists_of_places_cost_the_same_however_long(client, unit, reviewer):
    client.force_login(reviewer)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/halls/").status_code == 200
        return len(captured)

    def halls(numbers):
        for number in numbers:
            Hall.objects.create(name=f"示例大厅{number}", unit=unit, hours="示例", address="示例路1号")

    halls(range(2))
    cost()
    few = cost()
    halls(range(2, 30))
    assert cost() == few
    assert client.get("/admin/halls/").content.decode().count("示例大厅") >= 30
