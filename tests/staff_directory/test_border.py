"""An editor sees and touches the own unit's things only: where Wagtail's stock views would show more."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page

from publication.approvals import STEPS
from publication.permits import permitted
from staff_directory.access import bindings
from staff_directory.access.sight import sight_of
from staff_directory.models import RoleTask
from tests.conftest import make_user

from .world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(unit, other_unit):
    found = make_world(unit, other_unit)
    for side in (found.own, found.other):
        side.document.tags.add(f"标签{side.unit.code}")
    return found


@pytest.fixture
def as_editor(client, world):
    client.force_login(world.users["unit_editor"])
    return client


def text_of(response):
    """What a person would read, also inside the JSON of a modal."""
    text = response.content.decode()
    if text.startswith(("{", "[")):
        return json.dumps(json.loads(text), ensure_ascii=False)
    return text


LISTS = (
    ("wagtailadmin_api:pages:listing", {}),
    ("wagtailadmin_pages:search", {"q": "示例"}),
    ("wagtailadmin_pages:type_use", {"args": ["disclosure", "decisionnoticepage"]}),
    ("wagtailadmin_reports:aging_pages", {}),
    ("wagtailadmin_reports:site_history", {}),
    ("wagtailadmin_reports:workflow", {}),
    ("wagtailadmin_choose_page_search", {"q": "示例"}),
    ("wagtailadmin_api:documents:listing", {}),
    ("wagtailadmin_api:images:listing", {}),
    ("wagtaildocs:index", {}),
    ("wagtailimages:index", {}),
    ("wagtaildocs_chooser:choose", {}),
    ("wagtailimages_chooser:choose", {}),
    ("decision_imports:index", {}),
    ("findings:index", {}),
    ("reading:index", {}),
    ("wagtailadmin_home", {}),
)


def test_no_list_shows_another_units_drafts_files_or_imports(as_editor, world):
    theirs = (world.other.page.title, world.other.submitted.title, world.other.document.title, world.other.image.title)
    theirs += (world.other.job.file_name, world.other.finding.subject, f'"id": {world.other.page.pk},')
    seen = ""
    for name, given in LISTS:
        query = {key: value for key, value in given.items() if key != "args"}
        response = as_editor.get(reverse(name, args=given.get("args", ())), query)
        assert response.status_code == 200, name
        text = text_of(response)
        for mark in theirs:
            assert mark not in text, (name, mark)
        seen += text
    for mark in (world.own.page.title, world.own.document.title, world.own.job.file_name, world.own.finding.subject):
        assert mark in seen


def test_chooser_starts_at_own_pages_and_offers_shared_public_ones(as_editor, world):
    start = as_editor.get(reverse("wagtailadmin_choose_page"), {"page_type": "disclosure.DecisionNoticePage"})
    assert world.other.page.title not in text_of(start)
    assert world.other.unit.name not in text_of(start)
    after = Page.objects.get(slug="after")
    listed = text_of(as_editor.get(reverse("wagtailadmin_choose_page_child", args=[after.pk])))
    assert "全部执法决定" in listed
    assert as_editor.get(reverse("wagtailadmin_choose_page_child", args=[world.other.index.pk])).status_code == 404


def test_tags_of_other_units_are_not_suggested(as_editor, world):
    found = as_editor.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "标签"}).json()
    assert found == [f"标签{world.own.unit.code}"]


def test_bulk_actions_name_no_page_out_of_sight(as_editor, world):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert as_editor.get(f"{url}?id={world.own.page.pk}&id={world.other.page.pk}").status_code == 404
    url = reverse("wagtail_bulk_action", args=["publication", "storeddocument", "delete"])
    listed = as_editor.get(f"{url}?id=all").content.decode()
    assert world.other.document.title not in listed
    assert as_editor.get(f"{url}?id={world.other.document.pk}").status_code == 404


def test_unpublished_files_stay_within_the_unit(as_editor, client, world):
    own, other = world.own.document, world.other.document
    assert client.get(own.url).status_code == 200
    assert client.get(other.url).status_code == 404
    from publication.models import TrailEntry

    assert TrailEntry.objects.filter(act="file.read_restricted", object_id=str(own.pk)).count() == 1
    client.force_login(world.users["legal_reviewer"])
    assert client.get(other.url).status_code == 200
    client.logout()
    assert client.get(own.url).status_code == 404


def test_a_reviewer_sees_what_was_sent_and_nothing_else(client, world):
    """The justice bureau's reviewer has no pages; with a step on one page, exactly that page opens."""
    outside = world.users["outside_reviewer"]
    client.force_login(outside)
    page, other = world.other.submitted, world.other.page
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 404
    with permitted("test", [STEPS]):
        RoleTask.objects.filter(pk=page.current_workflow_task.pk).update(role="outside_reviewer")
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 404


