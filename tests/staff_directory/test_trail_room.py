"""The auditor's view of the trail: filters, exports, and where acts come from."""

import io
import json
import re

import openpyxl
import pytest
from django.urls import reverse

from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.actions.publish import publish_page
from publication.actions.publish_many import PublishMany
from publication.models import TrailEntry
from publication.trail.context import client_address
from publication.trail.record import record
from staff_directory.models import RoleGroup
from staff_directory.roles import Role
from tests.conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(unit):
    user = make_user("auditor")
    user.groups.add(RoleGroup.objects.get(role=Role.AUDIT_ADMIN).group)
    return user


def found(client, **query):
    response = client.get(reverse("trail:index"), query)
    return [entry.pk for entry in response.context["entries"]]


def test_filters_by_person_unit_page_act_address_and_day(client, auditor, editor, unit, live_penalty):
    one = record("export", live_penalty, user=editor, data={"n": 1})
    two = record("finding.file", unit, user=auditor)
    client.force_login(auditor)
    assert one.pk in found(client, person="editor", act="export")
    assert two.pk not in found(client, person="editor")
    assert {one.pk, two.pk} <= set(found(client, unit=unit.pk))
    assert one.pk in found(client, page=live_penalty.pk)
    assert two.pk not in found(client, page=live_penalty.pk)
    assert found(client, act="finding.file") == [two.pk]
    assert found(client, until="2020-01-01") == []
    assert found(client, ip="203.0.113.9") == []
    assert client.get(reverse("trail:show", args=[one.pk])).status_code == 200


def test_what_changed_is_named_as_the_form_names_it(client, auditor, unit):
    entry = record("record.change", unit, before={"phone": "1"}, after={"phone": "2"}, data={"count": 1})
    client.force_login(auditor)
    body = client.get(reverse("trail:show", args=[entry.pk])).content.decode()
    for word in (str(unit._meta.get_field("phone").verbose_name), "数量：1"):
        assert word in body
    assert "<td>phone</td>" not in body


def test_an_edit_leads_to_what_it_said_before_and_after(client, auditor, editor, draft_penalty):
    page = type(draft_penalty).objects.get(pk=draft_penalty.pk)
    page.save_revision(user=editor)
    page.remarks = "改了备注"
    page.save_revision(user=editor, log_action=True)
    entry = TrailEntry.objects.filter(act="wagtail.edit", page_id=page.pk).latest("pk")
    discipline = make_user("discipline")
    discipline.groups.add(RoleGroup.objects.get(role=Role.DISCIPLINE_AUDITOR).group)
    for who, sees in ((discipline, True), (auditor, False)):
        client.force_login(who)
        body = client.get(reverse("trail:show", args=[entry.pk])).content.decode()
        assert ("与上一版本比较" in body) is sees, "who keeps the trail reads no pages"
    client.force_login(discipline)
    address = re.search(
        r'href="(/admin/reading/\d+/compare/\d+/\d+/)"',
        client.get(reverse("trail:show", args=[entry.pk])).content.decode(),
    )
    assert "改了备注" in client.get(address[1]).content.decode()


