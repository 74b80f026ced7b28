"""A row that a reviewer took out of an import is seen with who, when, why and its values, and with what to do now."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publication.actions.publish import publish_page
from publication.models import TrailEntry

from .test_import_review import hand_in, head, job, secrecy, shown, take  # noqa: F401

pytestmark = pytest.mark.django_db


def take_out(client, user, job, row, reason, **values):  # noqa: F811
    return take(client, user, job, shown=[found.pk for found in job.rows.all()], exclude=[row.pk], exclude_reason=reason, **values)  # fmt: skip


def test_who_when_why_and_what_it_said(client, job, head, secrecy, editor):  # noqa: F811
    row = job.rows.order_by("pk")[1]
    take_out(client, head, job, row, "案号与决定书不符，手机13800138000")
    row.refresh_from_db()
    assert row.excluded_by == head
    assert row.excluded_at is not None
    assert "13800138000" not in row.excluded_reason
    text = shown(client, editor, job)
    assert "已剔除的行" in text
    assert f"{head.get_full_name() or head} 于" in text or f"{head.get_full_name() or head}于" in text
    assert "案号与决定书不符" in text
    assert row.page.document_number in text.split("已剔除的行")[1].split("</section>")[0]
    assert "20,000.00 元" in text
    read = shown(client, secrecy, job)
    assert reverse("reading:page", args=[row.page_id]) in read, "a reviewer of the bureau has no right in the editor"
    assert "全部内容" in read
    assert "改正后单独提交审核" in text
    assert reverse("wagtailadmin_pages:edit", args=[row.page_id]) in text
    assert "取消勾选" in shown(client, secrecy, job), "the next reviewer may put it back"


def test_putting_back_clears_who_and_why_and_a_second_save_changes_nothing(client, job, head):  # noqa: F811
    row = job.rows.order_by("pk")[1]
    take_out(client, head, job, row, "重复", action="mark")
    row.refresh_from_db()
    first = row.excluded_at
    assert "没有写明理由" not in take_out(client, head, job, row, "", action="mark")
    row.refresh_from_db()
    assert (row.excluded_at, row.excluded_reason) == (first, "重复")
    take(client, head, job, shown=[found.pk for found in job.rows.all()], action="mark")
    row.refresh_from_db()
    assert (row.excluded, row.excluded_by, row.excluded_at, row.excluded_reason) == (False, None, None, "")
    acts = TrailEntry.objects.filter(act__in=("import.take_out", "import.put_back")).order_by("pk")
    assert [(entry.act_label, entry.reason, entry.data) for entry in acts] == [
        ("剔除导入的行", "重复", {"rows": [row.row]}),
        ("放回剔除的行", "", {"rows": [row.row]}),
    ]
    assert "已剔除的行" not in shown(client, head, job)


def test_a_reason_that_is_missing_is_asked_for(client, job, head):  # noqa: F811
    assert "没有写明理由" in take_out(client, head, job, job.rows.first(), " ", action="mark")


def test_what_to_do_follows_what_became_of_it(client, job, head, secrecy, editor):  # noqa: F811
    row = job.rows.order_by("pk")[1]
    take_out(client, head, job, row, "待核实")
    take(client, secrecy, job, shown=[row.pk], exclude=[row.pk])
    page = type(row.page).objects.get(pk=row.page_id)
    page.get_workflow().start(page, editor)
    assert "已经单独提交审核" in shown(client, editor, job)
    publish_page(page)
    assert "后来已经单独公开" in shown(client, editor, job)


def test_many_rows_taken_out_cost_no_more_queries(client, unit, editor, penalties, head):  # noqa: F811
    from django.db import connection

    big = hand_in(unit, editor, penalties, 12, start=100)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown(client, editor, big)
        return len(captured)

    keys = list(big.rows.values_list("pk", flat=True))
    big.rows.filter(pk__in=keys[:2]).update(excluded=True, excluded_by=head)
    queries()
    few = queries()
    big.rows.filter(pk__in=keys[:11]).update(excluded=True, excluded_by=head)
    assert queries() <= few