def test_bindings_stand_and_the_check_notices_when_one_is_gone(monkeypatch):
    from wagtail.admin.views.bulk_action.base_bulk_action import BulkAction

    from staff_directory.checks import border_is_bound

    assert bindings.unbound() == []
    monkeypatch.setattr(BulkAction, "get_actionable_objects", lambda self: ([], {}))
    assert [found.id for found in border_is_bound()] == ["staff_directory.E001"]


def test_the_border_costs_a_fixed_number_of_queries(world, django_assert_max_num_queries):
    user = type(world.users["unit_editor"]).objects.get(username="unit_editor")
    ContentType.objects.clear_cache()
    with django_assert_max_num_queries(3):
        sight = sight_of(user)
        for _ in range(50):
            assert sight.holds(world.own.page.path)
            assert not sight.holds(world.other.page.path)


def test_auditor_reads_everything_and_changes_nothing(client, world):
    client.force_login(world.users["discipline_auditor"])
    shown = client.get(reverse("reading:page", args=[world.other.page.pk]))
    assert world.other.page.title in shown.content.decode()
    draft = client.get(reverse("reading:revision", args=[world.other.page.pk, world.other.page.latest_revision_id]))
    assert draft.status_code == 200
    assert world.other.page.party_name in draft.content.decode()
    for name in ("edit", "lock", "copy", "delete", "unpublish", "move"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[world.own.page.pk])
        assert client.post(url).status_code in (403, 404), name
    assert client.post(reverse("decision_imports:publish", args=[world.own.job.pk])).status_code == 403
    assert client.post("/admin/settings/home/portalidentity/1/", {"site_name": "x"}).status_code == 403


def test_superuser_accounts_are_out_of_the_security_administrators_reach(client, world, admin):
    client.force_login(world.users["security_admin"])
    assert client.get(reverse("wagtailusers_users:edit", args=[admin.pk])).status_code == 404
    page = client.get(reverse("wagtailusers_users:edit", args=[world.plain_user.pk])).content.decode()
    assert "is_superuser" not in page
    assert f"{world.own.unit.name} · 单位编辑" in page
    data = {"username": "somebody", "last_name": "示例", "is_active": "on", "is_superuser": "on"}
    groups = [world.users["unit_editor"].groups.get().pk, world.users["audit_admin"].groups.get().pk]
    url = reverse("wagtailusers_users:edit", args=[world.plain_user.pk])
    refused = client.post(url, {**data, "groups": groups})
    assert "不能兼有" in refused.content.decode()
    client.post(url, {**data, "groups": groups[:1]})
    world.plain_user.refresh_from_db()
    assert not world.plain_user.is_superuser
    assert world.plain_user.groups.get().pk == groups[0]
    client.post(url, {**data, "groups": groups[1:]})
    assert world.plain_user.groups.get().pk == groups[1]


def test_reading_room_has_a_fixed_number_of_queries(client, world, django_assert_max_num_queries):
    client.force_login(world.users["legal_reviewer"])
    client.get(reverse("reading:index"))
    with django_assert_max_num_queries(24):
        client.get(reverse("reading:index"))
    with django_assert_max_num_queries(32):
        client.get(reverse("reading:page", args=[world.other.page.pk]))


def test_a_stranger_without_roles_gets_no_further_than_the_door(client, world):
    user = make_user("nobody")
    client.force_login(user)
    assert client.get("/admin/").status_code == 302
    assert client.get(reverse("reading:index")).status_code == 302
