"""The list of notices, its number in the menu, and opening one."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from publication.models import Notice
from publication.notices.daily import forget_read
from publication.notices.notify import notify

from .telling import notices

pytestmark = pytest.mark.django_db


def test_a_user_sees_only_their_own(client, submitted, editor, reviewer):
    (told,) = notices(reviewer)
    client.force_login(editor)
    assert client.get(reverse("notices:open", args=[told.pk])).status_code == 404
    assert submitted.title not in client.get(reverse("notices:index")).content.decode()
    client.post(reverse("notices:read"), {"id": told.pk})
    client.post(reverse("notices:read"), {"all": "1"})
    assert notices(reviewer)[0].read_at is None


def menu(client, url):
    """Return the data of the side menu, readable."""
    text = client.get(url).content.decode()
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html.unescape(text))


def test_the_menu_counts_what_is_unread(client, submitted, reviewer):
    client.force_login(reviewer)
    home = reverse("wagtailadmin_home")
    assert "通知（1）" in menu(client, home)
    notify([reviewer] * 120, "comment", "示例", "/admin/")
    assert "通知（99+）" in menu(client, home)
    client.post(reverse("notices:read"), {"all": "1"})
    assert '"通知"' in menu(client, home)


def test_list_is_filtered_paged_and_marked(client, reviewer):
    for number in range(40):
        notify([reviewer], "step" if number % 2 else "comment", f"第{number}件", "/admin/")
    client.force_login(reviewer)
    url = reverse("notices:index")
    assert len(client.get(url).context["notices"]) == 30
    assert len(client.get(url, {"p": 2}).context["notices"]) == 10
    shown = client.get(url, {"kind": "step"}).context["notices"]
    assert {notice.kind for notice in shown} == {"step"}
    answer = client.post(reverse("notices:read"), {"all": "1", "kind": "step", "p": "1"})
    assert answer["Location"] == f"{url}?kind=step&p=1"
    assert Notice.objects.filter(user=reviewer, read_at=None).count() == 20
    one = Notice.objects.filter(user=reviewer, read_at=None).first()
    client.post(reverse("notices:read"), {"id": str(one.pk), "unread": "1"})
    assert len(client.get(url, {"unread": "1"}).context["notices"]) == 19
    for value in ("", "x", "9" * 60, "-1", "²"):
        assert client.get(url, {"kind": value, "unread": value, "p": value}).status_code == 200
        assert client.post(reverse("notices:read"), {"id": value, "p": value, "kind": value}).status_code == 302
    assert client.get(reverse("notices:read")).status_code == 405


def test_list_costs_the_same_however_many(client, reviewer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(reviewer)
    notify([reviewer] * 3, "step", "示例", "/admin/")
    url = reverse("notices:index")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    notify([reviewer] * 300, "comment", "示例", "/admin/")
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_opening_leads_nowhere_else(client, reviewer):
    client.force_login(reviewer)
    for url in ("https://example.com/", "//example.com/", ""):
        notify([reviewer], "step", "示例", url)
        pk = Notice.objects.filter(user=reviewer).latest("pk").pk
        assert client.get(reverse("notices:open", args=[pk]))["Location"] == reverse("notices:index")


def test_what_was_read_half_a_year_ago_is_deleted(reviewer):
    notify([reviewer] * 3, "step", "示例", "/admin/")
    old, young, unread = Notice.objects.order_by("pk")
    now = timezone.now()
    Notice.objects.filter(pk=old.pk).update(read_at=now - timedelta(days=181))
    Notice.objects.filter(pk=young.pk).update(read_at=now - timedelta(days=179))
    Notice.objects.filter(pk=unread.pk).update(created_at=now - timedelta(days=400))
    assert forget_read() == 1
    assert set(Notice.objects.values_list("pk", flat=True)) == {young.pk, unread.pk}
