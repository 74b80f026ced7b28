"""What copies, moves and deletes pages makes nothing public and ends nothing."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page

from home.models import SectionPage

pytestmark = pytest.mark.django_db


def test_copying_a_live_page_publishes_nothing(client, admin, live_penalty):
    client.force_login(admin)
    parent = live_penalty.get_parent()
    url = reverse("wagtailadmin_pages:copy", args=[live_penalty.pk])
    data = {"new_title": "副本", "new_slug": "copied", "new_parent_page": parent.pk, "publish_copies": "on"}
    client.post(url, data, follow=True)
    assert Page.objects.live().filter(path__startswith=parent.path, depth=parent.depth + 1).count() == 1


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("copy", {"keep_live": True, "recursive": False}),
        ("create_alias", {}),
        ("unpublish", {}),
        ("delete", {}),
        ("move", {}),
        ("copy_for_translation", {}),
    ],
)
def test_admin_api_makes_nothing_public_and_ends_nothing(client, admin, live_penalty, portal, action, data):
    client.force_login(admin)
    if action == "move":
        other = portal.add_child(instance=SectionPage(secrecy="clear", title="另一处", slug="elsewhere", live=False))
        data = {"destination_page_id": other.pk, "position": "first-child"}
    if action == "create_alias":
        data = {"destination_page_id": live_penalty.get_parent().pk, "update_slug": "alias"}
    if action == "copy_for_translation":
        Locale.objects.get_or_create(language_code="en")
        data = {"locale": "en", "copy_parents": True, "alias": True}
    before = set(Page.objects.live().values_list("pk", "url_path"))
    client.post(
        reverse("wagtailadmin_api:pages:action", args=[live_penalty.pk, action]),
        json.dumps(data),
        content_type="application/json",
    )
    assert set(Page.objects.live().values_list("pk", "url_path")) == before


def test_deleting_or_moving_a_parent_is_refused_with_what_to_do(client, admin, live_penalty):
    client.force_login(admin)
    parent = live_penalty.get_parent()
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[parent.pk]), follow=True)
    assert "已公开" in answer.content.decode()
    for action in ("delete", "unpublish", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        client.post(f"{url}?id={live_penalty.pk}&next=/admin/", {"chooser": parent.get_parent().pk}, follow=True)
    assert Page.objects.get(pk=live_penalty.pk).live
    assert Page.objects.get(pk=live_penalty.pk).url_path == live_penalty.url_path


@pytest.mark.parametrize("who", ["editor", "reviewer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_delete_screen_of_a_live_page_says_what_to_do_instead(request, client, live_penalty, who, method):
    client.force_login(request.getfixturevalue(who))
    answer = getattr(client, method)(reverse("wagtailadmin_pages:delete", args=[live_penalty.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[live_penalty.pk])
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 1
    assert "已公开" in said[0]
    assert "重新发布" in said[0]
    assert Page.objects.get(pk=live_penalty.pk).live


def test_delete_screen_says_why_an_editor_may_not_delete_a_folder_of_drafts(client, editor, draft_penalty):
    client.force_login(editor)
    folder = draft_penalty.get_parent()
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[folder.pk]), follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert "不能删除" in answer.content.decode()


@pytest.mark.parametrize("depth", [1, 2])
def test_delete_screen_of_what_stands_above_the_unit_answers_with_a_message(client, editor, live_penalty, depth):
    client.force_login(editor)
    above = Page.objects.get(depth=depth)
    answer = client.get(reverse("wagtailadmin_pages:delete", args=[above.pk]), follow=True)
    assert answer.status_code == 200
    assert "不能删除" in str([str(message) for message in answer.context["messages"]])


def test_a_draft_is_deleted_from_its_screen(client, editor, draft_penalty):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:delete", args=[draft_penalty.pk])
    assert "Yes" not in client.get(address).content.decode()
    assert client.get(address).status_code == 200
    client.post(address)
    assert not Page.objects.filter(pk=draft_penalty.pk).exists()
