"""``manage.py decision``: the same verbs and checks for operators, each item with its result and the exit status that was promised."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.models import Ending, Receipt, Restoration
from staff_directory.permissions import group_names
from tests.conftest import build_penalty, make_user

from .conftest import STATEMENT, InProcess

pytestmark = pytest.mark.django_db


@pytest.fixture
def decide(monkeypatch, capsys, unit):
    """Run the command as the unit's editor; return its exit status and what it wrote for each item."""
    monkeypatch.setattr("publication.surfaces.work.Visitor", InProcess)

    def run(verb, *numbers, **options):
        more = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
        try:
            call_command("decision", verb, *numbers, "--unit", unit.code, "--as", "editor", *more, "--json")
        except SystemExit as ended:
            status = ended.code
        else:
            status = 0
        return status, json.loads(capsys.readouterr().out)

    return run


def test_without_a_second_person_it_waits_and_with_one_it_is_done_with_a_receipt(notice, editor, reviewer, decide):
    status, found = decide("withdraw", notice.document_number, kind="mistake", reason=STATEMENT)
    assert (status, found[0]["state"], found[0]["receipt"]) == (3, "waiting", None)
    assert Ending.objects.get().is_open
    status, found = decide("withdraw", notice.document_number, kind="mistake", reason=STATEMENT, approved_by="reviewer")
    assert (status, found[0]["state"]) == (0, "executed")
    assert found[0]["receipt"] == Receipt.objects.get().pk
    assert decide("withdraw", notice.document_number, kind="mistake", reason=STATEMENT)[1][0]["state"] == "already"
    reason = "撤下时认错了文号，决定仍然有效。"
    assert decide("restore", notice.document_number, reason=reason)[0] == 3
    assert Restoration.objects.get().is_open
    assert decide("restore", notice.document_number, reason=reason, approved_by="reviewer")[0] == 0
    notice.refresh_from_db()
    assert notice.live


def test_one_item_that_cannot_be_done_keeps_back_no_other(notice, editor, reviewer, decide):
    status, found = decide(
        "withdraw", "没有这个文号", notice.document_number, kind="mistake", reason=STATEMENT, approved_by="reviewer"
    )
    assert status == 1
    assert [item["state"] for item in found] == ["failed", "executed"]
    assert "没有这个文号的决定" in found[0]["message"]


def test_a_publication_without_a_reviewer_is_handed_in_and_waits(penalties, editor, reviewer, decide):
    drafts = CreateMany(penalties, [build_penalty(penalties, 5), build_penalty(penalties, 6)], user=editor).execute()
    numbers = [draft.document_number for draft in drafts]
    for _ in range(2):
        status, found = decide("publish", *numbers)
        assert (status, [item["state"] for item in found]) == (3, ["waiting", "waiting"])
    page = DecisionNoticePage.objects.get(pk=drafts[0].pk)
    assert page.current_workflow_state.requested_by == editor
    assert not page.live
    status, found = decide("publish", numbers[0], approved_by="reviewer")
    assert (status, found[0]["state"]) == (0, "executed")
    assert DecisionNoticePage.objects.get(pk=page.pk).live


def test_who_has_no_right_is_told_so_in_words(draft_penalty, editor, officer, other_unit, decide):
    make_user("stranger", group_names(other_unit)[1])
    status, found = decide("publish", draft_penalty.document_number, approved_by="stranger")
    assert (status, found[0]["message"]) == (1, "账号 stranger 没有发布这个页面的权限。")
    with pytest.raises(CommandError, match="批准人不能是申请人自己") as wrong:
        decide("withdraw", "甲", kind="mistake", reason=STATEMENT, approved_by="editor")
    assert wrong.value.returncode == 2
    with pytest.raises(CommandError, match="请用 --kind 写明原因"):
        decide("withdraw", "甲", reason=STATEMENT)