def test_every_act_on_a_page_says_what_stood_before_and_exports_hold_no_content(
    client, auditor, editor, reviewer, draft_penalty
):
    """Versions by key and fields by name: what vanished, was masked or destroyed does not come back in an export."""
    page = type(draft_penalty).objects.get(pk=draft_penalty.pk)
    first = page.latest_revision_id
    page.remarks, page.facts = "第一次改动备注", "第一次改动事实，电话13912345678"
    second = page.save_revision(user=editor, log_action=True)
    page.facts = "经查属实。"
    third = page.save_revision(user=editor, log_action=True)
    PublishMany([(page, third)], user=reviewer).execute()
    page = type(page).objects.get(pk=page.pk)
    page.remarks, page.correction_note = "第二次改动备注", "更正备注。"
    fourth = page.save_revision(user=editor, log_action=True)
    publish_page(page, user=reviewer, revision=fourth)
    asked = RequestEnding(page, verb="vanish", kind="privacy", user=editor, statement="").execute()
    own = TrailEntry.objects.filter(page_id=page.pk, act__in=("wagtail.edit", "wagtail.publish")).order_by("pk")
    told = [
        (e.act.partition(".")[2], (e.before or {}).get("revision"), e.after["revision"], e.data.get("fields"))
        for e in own
    ]
    assert told[-5:] == [
        ("edit", first, second.pk, ["facts", "remarks"]),
        ("edit", second.pk, third.pk, ["facts"]),
        ("publish", None, third.pk, None),
        ("edit", third.pk, fourth.pk, ["correction_note", "remarks"]),
        ("publish", third.pk, fourth.pk, None),
    ]
    client.force_login(auditor)
    shown = client.get(reverse("trail:show", args=[own[len(own) - 2].pk])).content.decode()
    assert "改动的栏目：更正说明、备注" in shown
    lines = b"".join(client.get(reverse("trail:export", args=["jsonl"]), {"page": page.pk}).streaming_content).decode()
    rows = [json.loads(line) for line in lines.splitlines()]
    assert {"revision": third.pk} in [row["before"] for row in rows]
    book = b"".join(client.get(reverse("trail:export", args=["xlsx"]), {"page": page.pk}).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert f'{{"revision": {third.pk}}}' in cells
    for word in ("次改动", "经查属实", "13912345678"):
        assert word not in lines
        assert not any(word in cell for cell in cells)
    End(asked).execute()
    ended = TrailEntry.objects.get(page_id=page.pk, act="ending.vanish")
    assert (ended.before, ended.after) == ({"live": True, "revision": fourth.pk}, {"live": False})


def test_a_fixed_number_of_queries_and_pages_by_key(client, auditor, editor, live_penalty):
    client.force_login(auditor)
    client.get(reverse("trail:index"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse("trail:index"))
    TrailEntry.objects.bulk_create([TrailEntry(act="export", actor_id=editor.pk) for _ in range(250)])
    with CaptureQueriesContext(connection) as many:
        first = client.get(reverse("trail:index"), {"act": "export"})
    assert len(many) <= len(few)
    assert len(first.context["entries"]) == 100
    second = client.get(f"{reverse('trail:index')}?{first.context['more']}")
    assert first.context["entries"][-1].pk > second.context["entries"][0].pk


def test_exports_stream_and_are_recorded_themselves(client, auditor, editor, live_penalty):
    record("export", live_penalty, user=editor, reason="=1+1")
    client.force_login(auditor)
    lines = client.get(reverse("trail:export", args=["jsonl"]), {"act": "export"})
    assert lines.streaming
    rows = [json.loads(row) for row in b"".join(lines.streaming_content).decode().splitlines()]
    assert [row["reason"] for row in rows] == ["=1+1"]
    book = client.get(reverse("trail:export", args=["xlsx"]), {"act": "export"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:2] == ["时间", "操作人"]
    assert sheet.max_row == 2
    assert sheet.cell(2, 15).value == "=1+1"
    assert sheet.cell(2, 15).data_type == "s"
    assert TrailEntry.objects.filter(act="trail.export", actor_id=auditor.pk).count() == 2


def test_sign_in_failure_and_sign_out_are_recorded_with_the_address(client, editor):
    login = reverse("wagtailadmin_login")
    client.post(login, {"username": "editor", "password": "wrong"}, REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="测试")
    client.post(login, {"username": "editor", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")
    client.post(reverse("wagtailadmin_logout"))
    acts = TrailEntry.objects.filter(act__startswith="sign_").order_by("pk")
    assert [entry.act for entry in acts] == ["sign_in.failed", "sign_in", "sign_out"]
    assert acts[0].ip == "203.0.113.7"
    assert acts[0].data == {"username": "editor"}
    assert PASSWORD not in "".join(str(entry.__dict__) for entry in acts)


def test_the_address_behind_proxies_is_the_one_the_outermost_trusted_proxy_saw(rf, settings):
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.5")
    assert client_address(request) == "127.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert client_address(request) == "203.0.113.5"
    assert client_address(rf.get("/", REMOTE_ADDR="127.0.0.1")) == "127.0.0.1"


def test_downloads_of_lists_are_recorded(client, admin, unit):
    client.force_login(admin)
    client.get(reverse("wagtailadmin_reports:aging_pages"), {"export": "csv"})
    assert TrailEntry.objects.filter(act="export", data__view="wagtailadmin_reports:aging_pages").exists()
