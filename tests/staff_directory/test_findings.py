"""Findings that a unit must answer, and sealed content that asks for a purpose."""

import datetime
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from publication.models import TrailEntry
from publication.notices.reminders import remind
from staff_directory.findings.verbs import AnswerFinding, FileFinding, ReturnFinding
from staff_directory.models import Deputy, Finding, RoleGroup
from staff_directory.reading.sealed import register_sealed, unregister_sealed
from tests.conftest import make_person

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


def test_the_unit_is_told_what_waits_for_its_answer_and_the_auditor_what_was_answered(client, world):
    auditor, head = world.users["discipline_auditor"], world.users["unit_head"]
    today = timezone.localdate()
    found = FileFinding(
        world.own.unit, "超期公开", "该决定超过七个工作日才公开。", today + datetime.timedelta(days=1), user=auditor
    ).execute()
    told = lambda user: list(user.notices.filter(subject__contains="超期公开").order_by("pk"))  # noqa: E731
    assert "请答复" in told(head)[-1].subject
    assert told(head)[-1].url == reverse("findings:show", args=[found.pk])
    assert not told(world.users["unit_editor"])
    client.force_login(head)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "<strong>2</strong> 监督意见待答复" in home, "the world's own, and this one"
    with mock.patch("publication.notices.reminders.works", return_value=True):
        for _ in range(2):
            remind(today)
        assert [notice.subject for notice in told(head)][1:] == [told(head)[-1].subject], "once a day"
        remind(today + datetime.timedelta(days=5))
    assert "逾期" in told(head)[-1].subject
    assert "逾期" in told(auditor)[-1].subject
    AnswerFinding(found, "已整改。", user=head).execute()
    assert "请核查" in told(auditor)[-1].subject
    client.force_login(auditor)
    assert "监督意见已答复、待核查" in client.get(reverse("wagtailadmin_home")).content.decode()
    ReturnFinding(found, "请附时间。", user=auditor).execute()
    assert "重新答复" in told(head)[-1].subject


def test_the_heads_deputy_answers_on_the_record(client, world):
    """A deputy of another unit sees what waits for the head, and answers in the head's place."""
    deputy = make_person("dep", "unit_legal_reviewer", world.other.unit)
    held = RoleGroup.objects.get(role="unit_head", unit=world.own.unit)
    address = reverse("findings:answer", args=[world.own.finding.pk])
    client.force_login(deputy)
    assert client.post(address, {"text": "已整改。"}).status_code == 404
    today = timezone.localdate()
    Deputy.objects.create(role_group=held, person=deputy, starts_on=today, ends_on=today)
    client.force_login(type(deputy).objects.get(pk=deputy.pk))
    client.post(address, {"text": "已整改。"})
    assert Finding.objects.get(pk=world.own.finding.pk).answered_by == deputy
    assert "B角代行" in TrailEntry.objects.get(act="finding.answer").data["acting_for"]


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
