"""Lists freeze editions; what an approved list fixes changes with its next edition only."""

import datetime
import io
import json
import time

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from disclosure.lists.assembling import assemble
from disclosure.lists.editions import latest
from disclosure.lists.kinds import EXTERNAL, ListKind
from disclosure.models import (
    DiscretionTier,
    Edition,
    ListPage,
    MatterBasis,
    MatterIndexPage,
    MatterPage,
    PlanRow,
    RecordingStage,
    ReviewCase,
)
from publication.actions.approve import record_setup
from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from publication.actions.publish import PublishPage, publish_page
from publication.errors import Refused
from publication.gates import findings_of
from publication.guards.signed import signing
from publication.models import OutsideApproval
from publication.models.approvals import content_digest
from publication.models.media import StoredDocument
from tests.publication.telling import act

from .world import change, draft_matter, live_matter, make_basis, publish_list

pytestmark = pytest.mark.django_db


def body(client, shown, **query):
    return client.get(shown.get_url(), query).content.decode()


def test_every_kind_of_list_shows_the_matters_that_carry_its_facet(client, unit):
    matter = draft_matter(
        unit, enforcement_on=True, supervision_on=True, supervision_object="用人单位", supervision_measure="检查",
        supervision_method="现场检查", inspection_on=True, inspection_object="用人单位", inspection_content="劳动合同",
        inspection_ratio="5%", inspection_method="现场", inspection_frequency="每年1次", enterprise_on=True,
        inspection_standard="逐项核对", inspection_yearly_cap=1, service_on=True, service_object="企业", project_type="promised",
        service_condition="依法设立", service_result="决定书", service_fee="不收费",
    )  # fmt: skip
    DiscretionTier.objects.create(page=matter, behaviour="违法", tier="minor", circumstances="改正", range="警告")
    RecordingStage.objects.create(page=matter, stage="调查", method="录像", place="现场")
    ReviewCase.objects.create(page=matter, situation="较大数额罚款", materials="案卷")
    publish_page(MatterPage.objects.get(pk=matter.pk), setup="测试")
    live_matter(unit, "BXRS-CF-002", title="另一个事项")
    for kind in ListKind:
        if kind == ListKind.PLAN:
            continue
        page = publish_list(kind)
        text = body(client, page)
        assert matter.title in text, kind
        assert ("另一个事项" in text) is (kind == ListKind.POWERS), kind
        assert latest(page.pk).number == 1
        assert page.get_url() in client.get(MatterPage.objects.get(pk=matter.pk).get_url()).content.decode()


def test_each_publication_freezes_an_edition_and_any_two_are_compared(client, unit):
    first = live_matter(unit, "A-1", title="第一个事项", content="原来的内容")
    second = live_matter(unit, "A-2", title="第二个事项")
    page = publish_list(ListKind.POWERS)
    publish_page(MatterPage.objects.get(pk=first.pk), revision=change(first, duties="改过的责任"), setup="测试")
    publish_page(MatterPage.objects.get(pk=second.pk), revision=change(second, state="cancelled"), setup="测试")
    live_matter(unit, "A-3", title="第三个事项")
    assert "第三个事项" not in body(client, page)  # what is frozen stays as it was
    page = publish_list(ListKind.POWERS)
    assert [edition.number for edition in Edition.objects.filter(page=page)] == [2, 1]
    assert "第二个事项" in body(client, page, edition=1)
    assert "第二个事项" not in body(client, page)
    text = body(client, page, **{"from": 1, "to": 2})
    assert "新增1项，取消1项，修改1项，不变0项" in text
    assert "改过的责任" in text
    assert "<del" in text
    assert "没有这两个版本" in body(client, page, **{"from": 1, "to": 99})


def test_the_same_rows_make_no_new_edition(unit):
    live_matter(unit)
    publish_list(ListKind.POWERS)
    page = publish_list(ListKind.POWERS)
    assert Edition.objects.filter(page=page).count() == 1


