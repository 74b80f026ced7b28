"""The order to destroy a secret: who may, when not, what the database refuses without it, and the backups that still hold it."""

import datetime
import io
import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from disclosure.imports import files as uploads
from disclosure.models import DecisionNoticePage, ImportJob
from publication.actions.backups import DestroyBackup, RecordBackup
from publication.actions.create_many import CreateMany
from publication.actions.destroy import (
    CONFIRMATION,
    CancelDestruction,
    DecideDestruction,
    HandlePart,
    RequestDestruction,
)
from publication.actions.end_request import DecideEnding
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.destruction import Holder, later, register
from publication.destruction.backups import backups_of, is_waiting
from publication.destruction.base import NEUTRAL, registered, unregister
from publication.errors import Refused
from publication.models import (
    Backup,
    Correction,
    Destruction,
    DestructionPart,
    Ending,
    Notice,
    PrivacyDecision,
    Receipt,
    Restoration,
    Seal,
    SurfaceTask,
    TrailEntry,
)
from publication.notices.destructions import still_held
from publication.permits import permitted
from publication.receipts.make import make_receipt, problems_of
from staff_directory.kinds import Role
from tests.conftest import build_penalty, make_person

from .conftest import ask

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 6)
ORDER = {
    "order_body": "示例市国家保密局",
    "order_number": "示例保〔2026〕1号",
    "order_date": DAY,
    "backups_by": datetime.date(2099, 1, 1),
}


@pytest.fixture
def first(portal):
    """保密审查员."""
    return make_person("first", Role.SECRECY_REVIEWER)


@pytest.fixture
def second(portal):
    """Another one."""
    return make_person("second", Role.SECRECY_REVIEWER)


@pytest.fixture
def operator(portal):
    """The system administrator."""
    return make_person("operator", Role.SYSTEM_ADMIN)


def gone(page, asker, approver, kind="secret"):
    """A vanished page with its receipt, as the outbox leaves it (which ``test_destruction_everywhere`` runs)."""
    ending = DecideEnding(ask(page, asker, kind=kind, verb="vanish"), user=approver, approve=True).execute()
    asked = [{"url": f"/search/?q={page.document_number}", "status": 200, "digest": "0" * 64}]
    SurfaceTask.objects.filter(ending=ending).update(
        state="done", answer={"visible": False, "detail": "", "asked": asked}
    )
    make_receipt(ending)
    return Ending.objects.get(pk=ending.pk)


@pytest.fixture
def ending(notice, editor, first, second):
    """A vanished secret."""
    return gone(notice, editor, second)


def request(ending, user):
    return RequestDestruction(ending, user=user, **ORDER).execute()


def approve(asked, user, confirmation=CONFIRMATION):
    return DecideDestruction(asked, user=user, approve=True, confirmation=confirmation).execute()


def codes(refusal):
    return {problem.code for problem in refusal.value.problems}


def test_secrets_law_content_is_destroyed_by_order_and_two_people(ending, notice, editor, second):
    """保守国家秘密法：不得留存，也不得自行销毁。"""
    asked = request(ending, editor)
    done = approve(asked, second)
    assert (done.state, done.requested_by, done.decided_by) == ("executed", editor, second)
    page = DecisionNoticePage.objects.get(pk=notice.pk)
    assert (page.title, page.slug, page.party_name, page.document_number, page.facts) == (
        NEUTRAL,
        f"destroyed-{page.pk}",
        "",
        "",
        "",
    )
    assert (page.decided_on, page.fine_fen, page.penalty_kinds, page.kind, page.unit) == (
        None,
        None,
        [],
        "penalty",
        notice.unit,
    )
    for revision in Revision.objects.filter(object_id=str(page.pk)):
        assert notice.party_name not in str(revision.content)
        assert revision.as_object().title == NEUTRAL
    assert Ending.objects.get(pk=ending.pk).destroyed_at is not None
    assert approve(asked, second).executed_at == done.executed_at


