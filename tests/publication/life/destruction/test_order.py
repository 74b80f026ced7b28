"""The order to destroy a secret: who may give effect to it, when not, and who is told."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from disclosure.models import DecisionNoticePage
from publication.actions.backups import RecordBackup
from publication.actions.create_many import CreateMany
from publication.actions.destroy import (
    CONFIRMATION,
    CancelDestruction,
    DecideDestruction,
    RequestDestruction,
)
from publication.actions.end_request import DecideEnding
from publication.destruction.base import NEUTRAL
from publication.errors import Refused
from publication.models import (
    Destruction,
    Ending,
    Notice,
    TrailEntry,
)
from staff_directory.kinds import Role
from staff_directory.models import Deputy, RoleGroup
from staff_directory.steps.deputies import NameDeputy
from tests.conftest import build_penalty, make_person

from ..conftest import ask
from .conftest import ORDER, approve, codes, gone, request

pytestmark = pytest.mark.django_db


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


def test_a_deputy_of_the_secrecy_reviewer_approves_in_their_place_and_that_is_on_record(
    client, ending, editor, first, other_unit
):
    colleague = make_person("colleague", Role.UNIT_HEAD, other_unit)
    held = RoleGroup.objects.get(role=Role.SECRECY_REVIEWER)
    today = datetime.date.today()
    NameDeputy(held, colleague, today, today, user=first, reason="出差").execute()
    asked = request(ending, editor)
    assert Notice.objects.filter(user=colleague, read_at=None, subject__contains="申请销毁涉密内容，等您批准").exists()
    client.force_login(colleague)
    address = reverse("life:destruction", args=[asked.pk])
    assert "批准" in client.get(address).content.decode()
    client.post(address, {"act": "approve", "confirmation": CONFIRMATION, "note": ""})
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("executed", colleague)
    said = PageLogEntry.objects.filter(page_id=ending.page_id, action="ending.destroy").get().data
    assert said["acting_for"] == f"{held.title}（B角代行）"


def test_a_deputy_whose_days_are_over_approves_nothing(ending, editor, first, other_unit):
    colleague = make_person("colleague", Role.UNIT_HEAD, other_unit)
    held = RoleGroup.objects.get(role=Role.SECRECY_REVIEWER)
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    Deputy.objects.create(role_group=held, person=colleague, starts_on=yesterday, ends_on=yesterday)
    with pytest.raises(Refused) as refusal:
        approve(request(ending, editor), colleague)
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