def test_an_edition_is_never_changed(unit):
    live_matter(unit)
    publish_list(ListKind.POWERS)
    for statement in (
        "UPDATE disclosure_edition SET row_count = 9",
        "UPDATE disclosure_editionrow SET name = 'x'",
        "DELETE FROM disclosure_editionrow",
        "DELETE FROM disclosure_edition",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def letter_for(page, revision, recorded, confirmed):
    scan = StoredDocument.objects.create(title="司法局函件", file=ContentFile(b"%PDF-1.4\n", name="letter.pdf"))
    with signing("test"):
        letter = OutsideApproval.objects.create(
            page=page, revision=revision, digest=content_digest(revision.content), user=recorded, body="司法局",
            number="示例司函〔2026〕1号", dated=datetime.date(2026, 3, 5), scan=scan,
        )  # fmt: skip
        OutsideApproval.objects.filter(pk=letter.pk).update(confirmed_by=confirmed, confirmed_at=timezone.now())
    return letter


@pytest.mark.parametrize("kind", sorted(EXTERNAL))
def test_a_list_that_needs_the_justice_bureau_is_not_public_without_its_letter(client, unit, editor, reviewer, kind):
    """国办发〔2018〕118号: the list of matters is reviewed by the justice bureau before it is published."""
    live_matter(
        unit, enforcement_on=True, supervision_on=True, supervision_object="用人单位", supervision_measure="检查",
        supervision_method="现场检查",
    )  # fmt: skip
    page = ListPage.objects.get(kind=kind)
    page.rows, page.secrecy = assemble(page).rows, "clear"
    revision = page.save_revision()
    assert "list_letter" in {problem.code for problem in findings_of(page, revision)}
    with pytest.raises(Refused, match="司法局"):
        PublishPage(revision).execute(skip_permission_checks=True)
    letter_for(page, revision, editor, reviewer)
    assert "list_letter" not in {problem.code for problem in findings_of(page, revision)}


def test_a_letter_speaks_of_exactly_these_rows(client, unit, editor, reviewer):
    matter = live_matter(unit, enforcement_on=True)
    page = ListPage.objects.get(kind=ListKind.ENFORCEMENT)
    page.rows, page.secrecy = assemble(page).rows, "clear"
    letter_for(page, page.save_revision(), editor, reviewer)
    page.rows = [{**row, "cells": ["别的", *row["cells"][1:]]} for row in page.rows]
    revision = page.save_revision()
    assert "list_letter" in {problem.code for problem in findings_of(page, revision)}
    assert matter.live


def test_the_edition_names_its_letter(client, unit, editor, reviewer):
    live_matter(unit, enforcement_on=True)
    page = ListPage.objects.get(kind=ListKind.ENFORCEMENT)
    page.rows, page.secrecy = assemble(page).rows, "clear"
    revision = page.save_revision()
    letter_for(page, revision, editor, reviewer)
    record_setup(page, revision, "测试")
    PublishPage(revision).execute(skip_permission_checks=True)
    assert "示例司函〔2026〕1号" in body(client, ListPage.objects.get(pk=page.pk))


def test_what_an_approved_list_fixes_changes_only_with_its_next_edition(client, unit, editor, reviewer):
    """A matter may move on in draft; its own page too shows the change only with the next approved edition."""
    matter = live_matter(unit, enforcement_on=True)
    page = publish_list(ListKind.ENFORCEMENT)
    revision = change(matter, editor, content="改过的行使内容")
    problems = [found for found in findings_of(revision.as_object(), revision) if found.code == "fixed_by_list"]
    assert "行使内容" in problems[0].message
    with pytest.raises(Refused, match="下一版清单"):
        publish_page(MatterPage.objects.get(pk=matter.pk), user=reviewer, revision=revision)
    assert "改过的行使内容" not in client.get(matter.get_url()).content.decode()
    # Not approved by its own unit: it is left out, and the editor of the list is told.
    draft = assemble(page)
    assert draft.waiting == [matter.title]
    from publication.actions.approve import ApproveRevision
    from publication.approvals import steps_of

    ApproveRevision(matter, revision, reviewer, steps=steps_of(matter)).execute()
    page = publish_list(ListKind.ENFORCEMENT)
    assert latest(page.pk).number == 2
    for where in (matter.get_url(), page.get_url()):
        assert "改过的行使内容" in client.get(where).content.decode()
    assert MatterPage.objects.get(pk=matter.pk).live_revision_id == revision.pk


def test_what_the_list_does_not_show_changes_at_once(client, unit):
    matter = live_matter(unit, enforcement_on=True)
    publish_list(ListKind.ENFORCEMENT)
    publish_page(
        MatterPage.objects.get(pk=matter.pk), revision=change(matter, accountability="新的追责情形"), setup="测试"
    )
    assert "新的追责情形" in client.get(matter.get_url()).content.decode()


def test_a_new_matter_waits_for_the_next_edition(unit):
    live_matter(unit, "A-1", enforcement_on=True)
    publish_list(ListKind.ENFORCEMENT)
    with pytest.raises(Refused, match="下一版清单"):
        live_matter(unit, "A-2", enforcement_on=True)


def test_the_workflows_end_keeps_an_approval_that_waits_for_the_list(client, unit, editor, reviewer):
    matter = live_matter(unit, enforcement_on=True)
    page = publish_list(ListKind.ENFORCEMENT)
    change(matter, editor, content="改过的行使内容")
    fresh = MatterPage.objects.get(pk=matter.pk)
    fresh.get_workflow().start(fresh, editor)
    assert act(client, reviewer, fresh, "approve").status_code == 200
    fresh = MatterPage.objects.get(pk=matter.pk)
    assert fresh.content == "责令改正，给予警告。"
    assert [row["revision"] for row in assemble(page).rows] == [fresh.latest_revision_id]


def test_a_lapsed_basis_marks_the_row_at_once(client, unit):
    basis = make_basis()
    live_matter(unit, bases=[basis])
    page = publish_list(ListKind.POWERS)
    assert "暂停" not in body(client, page)
    basis.law.effective_to = timezone.localdate() - datetime.timedelta(days=1)
    ChangeShown(basis.law).execute()
    assert "暂停" in body(client, page)
    assert json.loads(b"".join(client.get(page.get_url(), {"format": "json"})))["rows"][0]["suspended"] is True


def test_rows_of_a_matter_that_was_taken_down_are_in_no_edition(client, unit, editor, reviewer):
    from publication.actions.end_request import RequestEnding

    matter = live_matter(unit, title="将被撤下的事项")
    live_matter(unit, "A-2")
    page = publish_list(ListKind.POWERS)
    RequestEnding(
        matter, user=reviewer, verb="withdraw", kind="mistake", statement="发布错误，已撤下。", emergency=True
    ).execute()
    for query in ({}, {"edition": 1}, {"from": 1, "to": 1}, {"all": 1}):
        assert "将被撤下的事项" not in body(client, page, **query)
    for name in ("xlsx", "csv", "json"):
        assert "将被撤下的事项".encode() not in b"".join(client.get(page.get_url(), {"format": name}))


def test_downloads_say_what_the_page_says(client, unit):
    live_matter(unit, title="=危险的名称")
    page = publish_list(ListKind.POWERS)
    data = json.loads(b"".join(client.get(page.get_url(), {"format": "json"})))
    assert data["edition"] == 1
    assert data["rows"][0]["职权名称"] == "=危险的名称"
    text = b"".join(client.get(page.get_url(), {"format": "csv"})).decode("utf-8-sig")
    assert "'=危险的名称" in text
    answer = client.get(page.get_url(), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer))).active
    assert sheet.cell(3, 3).value == "=危险的名称"
    assert sheet.cell(3, 3).data_type == "s"
    assert "attachment" in answer["Content-Disposition"]