def test_one_person_alone_is_refused_also_by_the_database(ending, first):
    asked = request(ending, first)
    with pytest.raises(Refused) as refusal:
        approve(asked, first)
    assert codes(refusal) == {"own_request"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Destruction.objects.filter(pk=asked.pk).update(decided_by=first)
    assert Ending.objects.get(pk=ending.pk).destroyed_at is None


def test_without_the_secrecy_right_nobody_approves(ending, editor, first, officer, admin):
    asked = request(ending, first)
    with pytest.raises(Refused) as refusal:
        approve(asked, officer)
    assert "permission" in codes(refusal)


def test_the_words_must_be_typed(ending, editor, second):
    asked = request(ending, editor)
    with pytest.raises(Refused) as refusal:
        approve(asked, second, "销毁")
    assert codes(refusal) == {"confirmation"}


def test_a_refusal_says_why_and_a_request_can_be_taken_back(ending, editor, second, first):
    asked = request(ending, editor)
    with pytest.raises(Refused):
        DecideDestruction(asked, user=second, approve=False).execute()
    assert DecideDestruction(asked, user=second, approve=False, note="命令文号有误").execute().state == "refused"
    again = request(ending, editor)
    assert again.pk != asked.pk
    with pytest.raises(Refused):
        CancelDestruction(again, user=second).execute()
    CancelDestruction(again, user=editor).execute()
    with pytest.raises(Refused):
        approve(again, second)
    assert request(ending, editor).pk not in (asked.pk, again.pk)


def test_only_a_secret_is_destroyed(notice, editor, reviewer, first):
    ending = gone(notice, editor, reviewer, kind="privacy")
    with pytest.raises(Refused) as refusal:
        request(ending, first)
    assert codes(refusal) == {"kind"}


def test_what_has_not_vanished_or_was_not_looked_for_is_not_destroyed(notice, editor, first, second):
    waiting = ask(notice, editor, kind="secret", verb="vanish")
    with pytest.raises(Refused) as refusal:
        request(waiting, first)
    assert codes(refusal) == {"not_vanished"}
    ending = DecideEnding(waiting, user=second, approve=True).execute()
    with pytest.raises(Refused) as refusal:
        request(ending, first)
    assert codes(refusal) == {"surfaces"}


def test_an_order_is_complete_and_not_of_tomorrow(ending, first):
    with pytest.raises(Refused) as refusal:
        RequestDestruction(
            ending, user=first, order_body="", order_number=" ", order_date=None, backups_by=None
        ).execute()
    assert {problem.field for problem in refusal.value.problems} == {
        "order_body",
        "order_number",
        "order_date",
        "backups_by",
    }
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        RequestDestruction(ending, user=first, **{**ORDER, "order_date": tomorrow}).execute()
    assert "future" in codes(refusal)


def test_restoration_is_impossible_afterwards(client, ending, notice, editor, first, second):
    waiting = Restoration.objects.create(page=notice, ending=ending, reason="撤下有误，请恢复", requested_by=editor)
    approve(request(ending, first), second)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    with pytest.raises(Refused, match="已按规定销毁，不能恢复"):
        RequestRestoration(notice, user=editor, reason="撤下有误，请恢复公开").execute()
    Restoration.objects.filter(pk=waiting.pk).update(state="requested")
    with pytest.raises(Refused, match="已按规定销毁，不能恢复"):
        DecideRestoration(
            Restoration.objects.select_related("ending").get(pk=waiting.pk), user=second, approve=True
        ).execute()
    Restoration.objects.filter(pk=waiting.pk).update(state="cancelled")
    client.force_login(editor)
    answer = client.get(reverse("life:restore", args=[notice.pk]), follow=True)
    assert "已按规定销毁，不能恢复" in answer.content.decode()


def test_what_was_destroyed_never_goes_public_whatever_permit_is_held(ending, notice, first, second):
    approve(request(ending, first), second)
    page = Page.objects.get(pk=notice.pk)
    for refused in (
        lambda: Seal.objects.filter(page=page).delete(),
        lambda: Page.objects.filter(pk=page.pk).update(live=True),
    ):
        with (
            pytest.raises(DatabaseError, match="GONGSHI_GUARD"),
            transaction.atomic(),
            permitted("restore", [page.path]),
        ):
            refused()


def _facts(ending, notice):
    """Rows that are append-only, one statement for each."""
    page, revision = notice.pk, Revision.objects.filter(object_id=str(notice.pk)).first()
    Correction.objects.create(page_id=page, note="更正", after=revision)
    PrivacyDecision.objects.create(page_pk=page, where="正文", choice="not_personal")
    return [
        ("publication_ending", "destroyed_at = CURRENT_TIMESTAMP", ending.pk),
        ("publication_ending", "statement = 'x'", ending.pk),
        ("publication_receipt", "document = '{}'", Receipt.objects.get(ending=ending).pk),
        ("publication_correction", "note = 'x'", Correction.objects.get(page_id=page).pk),
        ("publication_privacydecision", "\"where\" = 'x'", PrivacyDecision.objects.get(page_pk=page).pk),
        ("publication_trailentry", "label = 'x'", TrailEntry.objects.filter(page_id=page).first().pk),
        ("wagtailcore_pagelogentry", "label = 'x'", PageLogEntry.objects.filter(page_id=page).first().pk),
    ]


@pytest.mark.parametrize("permit", [None, "restore", "vanish"])
def test_raw_sql_without_the_permit_is_refused_and_with_it_only_words_change(ending, notice, permit):
    rows = _facts(ending, notice)
    path = Page.objects.get(pk=notice.pk).path

    def run(table, change, key):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET {change} WHERE id = %s', [key])

    for table, change, key in rows:
        held = permitted(permit, [path]) if permit else nullcontext()
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), held:
            run(table, change, key)
    if permit is not None:
        return
    for table, change, key in rows:
        with permitted("destroy", ["#destroy"]):
            run(table, change, key)
    for table, change, key in (
        ("publication_ending", "kind = 'privacy'", ending.pk),
        ("publication_receipt", "made_at = CURRENT_TIMESTAMP", Receipt.objects.get(ending=ending).pk),
        ("publication_trailentry", "act = 'x'", TrailEntry.objects.filter(page_id=notice.pk).first().pk),
        ("wagtailcore_pagelogentry", "action = 'x'", PageLogEntry.objects.filter(page_id=notice.pk).first().pk),
    ):
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), permitted("destroy", ["#destroy"]):
            run(table, change, key)


