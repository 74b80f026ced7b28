"""The backups that still hold a destroyed secret, until a person says that they are destroyed."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from publication.actions.backups import DestroyBackup, RecordBackup
from publication.actions.destroy import (
    HandlePart,
)
from publication.destruction.backups import backups_of, is_waiting
from publication.errors import Refused
from publication.models import (
    Backup,
    Destruction,
)
from publication.notices.destructions import still_held

from .conftest import approve, finished, request

pytestmark = pytest.mark.django_db


def test_backups_are_listed_until_a_person_says_that_they_are_destroyed(
    ending, editor, reviewer, first, second, operator
):
    during = RecordBackup(name="during", place="柜1", made_at=timezone.now()).execute()
    RecordBackup(name="before", place="柜1", made_at=timezone.now() - datetime.timedelta(days=500)).execute()
    asked = approve(request(ending, first), second)
    assert list(backups_of(asked)) == [during]
    later_recorded = RecordBackup(name="tape", place="库", made_at=asked.stored_since, user=operator).execute()
    assert set(backups_of(asked)) == {during, later_recorded}
    today = timezone.localdate()
    assert {message.user for message in still_held(today)} == {reviewer, first, second, operator}
    with pytest.raises(Refused):
        DestroyBackup(during, user=editor, note="粉碎").execute()
    with pytest.raises(Refused):
        DestroyBackup(during, user=operator, note=" ").execute()
    for backup in (during, later_recorded):
        DestroyBackup(backup, user=operator, note="两人监督粉碎").execute()
        DestroyBackup(backup, user=second, note="再说一次").execute()
        backup.refresh_from_db()
        assert (backup.destroyed_by, backup.destroy_note) == (operator, "两人监督粉碎")
    for part in asked.parts.filter(state="outside").exclude(holder="compact"):
        with pytest.raises(Refused):
            HandlePart(part, user=operator, note="已清").execute()
        HandlePart(part, user=second, note="已清").execute()
    finished(asked)
    assert not is_waiting(asked)
    assert list(still_held(today)) == []
    assert set(backups_of(asked)) == {during, later_recorded}
    RecordBackup(name="after", place="柜1", made_at=timezone.now()).execute()
    assert not is_waiting(asked)


def test_the_register_of_backups(client, ending, first, second, operator, editor):
    place = reverse("backups:index")
    client.force_login(editor)
    assert client.get(place).status_code == 302
    client.force_login(operator)
    answer = client.post(
        reverse("backups:record"), {"name": "光盘", "place": "", "content": "all", "made_at": "2026-05-06T02:00"}
    )
    assert answer.status_code == 400
    assert "光盘" in answer.content.decode()
    approve(request(ending, first), second)
    made = timezone.localtime(Destruction.objects.get().stored_since) + datetime.timedelta(milliseconds=1)
    values = {"name": "光盘", "place": "库房", "content": "all", "made_at": made.strftime("%Y-%m-%dT%H:%M:%S")}
    Backup.objects.create(name="磁带", place="库房", made_at=made)
    client.post(reverse("backups:record"), values)
    assert Backup.objects.filter(name="光盘", recorded_by=operator).exists()
    text = client.get(place).content.decode()
    assert "须销毁的备份：1 份" in text
    backup = Backup.objects.get(name="磁带")
    text = client.post(reverse("backups:destroy", args=[backup.pk]), {"note": "粉碎"}, follow=True).content.decode()
    assert "须销毁的备份" not in text


def test_the_register_by_command(ending, first, second, operator, capsys):
    asked = approve(request(ending, first), second)
    at = timezone.localtime(asked.executed_at).isoformat()
    out = io.StringIO()
    call_command("backups", "record", name="夜间", place="异地", made_at=at, stdout=out)
    assert "须销毁" in out.getvalue()
    call_command("backups", "list", stdout=out)
    assert "夜间" in out.getvalue()
    backup = Backup.objects.get()
    with pytest.raises(CommandError, match="不是时间"):
        call_command("backups", "record", name="x", place="y", made_at="昨天")
    with pytest.raises(CommandError, match="没有这个账号"):
        call_command("backups", "destroyed", backup.pk, user="nobody", note="粉碎")
    with pytest.raises(CommandError, match="还有地方"):
        call_command("destructions", "list", stdout=out)
    assert "异地" in out.getvalue()
    call_command("backups", "destroyed", backup.pk, user="operator", note="粉碎", stdout=out)
    backup.refresh_from_db()
    assert backup.destroyed_by == operator