def test_filters_sorting_and_places(client, unit, other_unit):
    for number in range(60):
        live_matter(unit, f"A-{number:02d}", title=f"甲类事项{number:02d}")
    live_matter(other_unit, "B-1", title="乙单位的许可", category="licence")
    page = publish_list(ListKind.POWERS)
    assert "乙单位的许可" in body(client, page, unit="sbzx")
    assert "甲类事项01" not in body(client, page, unit="sbzx")
    assert "乙单位的许可" in body(client, page, category="licence")
    assert "甲类事项33" in body(client, page, q="事项33")
    assert "没有符合条件" in body(client, page, q="根本没有")
    assert "甲类事项59" in body(client, page, page=2)
    assert "甲类事项59" in body(client, page, all=1)
    for bad in (
        {"page": "999999999"},
        {"edition": "x" * 500},
        {"q": "\x00'\"%"},
        {"sort": "; DROP"},
        {"from": "-1", "to": "1"},
    ):
        assert client.get(page.get_url(), bad).status_code == 200


def matters_with_tiers(unit, numbers, tiers):
    """Public matters of these numbers, made in one go, with so many tiers of discretion each."""
    index = MatterIndexPage.objects.get(unit=unit)
    basis = make_basis()
    pages = []
    for number in numbers:
        page = MatterPage(
            secrecy="clear",
            title=f"对第{number}种违法行为的处罚",
            code=f"A-{number:03d}",
            category="penalty",
            duties="立案责任：审查。",
        )
        page.adopt(index)
        page.bases = [MatterBasis(basis=basis)]
        page.tiers = [
            DiscretionTier(
                behaviour=f"第{place}种", tier="minor", circumstances=f"情形{place}", range="警告", sort_order=place
            )
            for place in range(tiers)
        ]
        pages.append(page)
    CreateMany(index, pages, publish=True).execute()


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"].split("WHERE")[0][:300] for query in captured]


