"""Many at once: a list or the explorer's selection, one request, one approval, each page by itself."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from disclosure.models import DecisionIndexPage
from publication.actions import end_many_run
from publication.actions.create_many import CreateMany
from publication.errors import Refused
from publication.models import Ending, EndingBatch, Notice
from tests.conftest import build_penalty

from .conftest import INSTRUMENT, STATEMENT, ask, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(penalties, editor, reviewer):
    """Five public penalties."""
    built = [build_penalty(penalties, number) for number in range(11, 16)]
    return CreateMany(penalties, built, user=editor, approver=reviewer, publish=True).execute()


def listed(client, numbers="", **values):
    """Prepare a batch and return it."""
    client.post(reverse("life:batch_new"), {"numbers": numbers, **values})
    return EndingBatch.objects.order_by("-pk").first()


def submit(client, batch, **values):
    return client.post(
        reverse("life:batch_submit", args=[batch.pk]),
        {"way": "withdraw:revoked", "statement": STATEMENT, **INSTRUMENT, **values},
    )


def decide(client, batch, act="approve", **values):
    return client.post(reverse("life:batch_decide", args=[batch.pk]), {"act": act, **values}, follow=True)


def numbers_of(pages):
    return "\n".join(page.document_number for page in pages)


def test_a_list_says_what_each_line_led_to(
    client, many, draft_penalty, live_penalty, notice, other_unit, editor, reviewer, admin
):
    end(many[0], editor, reviewer)
    ask(many[1], editor)
    index = DecisionIndexPage.objects.get(unit=other_unit, kind="penalty")
    foreign, hidden = CreateMany(
        index,
        [build_penalty(index, number, document_number=f"示例外罚〔2026〕{number}号") for number in (31, 32)],
        user=admin,
        approver=reviewer,
        publish=False,
    ).execute()
    CreateMany(index, [build_penalty(index, 33, document_number="示例外罚〔2026〕33号")], publish=True).execute()
    client.force_login(editor)
    lines = [
        many[2].document_number.replace("〔", "[").replace("〕", "]"), many[2].document_number, many[0].document_number,
        many[1].document_number, draft_penalty.document_number, hidden.document_number, "示例外罚〔2026〕33号", "没有这个号", "",
    ]  # fmt: skip
    batch = listed(client, "\n".join(lines))
    assert [item.found for item in batch.items.all()] == [
        "ready", "repeated", "ended", "waiting", "not_public", "missing", "not_yours", "missing",
    ]  # fmt: skip
    text = client.get(reverse("life:batch", args=[batch.pk])).content.decode()
    assert "其中 <strong>1</strong> 件可以撤下" in text
    assert foreign.title not in text


def test_one_number_of_two_kinds_is_ambiguous(client, many, unit, editor, reviewer):
    index = DecisionIndexPage.objects.exclude(kind__in=("penalty", "licence")).filter(unit=unit).first()
    twin = build_penalty(
        index,
        11,
        kind=index.kind,
        conclusion="示例结论",
        subject="示例事项",
        category="示例类别",
        document_number=many[0].document_number,
    )
    CreateMany(index, [twin], publish=True).execute()
    client.force_login(editor)
    assert listed(client, many[0].document_number).items.get().found == "ambiguous"


def test_one_request_one_approval_each_page_gone(client, many, editor, reviewer):
    client.force_login(editor)
    batch = listed(client, numbers_of(many) + "\n没有这个号")
    assert submit(client, batch, statement="短").status_code == 400
    submit(client, batch)
    batch.refresh_from_db()
    assert batch.state == "requested"
    assert Page.objects.filter(pk__in=[page.pk for page in many], live=True).count() == 5
    assert Notice.objects.filter(user=reviewer, subject__contains="批量撤下 5 件").count() == 1
    assert "申请人" not in decide(client, batch).content.decode()  # an editor does not even reach it
    client.force_login(reviewer)
    assert batch.pk in [
        line["row"].pk for line in client.get(reverse("life:board"), {"state": "mine"}).context["batches"]
    ]
    out = batch.items.get(number=2)
    shown = [item.pk for item in batch.items.all()]
    decide(client, batch, "save", shown=shown, exclude=[out.pk])
    text = decide(client, batch, shown=shown, exclude=[out.pk]).content.decode()
    assert "撤下 <strong>4</strong> 件" in text
    batch.refresh_from_db()
    assert batch.state == "done"
    assert batch.position == 4
    assert Page.objects.get(pk=many[1].pk).live
    assert Ending.objects.filter(state="executed", requested_by=editor, decided_by=reviewer).count() == 4
    assert Notice.objects.filter(user=editor, subject__contains="已执行，撤下 4 件").count() == 1
    assert Notice.objects.filter(kind="ending").count() == 2
    client.logout()
    assert client.get(many[0].get_url()).status_code == 410
    assert STATEMENT in client.get(many[0].get_url()).content.decode()
    client.force_login(editor)
    lines = (
        b"".join(client.get(reverse("life:batch_csv", args=[batch.pk])).streaming_content)
        .decode("utf-8-sig")
        .splitlines()
    )
    assert len(lines) == 7
    assert "已撤下" in lines[1]
    assert "剔除" in lines[2]
    assert "没有找到" in lines[6]


def test_nobody_approves_their_own_batch(client, many, reviewer):
    client.force_login(reviewer)
    batch = listed(client, numbers_of(many))
    submit(client, batch)
    text = decide(client, batch).content.decode()
    assert "只有批准人可以剔除" in text or "申请人不能批准" in text
    assert Page.objects.filter(pk__in=[page.pk for page in many], live=True).count() == 5


def test_what_changed_in_between_is_told_and_keeps_back_nothing_else(client, many, editor, reviewer):
    client.force_login(editor)
    batch = listed(client, numbers_of(many))
    submit(client, batch)
    end(many[0], editor, reviewer)
    ask(many[1], editor)
    client.force_login(reviewer)
    text = decide(client, batch).content.decode()
    assert "2 件没有执行" in text
    problems = dict(batch.items.exclude(problem="").values_list("number", "problem"))
    assert "没有公开" in problems[1]
    assert "已有另一项" in problems[2]
    assert Ending.objects.get(page=many[1]).state == "requested"


def test_a_kill_loses_and_doubles_nothing(client, many, editor, reviewer, monkeypatch):
    client.force_login(editor)
    batch = listed(client, numbers_of(many))
    submit(client, batch)
    from publication.actions.end_many import DecideEndMany

    batch = DecideEndMany(EndingBatch.objects.get(), user=reviewer, approve=True).execute()
    monkeypatch.setattr(end_many_run, "TOGETHER", 2)
    real, count = end_many_run._end, []

    def dies(*args):
        count.append(1)
        real(*args)
        if len(count) == 2:
            raise DatabaseError("killed")

    monkeypatch.setattr(end_many_run, "_end", dies)
    with pytest.raises(DatabaseError):
        end_many_run.run_batch(batch.pk)
    monkeypatch.setattr(end_many_run, "_end", real)
    batch.refresh_from_db()
    assert (batch.state, batch.failures) == ("running", 1)
    assert end_many_run.run_batch(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.position) == ("done", 5)
    assert Ending.objects.filter(state="executed").count() == 5
    assert not end_many_run.run_batch(batch.pk)


def test_more_than_fifty_go_to_the_background_and_the_timers_take_up_what_was_left(client, penalties, editor, reviewer):
    built = [build_penalty(penalties, number) for number in range(100, 151)]
    pages = CreateMany(penalties, built, user=editor, approver=reviewer, publish=True).execute()
    client.force_login(editor)
    batch = listed(client, numbers_of(pages))
    submit(client, batch)
    client.force_login(reviewer)
    text = decide(client, batch).content.decode()
    batch.refresh_from_db()
    if batch.state == "running":
        assert "正在执行" in text
        assert client.get(reverse("life:batch_progress", args=[batch.pk])).json()["running"]
        EndingBatch.objects.update(lease_until=timezone.now() - timezone.timedelta(minutes=2))
        assert end_many_run.take_up_batches() == 1
        EndingBatch.objects.update(lease_until=None)
        end_many_run.run_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "done"
    assert not Page.objects.filter(pk__in=[page.pk for page in pages], live=True).exists()


def sheet(rows):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("清单")
    for place, row in enumerate(rows):
        page.write_row(place, 0, row)
    book.close()
    return stream.getvalue()


def test_a_table_is_read_by_its_column(client, many, editor):
    client.force_login(editor)
    rows = [["序号", "处罚决定书文号", "备注"], *[[place, page.document_number, ""] for place, page in enumerate(many)]]
    batch = listed(client, file=SimpleUploadedFile("清单.xlsx", sheet(rows)))
    assert [item.found for item in batch.items.all()] == ["ready"] * 5
    text = "文号\n" + numbers_of(many[:2])
    for data in (text.encode("utf-8-sig"), text.encode("gb18030")):
        batch = listed(client, file=SimpleUploadedFile("清单.csv", data))
        assert [item.found for item in batch.items.all()] == ["ready"] * 2


def test_a_file_that_is_no_such_table_is_refused_with_what_to_do(client, many, editor):
    client.force_login(editor)
    for data, said in (
        (sheet([["序号"], [1]]), "没有找到列名含“文号”"),
        (b"PK\x03\x04 broken", "不完整或已损坏"),
        (b"\x00\x01\x02\xff", "不是表格"),
    ):
        answer = client.post(reverse("life:batch_new"), {"numbers": "", "file": SimpleUploadedFile("清单.xlsx", data)})
        assert answer.status_code == 400
        assert said in answer.content.decode()
    answer = client.post(reverse("life:batch_new"), {"numbers": " \n"})
    assert "请填写文号" in answer.content.decode()
    assert not EndingBatch.objects.exists()


def test_conditions_choose_what_is_public_and_ones_own(client, many, draft_penalty, editor, reviewer, other_unit):
    """A filter: by kind and days; another unit's are not among them, nor are drafts."""
    index = DecisionIndexPage.objects.get(unit=other_unit, kind="penalty")
    theirs = build_penalty(index, 90)
    CreateMany(index, [theirs], publish=True).execute()
    client.force_login(editor)
    address = reverse("life:batch_new")
    assert "按条件选择决定" in client.get(address).content.decode()
    asked = {"by": "decisions", "decisions-kind": "penalty", "decisions-decided_to": many[2].decided_on.isoformat()}
    answer = client.post(address, asked)
    batch = EndingBatch.objects.get()
    assert answer["Location"] == reverse("life:batch", args=[batch.pk])
    wanted = sorted(page.document_number for page in many if page.decided_on <= many[2].decided_on)
    assert sorted(batch.items.values_list("typed", flat=True)) == wanted
    assert set(batch.items.values_list("found", flat=True)) == {"ready"}
    for more, said in (
        ({"decisions-kind": "", "decisions-decided_to": ""}, "请至少选一个条件"),
        ({"decisions-kind": "licence"}, "没有符合条件的"),
        ({"decisions-decided_from": "2099-01-01"}, "止日早于起日"),
    ):
        answer = client.post(address, {**asked, **more})
        assert answer.status_code == 400
        assert said in answer.content.decode()
    assert EndingBatch.objects.count() == 1


