"""Findings that a unit must answer, and sealed content that asks for a purpose."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from publication.models import TrailEntry
from staff_directory.models import Finding
from staff_directory.reading.sealed import register_sealed, unregister_sealed

from .world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(unit, other_unit):
    return make_world(unit, other_unit)


def test_filed_answered_returned_answered_and_closed(client, world):
    auditor, head = world.users["discipline_auditor"], world.users["unit_head"]
    client.force_login(auditor)
    due = timezone.localdate() + datetime.timedelta(days=7)
    data = {
        "unit": world.own.unit.pk,
        "subject": "超期公开",
        "text": "身份证210502199001010017",
        "due_on": due.isoformat(),
    }
    url = f"{reverse('findings:new')}?page={world.own.page.pk}"
    assert "个人号码" in client.post(url, data).content.decode()
    client.post(url, {**data, "text": "该决定超过七个工作日才公开。"})
    found = Finding.objects.get(subject="超期公开")
    assert (found.unit, found.page_id, found.filed_by) == (world.own.unit, world.own.page.pk, auditor)
    client.force_login(head)
    assert client.post(reverse("findings:answer", args=[found.pk]), {"text": " "}).status_code == 400
    client.post(reverse("findings:answer", args=[found.pk]), {"text": "已整改。"})
    client.force_login(auditor)
    client.post(reverse("findings:return", args=[found.pk]), {"text": "请附整改时间。"})
    found.refresh_from_db()
    assert found.state == "open"
    client.force_login(head)
    client.post(reverse("findings:answer", args=[found.pk]), {"text": "已于三月整改。"})
    client.force_login(auditor)
    client.post(reverse("findings:close", args=[found.pk]), {"text": "属实。"})
    found.refresh_from_db()
    assert (found.state, found.answer, found.answered_by) == ("closed", "已于三月整改。", head)
    acts = TrailEntry.objects.filter(act__startswith="finding.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["finding.file", "finding.answer", "finding.return", "finding.answer", "finding.close"]


def test_sealed_content_asks_for_a_purpose_and_is_logged(client, world):
    page = world.own.page

    def sealed(found):
        return found.pk == page.pk

    register_sealed(sealed)
    try:
        client.force_login(world.users["legal_reviewer"])
        assert client.get(reverse("reading:page", args=[page.pk])).status_code == 404
        client.force_login(world.users["discipline_auditor"])
        url = reverse("reading:page", args=[page.pk])
        asked = client.get(url).content.decode()
        assert "查阅用途" in asked
        assert page.party_name not in asked
        assert page.title not in asked
        take = reverse("reading:purpose", args=[page.pk])
        assert client.post(take, {"purpose": "看"}).status_code == 400
        assert client.post(take, {"purpose": "核查13812345678的举报"}).status_code == 400
        client.post(take, {"purpose": "核查第12号线索"})
        assert page.title in client.get(url).content.decode()
        entry = TrailEntry.objects.get(act="sealed.read")
        assert (entry.reason, entry.page_id) == ("核查第12号线索", page.pk)
        session = client.session
        session[f"purpose-{page.pk}"] = ["核查第12号线索", (timezone.now() - datetime.timedelta(hours=1)).isoformat()]
        session.save()
        assert "查阅用途" in client.get(url).content.decode()
    finally:
        unregister_sealed(sealed)
