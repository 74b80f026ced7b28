"""Limits and legal dates are reminded of in time (国办发〔2018〕118号; 行政许可法 82, 行政处罚法 85), to the right people, once a day."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from disclosure.management.commands import run_timers
from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.approvals import STEPS
from publication.calendar import is_working_day
from publication.models import DailyRun, Notice
from publication.notices import daily
from publication.notices.dates import days_left
from publication.notices.reminders import remind
from publication.permits import permitted
from staff_directory.models import RoleGroup
from staff_directory.roles import Role
from tests.conftest import build_penalty, make_user

from .one_step import one_step

pytestmark = pytest.mark.django_db

DECIDED = date(2026, 3, 5)
DUE = date(2026, 3, 16)
#: Working days around it: 14 and 15 March are a weekend.
FOUR, THREE, TWO, BEFORE, AFTER, NEXT = (date(2026, 3, day) for day in (10, 11, 12, 13, 17, 18))


@pytest.fixture(autouse=True)
def step(penalties, reviewer):
    """The only step of the unit's penalties: its head's, due on the legal date."""
    return one_step(penalties)


@pytest.fixture
def officer(portal):
    """政策法规科's disclosure officer."""
    user = make_user("officer")
    user.groups.add(RoleGroup.objects.get(role=Role.DISCLOSURE_OFFICER).group)
    return user


def drafts(index, user, count=1, start=1, **values):
    """Make decisions of 5 March, whose legal date is 16 March."""
    pages = [build_penalty(index, start + number, decided_on=DECIDED, **values) for number in range(count)]
    return CreateMany(index, pages, user=user).execute()


def submit(pages, user):
    for page in pages:
        found = DecisionNoticePage.objects.get(pk=page.pk)
        found.get_workflow().start(found, user)
    Notice.objects.all().delete()


def told(user, kind=None):
    """What somebody was told; without a kind, of everything but the daily numbers of grades and endings."""
    found = (
        Notice.objects.filter(user=user, kind=kind) if kind else Notice.objects.filter(user=user).exclude(kind="ending")
    )
    return list(found.values_list("subject", flat=True))


@pytest.mark.parametrize(("today", "words"), [(BEFORE, "将于3月16日到期"), (DUE, "今天到期")])
def test_a_step_near_its_limit_is_told_to_its_people(penalties, editor, reviewer, officer, today, words):
    submit(drafts(penalties, editor), editor)
    remind(today)
    (subject,) = told(reviewer, "step")
    assert words in subject
    assert told(officer) == told(editor) == []


def test_a_step_with_days_to_spare_is_told_to_nobody(penalties, editor, reviewer):
    submit(drafts(penalties, editor), editor)
    assert remind(TWO) == 0


def test_a_late_step_is_told_to_its_people_and_escalated(penalties, editor, step, officer, other_unit):
    from django.contrib.auth.models import Group

    head = make_user("head")
    head.groups.add(RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=penalties.unit).group)
    stranger = make_user("stranger")
    stranger.groups.add(RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=other_unit).group)
    second = make_user("second")
    group = Group.objects.create(name="审核组")
    second.groups.add(group)
    with permitted("test", [STEPS]):
        step.groups.set([group])
    submit(drafts(penalties, editor), editor)
    remind(AFTER)
    assert "已于3月16日到期" in told(second, "step")[0]
    for person in (head, officer):
        assert "请督促" in told(person, "escalation")[0]
    assert told(stranger) == []
    assert told(second, "escalation") == []


def test_a_step_limit_counts_back_from_the_legal_date(penalties, editor, reviewer, monkeypatch):
    from wagtail.models import GroupApprovalTask

    monkeypatch.setattr(GroupApprovalTask, "days_before", 3, raising=False)
    submit(drafts(penalties, editor), editor)
    remind(FOUR)
    assert "将于3月11日到期" in told(reviewer, "step")[0]


def test_reminding_twice_a_day_changes_nothing_and_the_next_day_reminds_again(penalties, editor, reviewer, officer):
    submit(drafts(penalties, editor), editor)
    for _ in range(2):
        remind(AFTER)
    assert len(told(reviewer, "step")) == 1
    assert len(told(officer, "escalation")) == 1
    remind(NEXT)
    assert len(told(reviewer, "step")) == 2
    assert len(told(officer, "escalation")) == 2


def test_nobody_is_reminded_on_a_day_off(penalties, editor, reviewer):
    submit(drafts(penalties, editor), editor)
    saturday = DUE + timedelta(days=5)
    assert not is_working_day(saturday)
    assert remind(saturday) == 0


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (TWO, "还有 2 个工作日"),
        (DUE, "今天是法定公开期限"),
        (AFTER, "已超过法定公开期限（3月16日）"),
    ],
)
def test_a_draft_that_was_never_submitted_is_told_to_author_and_head(
    penalties, editor, reviewer, officer, today, words
):
    drafts(penalties, editor)
    remind(today)
    for person in (editor, reviewer):
        (subject,) = told(person, "legal")
        assert words in subject
    assert Notice.objects.filter(user=editor).get().mail_to == "now"
    assert told(officer) == []


def test_drafts_that_need_no_reminder(penalties, editor, reviewer, live_penalty):
    drafts(penalties, editor, publicity="withheld", start=30)
    assert remind(THREE) == 0
    assert remind(AFTER) == 0
    (submitted,) = drafts(penalties, editor, start=60)
    submit([submitted], editor)
    remind(AFTER)
    assert told(editor, "legal") == []