def test_the_common_statement_tells_of_none_of_the_pages(client, many, editor):
    client.force_login(editor)
    batch = listed(client, numbers_of(many))
    answer = submit(client, batch, statement=f"经查，{many[3].party_name}的决定有误，现予撤下。")
    assert answer.status_code == 400
    assert "中有页面上的内容" in answer.content.decode()
    assert EndingBatch.objects.get().state == "prepared"


def test_more_than_a_batch_holds_is_said_and_nothing_is_left_out_in_silence(client, many, editor, monkeypatch):
    for module in ("preparing", "batches"):
        monkeypatch.setattr(f"publication.life_admin.{module}.MOST", 2)
    client.force_login(editor)
    typed = {"by": "decisions", "decisions-kind": "penalty"}
    assert "超过 2 件" in client.post(reverse("life:batch_new"), typed).content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "end"])
    query = "&".join(f"id={page.pk}" for page in many[:3])
    text = client.post(f"{bulk}?{query}&next=/admin/", follow=True).content.decode()
    assert "一次最多 2 件，现在有 3 件" in text
    assert not EndingBatch.objects.exists()


def test_the_explorers_selection_becomes_a_batch(client, many, draft_penalty, editor):
    client.force_login(editor)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "end"])
    query = "&".join(f"id={page.pk}" for page in (*many[:3], draft_penalty))
    text = client.get(f"{address}?{query}").content.decode()
    assert "把这 3 个页面列入一张清单" in text
    answer = client.post(f"{address}?{query}")
    batch = EndingBatch.objects.get()
    assert answer["Location"] == reverse("life:batch", args=[batch.pk])
    assert batch.items.filter(found="ready").count() == 3
    assert (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "end"])
        in client.get(reverse("wagtailadmin_explore", args=[draft_penalty.get_parent().pk])).content.decode()
    )


