"""The screens of a destruction, through requests and forms."""

import pytest
from django.urls import reverse
from django.utils import timezone

from publication.actions.backups import RecordBackup
from publication.actions.destroy import (
    CONFIRMATION,
)
from publication.models import (
    Backup,
    Destruction,
)

from .conftest import ORDER, approve, request

pytestmark = pytest.mark.django_db


def test_the_screens(client, ending, notice, editor, first, second, officer, operator):
    client.force_login(editor)
    place = reverse("life:destroy", args=[ending.pk])
    assert place in client.get(reverse("life:ending", args=[ending.pk])).content.decode()
    answer = client.post(
        place, {"order_body": "示例市国家保密局", "order_number": "", "order_date": "", "backups_by": ""}
    )
    assert answer.status_code == 400
    assert "示例市国家保密局" in answer.content.decode()
    assert "请填写命令文号" in answer.content.decode()
    client.post(place, {**ORDER, "order_date": "2026-05-06", "backups_by": "2099-01-01"})
    asked = Destruction.objects.get()
    page = reverse("life:destruction", args=[asked.pk])
    assert "批准并销毁" not in client.get(page).content.decode()
    client.post(page, {"act": "approve", "confirmation": CONFIRMATION})
    client.force_login(officer)
    assert "批准并销毁" not in client.get(page).content.decode()
    answer = client.post(page, {"act": "approve", "confirmation": CONFIRMATION})
    assert "须由保密审查员批准" in answer.content.decode()
    client.force_login(second)
    assert "批准并销毁" in client.get(page).content.decode()
    answer = client.post(page, {"act": "approve", "confirmation": "销毁"})
    assert answer.status_code == 400
    assert 'value="销毁"' in answer.content.decode()
    backup = RecordBackup(name="磁带 7", place="库房", made_at=timezone.now()).execute()
    text = client.post(page, {"act": "approve", "confirmation": CONFIRMATION}, follow=True).content.decode()
    assert "已批准，内容已销毁" in text
    assert "磁带 7" in text
    assert "待销毁" in text
    text = client.post(page, {"act": "backup", "backup": backup.pk, "note": "粉碎"}, follow=True).content.decode()
    assert "已登记：备份已销毁" in text
    part = asked.parts.filter(state="outside").exclude(holder="compact").first()
    text = client.post(page, {"act": "handled", "part": part.pk, "note": "已清"}, follow=True).content.decode()
    assert "已由人工处理" in text
    assert notice.document_number not in text
    text = client.get(reverse("life:ending", args=[ending.pk])).content.decode()
    assert "按保密机构的命令销毁，不能恢复" in text
    assert place not in text


def test_the_screens_ask_no_more_however_many_backups_and_records_there_are(
    client, ending, first, second, operator, django_assert_max_num_queries
):
    asked = approve(request(ending, first), second)
    at = asked.executed_at
    Backup.objects.bulk_create(Backup(name=f"b{n}", place="柜", made_at=at) for n in range(40))
    client.force_login(operator)
    with django_assert_max_num_queries(40):
        client.get(reverse("backups:index"))
    client.force_login(second)
    with django_assert_max_num_queries(45):
        client.get(reverse("life:destruction", args=[asked.pk]))