def test_a_draft_that_came_back_is_reminded_of_again(penalties, editor, reviewer):
    (draft,) = drafts(penalties, editor)
    submit([draft], editor)
    page = DecisionNoticePage.objects.get(pk=draft.pk)
    page.current_workflow_state.current_task_state.reject(user=reviewer, comment="请改")
    remind(AFTER)
    assert len(told(editor, "legal")) == 1


def test_the_last_editor_is_told_too(penalties, editor, reviewer, unit):
    colleague = make_user("colleague")
    colleague.groups.add(RoleGroup.objects.get(role=Role.UNIT_EDITOR, unit=unit).group)
    (draft,) = drafts(penalties, editor)
    Revision.objects.filter(pk=draft.latest_revision_id).update(user=colleague)
    remind(AFTER)
    assert len(told(colleague, "legal")) == len(told(editor, "legal")) == 1


def test_many_of_a_kind_are_told_as_one(penalties, editor, reviewer):
    drafts(penalties, editor, 30)
    remind(AFTER)
    (notice,) = Notice.objects.filter(user=editor)
    assert notice.subject == "法定期限：今天有 30 件，请逐件处理"
    assert len(notice.detail.splitlines()) == 21
    assert notice.detail.endswith("另有 10 件。")
    remind(AFTER)
    assert Notice.objects.filter(user=editor).count() == 1


def queries(today):
    """Return how many queries a day's reminders need; the calendar's are cached."""
    remind(today)
    Notice.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        assert remind(today) > 0
    return len(captured)


def test_queries_do_not_grow_with_pages(penalties, editor, reviewer, officer):
    submit(drafts(penalties, editor, 2), editor)
    drafts(penalties, editor, 2, start=300)
    few = queries(AFTER)
    submit(drafts(penalties, editor, 100, start=500), editor)
    drafts(penalties, editor, 300, start=1000)
    assert queries(AFTER) == few
    assert few < 40


@pytest.mark.parametrize(
    ("today", "limit", "left"),
    [
        (date(2026, 3, 13), date(2026, 3, 16), 1),
        (date(2026, 3, 16), date(2026, 3, 16), 0),
        (date(2026, 3, 16), date(2026, 3, 15), -1),
        (date(2026, 3, 17), date(2026, 3, 13), -2),
        (date(2099, 3, 17), date(2099, 3, 18), 1),
    ],
)
def test_days_left_are_working_days(today, limit, left):
    assert days_left(today, limit) == left


def at(monkeypatch, hour, minute=0, day=0):
    """Set the clock to a Monday of March 2026, or ``day`` days later, in Asia/Shanghai."""
    moment = timezone.make_aware(timezone.datetime(2026, 3, 16 + day, hour, minute))
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_timers_remind_at_seven_and_send_the_digest_at_eight(penalties, editor, reviewer, monkeypatch, mailoutbox):
    submit(drafts(penalties, editor), editor)
    monkeypatch.setattr(run_timers, "close_old_connections", lambda: None)
    at(monkeypatch, 6, 59)
    daily.keep_notices()
    assert told(reviewer) == []
    at(monkeypatch, 7)
    call_command("run_timers", "--once")
    assert len(told(reviewer, "step")) == 1
    assert mailoutbox == []
    at(monkeypatch, 8)
    for _ in range(2):
        daily.keep_notices()
    assert [letter.to for letter in mailoutbox] == [[reviewer.email]]
    done = DailyRun.objects.exclude(done_at=None).values_list("name", flat=True)
    assert {"forget", "remind", "digest"} <= set(done)
    at(monkeypatch, 9)
    submit(drafts(penalties, editor, start=7), editor)
    remind(DUE)
    daily.keep_notices()
    assert len(mailoutbox) == 1
    at(monkeypatch, 8, day=1)
    daily.keep_notices()
    assert len(mailoutbox) == 2


def test_a_legal_deadline_is_mailed_with_the_next_round_of_the_timers(
    penalties, editor, reviewer, monkeypatch, mailoutbox
):
    drafts(penalties, editor)
    at(monkeypatch, 7)
    daily.keep_notices()
    daily.keep_notices()
    assert {letter.to[0] for letter in mailoutbox} == {editor.email, reviewer.email}
    assert len(mailoutbox) == 2
    assert "法定期限 1" in mailoutbox[0].subject


def test_a_digest_that_failed_is_tried_again_the_same_day(penalties, editor, reviewer, monkeypatch, mailoutbox):
    from publication.notices import mail

    submit(drafts(penalties, editor), editor)
    at(monkeypatch, 7)
    daily.keep_notices()
    with monkeypatch.context() as broken:
        broken.setattr(mail, "send_mail", lambda *a, **k: (_ for _ in ()).throw(OSError("down")))
        at(broken, 8)
        daily.keep_notices()
    at(monkeypatch, 8, 2)
    daily.keep_notices()
    assert mailoutbox == []
    at(monkeypatch, 8, 11)
    daily.keep_notices()
    assert len(mailoutbox) == 1


def test_the_commands_say_what_they_did(penalties, editor, capsys):
    call_command("remind")
    assert "今天的提醒：" in capsys.readouterr().out
    call_command("send_digest")
    assert "发出" in capsys.readouterr().out