def test_the_records_of_destruction_and_backups_stay(ending, first, second):
    asked = approve(request(ending, first), second)
    backup = RecordBackup(name="a", place="柜", made_at=timezone.now()).execute()
    for rows, change in (
        (Destruction.objects.filter(pk=asked.pk), {"order_number": "x"}),
        (Backup.objects.filter(pk=backup.pk), {"made_at": timezone.now() - datetime.timedelta(days=999)}),
    ):
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), transaction.atomic():
        DestructionPart.objects.filter(destruction=asked)._raw_delete("default")


class Stubborn(Holder):
    """A place that keeps what it has."""

    code, label, tables = "stubborn", "顽固的一处", ()

    def destroy(self, scope):
        return 0

    def remains(self, scope):
        return 3


class Broken(Stubborn):
    """A place that fails half-way."""

    def destroy(self, scope):
        raise OSError("disk")


@pytest.mark.parametrize(("holder", "error"), [(Stubborn, Refused), (Broken, OSError)])
def test_what_remains_or_fails_anywhere_undoes_the_whole(ending, notice, first, second, holder, error):
    asked = request(ending, first)
    before = DecisionNoticePage.objects.filter(pk=notice.pk).values().get()
    register(holder())
    try:
        with pytest.raises(error), transaction.atomic():
            approve(asked, second)
    finally:
        unregister("stubborn")
    assert DecisionNoticePage.objects.filter(pk=notice.pk).values().get() == before
    assert Ending.objects.get(pk=ending.pk).destroyed_at is None
    assert not DestructionPart.objects.exists()
    asked.refresh_from_db()
    assert asked.is_open
    assert approve(asked, second).is_executed


def test_another_decision_of_the_same_company_keeps_every_word(ending, notice, penalties, first, second):
    twin = CreateMany(penalties, [build_penalty(penalties, 11, party_name=notice.party_name)], publish=True).execute()[
        0
    ]
    before = DecisionNoticePage.objects.filter(pk=twin.pk).values().get()
    trail = list(TrailEntry.objects.filter(page_id=twin.pk).order_by("pk").values())
    versions = list(Revision.objects.filter(object_id=str(twin.pk)).values("pk", "content"))
    approve(request(ending, first), second)
    assert DecisionNoticePage.objects.filter(pk=twin.pk).values().get() == before
    assert list(TrailEntry.objects.filter(page_id=twin.pk).order_by("pk").values()) == trail
    assert list(Revision.objects.filter(object_id=str(twin.pk)).values("pk", "content")) == versions


