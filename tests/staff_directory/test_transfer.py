"""Units merge, split and are renamed: drafts, tasks, imports and rights pass; what is public stays, with a note."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from disclosure.models import DecisionIndexPage, DecisionNoticePage, ImportJob
from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from publication.errors import Refused
from publication.models import TrailEntry
from staff_directory.models import RoleGroup, Unit, UnitPage
from staff_directory.roles import Role, has_role
from staff_directory.roles.membership import forget_roles
from staff_directory.roles.sync import sync_roles
from staff_directory.transfer.verbs import ExecuteTransfer, PrepareTransfer, preview
from tests.conftest import build_penalty, make_user
from tests.publication.life.conftest import end

pytestmark = pytest.mark.django_db


def administrator(role):
    user = make_user(role.value)
    user.groups.add(RoleGroup.objects.get(role=role, unit=None).group)
    return user


@pytest.fixture
def people(unit, other_unit):
    return administrator(Role.SYSTEM_ADMIN), administrator(Role.SECURITY_ADMIN)


@pytest.fixture
def submitted(penalties, editor):
    page = CreateMany(penalties, [build_penalty(penalties, 7)], user=editor).execute()[0]
    page = DecisionNoticePage.objects.get(pk=page.pk)
    page.get_workflow().start(page, editor)
    return page


def prepare(kind, source, people, **values):
    values = {"effective_on": timezone.localdate(), "reason": "示例编发〔2026〕1号", **values}
    return PrepareTransfer(kind, source, user=people[0], **values).execute()


def test_merge_moves_drafts_tasks_imports_and_rights(
    client, unit, other_unit, people, editor, reviewer, live_penalty, submitted
):
    job = ImportJob.objects.create(unit=unit, file_name="a.xlsx", status="imported", user=editor)
    done = ImportJob.objects.create(unit=unit, file_name="b.xlsx", status="published", user=editor)
    address = live_penalty.url_path
    transfer = prepare("merge", unit, people, successor=other_unit)
    assert preview(transfer) == {"人员": 2, "审批环节": 1, "附件集合": 1, "未公开的决定草稿": 1, "未完成的导入": 1}
    with pytest.raises(Refused, match="安全管理员"):
        ExecuteTransfer(transfer, user=people[0]).execute()
    ExecuteTransfer(transfer, user=people[1]).execute()
    moved = DecisionNoticePage.objects.get(pk=submitted.pk)
    assert moved.unit == other_unit
    assert moved.get_parent().specific.unit == other_unit
    assert moved.get_latest_revision_as_object().unit == other_unit
    kept = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    assert (kept.url_path, kept.unit, kept.live) == (address, unit, True)
    job.refresh_from_db()
    done.refresh_from_db()
    assert (job.unit, done.unit) == (other_unit, unit)
    unit.refresh_from_db()
    for user in (editor, reviewer):
        forget_roles(user)
    assert has_role(reviewer, Role.UNIT_HEAD, other_unit)
    assert has_role(reviewer, Role.UNIT_HEAD, unit), "the duty to withdraw what the former unit published"
    fresh = type(reviewer).objects.get(pk=reviewer.pk)
    assert kept.permissions_for_user(fresh).can_publish()
    client.force_login(fresh)
    state = moved.current_workflow_state.current_task_state
    assert state.revision_id == moved.latest_revision_id
    for _ in range(2):  # the head's step, which passed to the successor, and the secrecy review
        state = Page.objects.get(pk=moved.pk).current_workflow_state.current_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[moved.pk, "approve", state.pk])
        client.post(address, {"comment": ""})
    assert Page.objects.get(pk=moved.pk).live
    assert not sync_roles(write=False)
    client.logout()
    public = client.get(kept.get_url()).content.decode()
    assert f"“{unit.name}”的职责由“{other_unit.name}”承继" in public
    assert TrailEntry.objects.filter(act="transfer.execute", actor_id=people[1].pk).exists()


def test_rename_keeps_the_name_that_was_published_under(client, unit, people, live_penalty):
    old = unit.name
    transfer = prepare("rename", unit, people, new_name="劳动保障执法支队（示例）", effective_on=timezone.localdate())
    page = UnitPage.objects.get(unit=unit)
    page.duties = "<p>未公开的修改</p>"
    page.save_revision()
    later = PrepareTransfer(
        "rename", unit, new_name="更晚的名称", effective_on=timezone.localdate() + datetime.timedelta(days=3),
        reason="示例", user=people[0],
    ).execute()  # fmt: skip
    with pytest.raises(Refused, match="生效日期"):
        ExecuteTransfer(later, user=people[1]).execute()
    unit.changes = [{"kind": "rename", "name": "最早名称", "from": "2020-01-01"}]
    ChangeShown(unit).execute()
    ExecuteTransfer(transfer, user=people[1]).execute()
    unit.refresh_from_db()
    assert unit.name == "劳动保障执法支队（示例）"
    page.refresh_from_db()
    assert (page.title, page.live, page.has_unpublished_changes) == (unit.name, True, True)
    assert "未公开的修改" not in page.duties
    assert "未公开的修改" in page.get_latest_revision_as_object().duties
    text = client.get(DecisionNoticePage.objects.get(pk=live_penalty.pk).get_url()).content.decode()
    unit.changes[-1]["from"] = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    ChangeShown(unit).execute()
    text = client.get(DecisionNoticePage.objects.get(pk=live_penalty.pk).get_url()).content.decode()
    aside = text[text.index("公示单位") :]
    assert old in aside[:300]
    assert "更名为“劳动保障执法支队（示例）”" in text


def test_split_passes_a_column_and_only_that(client, unit, other_unit, people, editor, live_penalty, submitted):
    column = DecisionIndexPage.objects.get(unit=unit, kind="penalty")
    licences = DecisionIndexPage.objects.get(unit=unit, kind="licence")
    transfer = prepare("split", unit, people, successor=other_unit, pages=[column.pk])
    ExecuteTransfer(transfer, user=people[1]).execute()
    heir = make_user("heir")
    heir.groups.add(RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=other_unit).group)
    kept = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    editor = type(editor).objects.get(pk=editor.pk)
    assert not kept.permissions_for_user(editor).can_edit()
    assert licences.permissions_for_user(editor).can_edit()
    assert kept.permissions_for_user(heir).can_publish()
    assert not licences.permissions_for_user(heir).can_edit()
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[kept.pk])).status_code == 404
    assert client.get(reverse("wagtailadmin_explore", args=[column.pk])).status_code == 404
    assert kept.title not in client.get(reverse("wagtailadmin_api:pages:listing")).content.decode()
    assert DecisionNoticePage.objects.get(pk=submitted.pk).unit == other_unit
    client.logout()
    assert "本栏目的职责由" in client.get(kept.get_url()).content.decode()
    assert not sync_roles(write=False)


def test_what_is_written_down_wrongly_is_refused_with_the_field(unit, other_unit, people, editor):
    for values, field in (
        ({"kind": "merge", "successor": unit}, "successor"),
        ({"kind": "rename", "new_name": other_unit.name}, "new_name"),
        ({"kind": "split", "successor": other_unit, "pages": []}, "pages"),
        ({"kind": "merge", "successor": other_unit, "reason": " "}, "reason"),
    ):
        given = dict(values)
        with pytest.raises(Refused) as caught:
            prepare(given.pop("kind"), unit, people, **given)
        assert field in {problem.field for problem in caught.value.problems}
    with pytest.raises(Refused, match="系统管理员"):
        prepare("rename", unit, (editor, None), new_name="新名")
    ImportJob.objects.create(unit=unit, file_name="a.xlsx", status="importing")
    transfer = prepare("merge", unit, people, successor=other_unit)
    with pytest.raises(Refused, match="正在处理"):
        ExecuteTransfer(transfer, user=people[1]).execute()


def test_screens_and_command(client, unit, other_unit, people, capsys):
    system, security = people
    client.force_login(system)
    data = {
        "kind": "rename",
        "source": unit.pk,
        "new_name": "新名称（示例）",
        "reason": "示例",
        "effective_on": "2026-01-05",
    }
    shown = client.post(reverse("transfers:new"), data, follow=True)
    assert "将划转的内容" in shown.content.decode()
    transfer = unit.transfers_out.get()
    assert client.post(reverse("transfers:confirm", args=[transfer.pk])).status_code == 302
    assert Unit.objects.get(pk=unit.pk).name != "新名称（示例）"
    client.force_login(security)
    assert "确认并执行" in client.get(reverse("transfers:show", args=[transfer.pk])).content.decode()
    done = client.post(reverse("transfers:confirm", args=[transfer.pk]), follow=True).content.decode()
    assert "<th>确认人</th>" in done
    assert Unit.objects.get(pk=unit.pk).name == "新名称（示例）"
    arguments = ["merge", unit.code, "--into", other_unit.code, "--reason", "示例", "--as", system.username]
    call_command("transfer_unit", *arguments, "--confirmed-by", security.username, "--dry-run")
    assert "将划转 人员：0" in capsys.readouterr().out
    assert Unit.objects.get(pk=unit.pk).successor is None
    call_command("transfer_unit", *arguments, "--confirmed-by", security.username)
    assert Unit.objects.get(pk=unit.pk).successor == other_unit


def test_the_successor_withdraws_what_the_former_unit_published(
    client, unit, other_unit, people, editor, reviewer, live_penalty
):
    """行政处罚法第四十八条 binds whoever has the duties now; the tombstone names the unit that published."""
    transfer = prepare("merge", unit, people, successor=other_unit)
    ExecuteTransfer(transfer, user=people[1]).execute()
    for user in (editor, reviewer):
        forget_roles(user)
    asking, deciding = (type(user).objects.get(pk=user.pk) for user in (editor, reviewer))
    ending = end(live_penalty, asking, deciding)
    assert ending.is_executed
    text = client.get(live_penalty.get_url()).content.decode()
    assert unit.name in text