def test_another_person_does_not_see_a_list_before_it_is_handed_in(client, many, editor, reviewer, other_unit):
    from staff_directory.kinds import Role
    from tests.conftest import make_person

    client.force_login(editor)
    batch = listed(client, numbers_of(many))
    client.force_login(reviewer)
    assert client.get(reverse("life:batch", args=[batch.pk])).status_code == 404
    client.force_login(editor)
    submit(client, batch)
    client.force_login(make_person("stranger", Role.UNIT_HEAD, other_unit))
    assert client.get(reverse("life:batch", args=[batch.pk])).status_code == 404
    assert decide(client, batch).status_code == 404
    client.force_login(reviewer)
    assert client.get(reverse("life:batch", args=[batch.pk])).status_code == 200


def test_a_refused_or_cancelled_batch_ends_nothing(client, many, editor, reviewer):
    client.force_login(editor)
    batch = listed(client, numbers_of(many))
    submit(client, batch)
    client.force_login(reviewer)
    assert "须写明理由" in decide(client, batch, "refuse").content.decode()
    decide(client, batch, "refuse", note="文书还没有生效。")
    batch.refresh_from_db()
    assert batch.state == "refused"
    client.force_login(editor)
    second = listed(client, numbers_of(many))
    submit(client, second)
    client.post(reverse("life:batch_cancel", args=[second.pk]))
    client.force_login(reviewer)
    assert "已处理" in decide(client, second).content.decode()
    assert not Ending.objects.exists()


def test_a_formula_in_a_number_stays_text(client, editor, unit):
    client.force_login(editor)
    batch = listed(client, "=1+1")
    text = b"".join(client.get(reverse("life:batch_csv", args=[batch.pk])).streaming_content).decode()
    assert "'=1+1" in text


def test_who_lost_the_right_to_ask_ends_nothing(client, many, editor, reviewer):
    client.force_login(editor)
    batch = listed(client, numbers_of(many))
    submit(client, batch)
    editor.groups.clear()
    client.force_login(reviewer)
    assert "5 件没有执行" in decide(client, batch).content.decode()
    assert not Ending.objects.exists()
    with pytest.raises(Refused):
        ask(many[0], type(editor).objects.get(pk=editor.pk))