def test_500_rows_take_as_many_queries_as_two_and_are_compared_in_under_200_ms(client, unit, admin):
    """The public page, one page and whole; the editor; the comparison of two editions of 500 rows, by the whole server's time."""
    matters_with_tiers(unit, range(2), 1)
    publish_list(ListKind.DISCRETION)
    page = publish_again(ListKind.DISCRETION)
    editor = Client()
    editor.force_login(admin)
    addresses = (
        (client, page.get_url()),
        (client, page.get_url() + "?all=1"),
        (editor, f"/admin/pages/{page.pk}/edit/"),
    )
    few = [queries_of(who, address) for who, address in addresses]
    matters_with_tiers(unit, range(2, 52), 10)
    page = publish_list(ListKind.DISCRETION)
    assert latest(page.pk).row_count == 502
    many = [queries_of(who, address) for who, address in addresses]
    assert [len(queries) for queries in many] == [len(queries) for queries in few], set(many[2]) ^ set(few[2])
    assert len(few[0]) <= 12
    before = latest(page.pk).number
    publish_again(ListKind.DISCRETION)
    took = []
    for _ in range(3):
        started = time.process_time()
        text = body(client, page, **{"from": before, "to": before + 1})
        took.append(time.process_time() - started)
    assert "新增1项，取消1项，修改167项" in text
    print(f"comparison of two editions of 502 rows: {min(took) * 1000:.0f} ms")
    assert min(took) < 0.2


def publish_again(kind):
    """Publish a list with every third row changed and one in another's place."""
    page = ListPage.objects.get(kind=kind, unit=None).get_latest_revision_as_object()
    page.rows = [
        {**row, "cells": [f"{cell}改" for cell in row["cells"]]} if place % 3 == 1 else row
        for place, row in enumerate(page.rows)
    ]
    page.rows[0] = {**page.rows[0], "key": page.rows[0]["key"] + "/新"}
    return publish_page(page, setup="测试")


def test_the_inspection_plan_has_rows_of_its_own(client, unit):
    page = ListPage.objects.get(kind=ListKind.PLAN)
    page.year, page.secrecy = 2026, "clear"
    page.plan_rows.add(
        PlanRow(organ="示例局", counterpart="劳务派遣单位", content="年度核验", basis="《劳务派遣行政许可实施办法》第二十二条",
                time="2026年4月", method="书面", filing="示例备〔2026〕1号")
    )  # fmt: skip
    page.rows = assemble(page).rows
    page = publish_page(page, setup="测试")
    text = body(client, page)
    assert "劳务派遣单位" in text
    assert "示例备〔2026〕1号" in text


def test_an_empty_list_is_not_published_and_says_how_to_fill_it(unit):
    page = ListPage.objects.get(kind=ListKind.RANDOM)
    with pytest.raises(Refused, match="还没有内容"):
        publish_page(page, setup="测试")


def test_the_editor_sees_what_the_next_edition_would_change(client, unit, admin):
    matter = live_matter(unit, title="会改的事项")
    page = publish_list(ListKind.POWERS)
    publish_page(MatterPage.objects.get(pk=matter.pk), revision=change(matter, duties="改过的责任"), setup="测试")
    client.force_login(admin)
    text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "修改1项" in text
    assert "改过的责任" in text