def test_people_are_told_without_the_title(ending, notice, editor, reviewer, first, second, operator):
    RecordBackup(name="a", place="柜", made_at=timezone.now()).execute()
    asked = request(ending, editor)
    assert Notice.objects.filter(user=second, read_at=None, subject__contains="申请销毁涉密内容，等您批准").exists()
    approve(asked, second)
    assert not Notice.objects.filter(read_at=None, subject__contains="等您批准").exists()
    told = Notice.objects.filter(subject__contains="已按命令销毁")
    assert set(told.values_list("user", flat=True)) == {editor.pk, reviewer.pk, first.pk, second.pk}
    assert Notice.objects.filter(user=operator, subject__contains="1 份备份").exists()
    for each in Notice.objects.all():
        assert notice.document_number not in each.subject + each.detail


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


def finished(asked):
    """Within a test's transaction the file cannot be rewritten: say that it was."""
    asked.parts.filter(holder="compact").update(state="done")
    later.finish(asked.pk)
    asked.refresh_from_db()
    assert asked.completed_at is not None


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


def test_a_step_that_fails_is_done_again_and_names_nothing(ending, first, second, monkeypatch):
    monkeypatch.setitem(later._STEPS, later.CACHES, lambda part: 1 / 0)
    asked = approve(request(ending, first), second)
    part = asked.parts.get(holder="caches")
    assert (part.state, part.problem) == ("waiting", "ZeroDivisionError，稍后自动再做。")
    monkeypatch.undo()
    later.work((later.CACHES,), now_too=True)
    part.refresh_from_db()
    assert part.state == "done"


def test_a_receipt_loses_addresses_and_is_verified_again(ending, notice, first, second):
    receipt = Receipt.objects.get(ending=ending)
    assert notice.document_number in receipt.document
    approve(request(ending, first), second)
    after = Receipt.objects.get(pk=receipt.pk)
    assert notice.document_number not in after.document
    assert problems_of(after) == []
    document = json.loads(after.document)
    schema = json.loads((Path(__file__).resolve().parents[3] / "docs" / "receipt.schema.json").read_text())
    assert set(document) <= set(schema["properties"])
    assert set(document) >= set(schema["required"])
    assert document["reissued_at"]
    assert {ask["url"] for found in document["surfaces"] for ask in found["asked"]} == {"/search/…"}
    assert after.made_at == receipt.made_at


def test_a_process_that_dies_right_after_the_commit_leaves_steps_that_the_outbox_finishes(
    ending, notice, editor, first, second, monkeypatch, tmp_path, settings
):
    settings.UPLOAD_ROOT = tmp_path
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(notice.document_number)
    job = ImportJob.objects.create(
        unit=notice.unit, user=editor, file_name="sheet.csv", stored_name=uploads.keep(sheet)
    )
    sheet.unlink()
    asked = request(ending, first)

    def dies(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(later, "work", dies)
    with pytest.raises(SystemExit):
        approve(asked, second)
    monkeypatch.undo()
    asked.refresh_from_db()
    assert asked.is_executed
    assert asked.completed_at is None
    assert uploads.path_of(job).exists()
    settings.UPLOAD_ROOT = tmp_path
    later.work()
    assert list(tmp_path.iterdir()) == []
    part = asked.parts.get(holder="bytes")
    assert (part.state, part.pending, part.destroyed) == ("done", [], 1)
    job.refresh_from_db()
    assert (job.status, job.stored_name) == ("cancelled", "")
    assert "去掉那一行以后重新上传" in job.note


def test_every_holder_reports_how_many_and_its_second_look(ending, first, second):
    asked = approve(request(ending, first), second)
    parts = {part.holder: part for part in asked.parts.all()}
    assert {holder.code for holder in registered()} <= set(parts)
    assert parts["content"].destroyed == 1
    assert parts["trail"].destroyed > 0
    assert parts["endings"].answer == "再查：没有残留"


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
