"""What is public is not hidden by a setting: no view restriction, no other root page."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from publication.models import TrailEntry
from staff_directory.roles.sync import sync_roles
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["unit_head", "disclosure_officer", "superuser"])
def test_nobody_restricts_who_sees_a_public_page(client, unit, live_penalty, admin, who):
    """政府信息公开条例第十九条"""
    user = admin if who == "superuser" else make_person("someone", who, unit if who == "unit_head" else None)
    client.force_login(user)
    for page in (live_penalty, Site.objects.get().root_page):
        address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        for kind in ("login", "none"):
            client.post(address, {"restriction_type": kind})
        assert client.post(
            address, {"restriction_type": "login"}, headers={"x-requested-with": "XMLHttpRequest"}
        ).status_code in (403, 404)
    assert not PageViewRestriction.objects.exists()
    assert Client().get(live_penalty.get_url()).status_code == 200
    answer = client.post(reverse("wagtailadmin_pages:set_privacy", args=[live_penalty.pk]), follow=True)
    assert "撤下" in str([str(message) for message in answer.context["messages"]])
    assert (
        'data-a11y-dialog-show="set-privacy"'
        not in client.get(reverse("wagtailadmin_pages:edit", args=[live_penalty.pk])).content.decode()
    )


def test_one_administrator_alone_does_not_move_the_portal(client, unit, live_penalty):
    sync_roles()
    client.force_login(make_person("sys", "system_admin"))
    site = Site.objects.get()
    data = {
        "hostname": "other.example",
        "port": 81,
        "site_name": "示例平台",
        "root_page": unit.page.pk,
        "is_default_site": "on",
    }
    client.post(reverse("wagtailsites:edit", args=[site.pk]), data)
    moved = Site.objects.get()
    assert (moved.hostname, moved.port, moved.root_page_id) == (site.hostname, site.port, site.root_page_id)
    assert moved.site_name == "示例平台"
    assert Client().get(live_penalty.get_url()).status_code == 200


def test_the_server_moves_it_on_the_record(live_penalty):
    call_command("set_site", hostname="portal.example", port=8443, reason="示例：启用新域名")
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("portal.example", 8443)
    entry = TrailEntry.objects.get(act="site.set")
    assert (entry.before["hostname"], entry.after["hostname"]) == ("localhost", "portal.example")
    assert entry.reason == "示例：启用新域名"
    with pytest.raises(CommandError, match="不是已公开的页面"):
        call_command("set_site", root_page=987_654, reason="示例")
