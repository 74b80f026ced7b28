"""A unit's matters, lists, flowcharts and papers in a transfer: drafts and tasks pass, what is public stays under its name with a note."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from disclosure.lists.assembling import assemble
from disclosure.lists.kinds import ListKind
from disclosure.matters.sheets.planning import newest
from disclosure.models import (
    FlowchartIndexPage,
    LapsedBasisTask,
    ListPage,
    MatterIndexPage,
    MatterPage,
    MatterWorkbook,
    RegulationPage,
    ServiceNoticePage,
)
from publication.actions.change_shown import ChangeShown
from publication.actions.publish import publish_page
from publication.models import Approval
from staff_directory.models import RoleGroup, UnitPage
from staff_directory.roles import Role
from staff_directory.roles.membership import forget_roles
from staff_directory.transfer.verbs import ExecuteTransfer, PrepareTransfer, preview
from tests.conftest import make_person, make_user
from tests.disclosure.flowcharts.samples import make_chart
from tests.disclosure.guides.samples import make_guide
from tests.disclosure.matters.world import draft_matter, live_matter, make_basis
from tests.disclosure.papers.conftest import make_notice, make_regulation, make_template, public
from tests.publication.telling import act

pytestmark = pytest.mark.django_db

MAKERS = {
    "未公开的事项草稿": lambda unit: draft_matter(unit, "DRAFT-1"),
    "未公开的流程图草稿": lambda unit: make_chart(unit, live=False),
    "未公开的文书样本草稿": make_template,
    "未公开的制度文件草稿": make_regulation,
    "未公开的公告送达草稿": make_notice,
    "未公开的服务指南草稿": make_guide,
}


@pytest.fixture
def people(unit, other_unit):
    found = []
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        user = make_user(role.value)
        user.groups.add(RoleGroup.objects.get(role=role, unit=None).group)
        found.append(user)
    return found


def transfer(kind, source, people, **values):
    values = {"effective_on": timezone.localdate(), "reason": "示例编发〔2026〕1号", **values}
    prepared = PrepareTransfer(kind, source, user=people[0], **values).execute()
    expected = preview(prepared)
    done = ExecuteTransfer(prepared, user=people[1]).execute()
    assert done.result == expected, "what moved is what the preview said"
    return done


def list_of(unit, below=True):
    parent = UnitPage.objects.get(unit=unit) if below else Page.objects.get(slug="before")
    page = ListPage(
        secrecy="clear", title="本单位权责清单", slug="own-powers", kind=ListKind.POWERS, unit=unit, live=False
    )
    parent.add_child(instance=page)
    page.save_revision()
    return page


@pytest.mark.parametrize("label", MAKERS)
def test_a_merge_takes_the_drafts_of_each_type_below_the_successor(label, unit, other_unit, people, editor):
    page = MAKERS[label](unit)
    page = type(page).objects.get(pk=page.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    done = transfer("merge", unit, people, successor=other_unit)
    assert done.result[label] == 1
    moved = type(page).objects.get(pk=page.pk)
    newest_draft = moved.get_latest_revision_as_object()
    for found in (moved, newest_draft):
        assert found.unit == other_unit
        assert found.get_parent().specific.unit == other_unit
        assert type(found.get_parent().specific) is type(page.get_parent().specific)
    state = moved.current_workflow_state.current_task_state
    assert state.revision_id == moved.latest_revision_id
    if isinstance(moved, MatterPage):
        assert (newest_draft.undertaker, newest_draft.subject) == (other_unit.name, other_unit.lawful.name)
        assert newest_draft.bases.count() == 1
    if isinstance(moved, ServiceNoticePage):
        assert newest_draft.organ_name == other_unit.lawful.name


def test_a_merge_takes_lists_workbooks_and_tasks_and_leaves_what_is_public(client, unit, other_unit, people, editor):
    basis = make_basis()
    matter = live_matter(unit, bases=[basis, make_basis("第一条", "其他法")])
    own = live_matter(other_unit, "OWN-1", title="承继单位的事项", bases=[make_basis("第一条", "其他法")])
    kept = [
        matter,
        make_chart(unit),
        public(make_template(unit)),
        public(make_regulation(unit)),
        public(make_notice(unit)),
    ]
    addresses = {page.pk: Page.objects.get(pk=page.pk).url_path for page in kept}
    listing = list_of(unit)
    waiting = MatterWorkbook.objects.create(unit=unit, user=editor, file_name="事项.xlsx")
    done = MatterWorkbook.objects.create(unit=unit, user=editor, file_name="旧.xlsx", applied_at=timezone.now())
    basis.law.effective_to = timezone.localdate() - datetime.timedelta(days=1)
    ChangeShown(basis.law).execute()
    old = unit.name
    transfer("merge", unit, people, successor=other_unit)
    for page in kept:
        stored = type(page).objects.get(pk=page.pk)
        assert (stored.url_path, stored.unit, stored.live) == (addresses[page.pk], unit, True)
        text = client.get(stored.get_url()).content.decode()
        assert f"“{old}”的职责由“{other_unit.name}”承继" in text, type(page)
    for book, owner in ((waiting, other_unit), (done, unit)):
        book.refresh_from_db()
        assert book.unit == owner
    moved = ListPage.objects.get(pk=listing.pk)
    assert moved.unit == moved.get_parent().specific.unit == other_unit
    assert set(LapsedBasisTask.objects.values_list("unit", flat=True)) == {other_unit.pk}
    unit.refresh_from_db()
    other_unit.refresh_from_db()
    rows = {row["matter"]: row for row in assemble(moved).rows}
    assert {row["unit_name"] for row in rows.values()} == {other_unit.name}
    assert set(rows) == {matter.pk, own.pk}
    assert set(newest(other_unit)) == {matter.code, "OWN-1"}
    assert set(newest(unit)) == {matter.code}
    everything = assemble(ListPage.objects.get(kind=ListKind.POWERS, unit=None)).rows
    assert {row["unit"] for row in everything} == {other_unit.code}
    forget_roles(editor)
    fresh = type(editor).objects.get(pk=editor.pk)
    assert all(Page.objects.get(pk=page.pk).permissions_for_user(fresh).can_edit() for page in kept)


def test_a_split_takes_the_column_and_only_that(client, unit, other_unit, people, editor):
    matter, chart, rule = draft_matter(unit, "DRAFT-1"), make_chart(unit, live=False), make_regulation(unit)
    live = live_matter(unit, bases=[make_basis()])
    book = MatterWorkbook.objects.create(unit=unit, user=editor, file_name="事项.xlsx")
    column = MatterIndexPage.objects.get(unit=unit)
    done = transfer("split", unit, people, successor=other_unit, pages=[column.pk])
    assert done.result["未公开的事项草稿"] == 1
    assert "未公开的流程图草稿" not in done.result
    assert MatterPage.objects.get(pk=matter.pk).unit == other_unit
    assert type(chart).objects.get(pk=chart.pk).get_parent().specific == FlowchartIndexPage.objects.get(unit=unit)
    assert RegulationPage.objects.get(pk=rule.pk).unit == unit
    book.refresh_from_db()
    assert book.unit == other_unit
    assert set(newest(other_unit)) == {"DRAFT-1", live.code}
    assert newest(unit) == {}
    assert assemble(ListPage.objects.get(kind=ListKind.POWERS, unit=None)).rows[0]["unit_name"] == other_unit.name
    assert "本栏目的职责由" in client.get(MatterPage.objects.get(pk=live.pk).get_url()).content.decode()
    late = draft_matter(unit, "DRAFT-2")
    transfer("merge", unit, people, successor=make_person("x", "unit_editor", other_unit) and other_unit)
    assert MatterPage.objects.get(pk=late.pk).get_parent() == column.page_ptr, "the receiver works there already"


def test_a_rename_reaches_drafts_and_leaves_what_was_published_under_the_old_name(client, unit, people):
    old = unit.name
    live, draft, notice = live_matter(unit), draft_matter(unit, "DRAFT-1"), make_notice(unit)
    page = list_of(unit, below=False)
    stored = ListPage.objects.get(pk=page.pk)
    stored.rows = assemble(stored).rows
    listing = publish_page(stored, setup="测试")
    transfer("rename", unit, people, new_name="新名称（示例）")
    assert MatterPage.objects.get(pk=draft.pk).get_latest_revision_as_object().undertaker == "新名称（示例）"
    assert ServiceNoticePage.objects.get(pk=notice.pk).organ_name == "新名称（示例）"
    stored = MatterPage.objects.get(pk=live.pk)
    assert stored.undertaker == old
    unit.refresh_from_db()
    unit.changes[-1]["from"] = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    ChangeShown(unit).execute()
    for page in (stored, ListPage.objects.get(pk=listing.pk)):
        text = client.get(page.get_url()).content.decode()
        assert "更名为“新名称（示例）”" in text
        assert f'<span class="caption">{old}</span>' in text or "<dt>承办单位</dt><dd><a href" in text
        assert old in text


def test_an_approval_that_stands_goes_with_the_draft(client, unit, other_unit, people, editor, reviewer):
    """The first step was taken before the merge; the second is taken after it, and the page becomes public."""
    notice = make_notice(unit)
    notice.save_revision(user=editor)
    notice = ServiceNoticePage.objects.get(pk=notice.pk)
    notice.get_workflow().start(notice, editor)
    act(client, reviewer, ServiceNoticePage.objects.get(pk=notice.pk), "approve")
    assert not ServiceNoticePage.objects.get(pk=notice.pk).live
    transfer("merge", unit, people, successor=other_unit)
    assert Approval.objects.filter(page_id=notice.pk).values("task").distinct().count() == 1
    act(client, make_person("secrecy", "secrecy_reviewer"), ServiceNoticePage.objects.get(pk=notice.pk), "approve")
    assert ServiceNoticePage.objects.get(pk=notice.pk).live


def test_the_result_of_a_workbook_is_still_submitted_after_a_merge(client, unit, other_unit, people, editor):
    matter = draft_matter(unit, "DRAFT-1")
    matter.save_revision(user=editor)
    book = MatterWorkbook.objects.create(
        unit=unit, user=editor, file_name="事项.xlsx", applied_at=timezone.now(),
        result={"new": 1, "changed": 0, "cancelled": 0, "codes": ["DRAFT-1"]},
    )  # fmt: skip
    transfer("merge", unit, people, successor=other_unit)
    client.force_login(type(editor).objects.get(pk=editor.pk))
    client.post(reverse("matter_sheets:submit", args=[book.pk]))
    assert MatterPage.objects.get(pk=matter.pk).workflow_in_progress
