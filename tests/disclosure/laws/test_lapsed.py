"""A basis that lapses marks the row 暂停 at once and opens a task for every list, guide and template that rests on it."""

import csv
import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disclosure.laws.closing import CloseTask
from disclosure.laws.lapsing import cited, joined, lapses_of
from disclosure.laws.tasks import sweep
from disclosure.laws.telling import reminders
from disclosure.lists.kinds import ListKind
from disclosure.models import (
    DisclosureSettings,
    LapsedBasisTask,
    LegalBasis,
    ListPage,
    MatterBasis,
    MatterIndexPage,
    MatterPage,
    PlanRow,
    RecordingStage,
)
from disclosure.papers.bodies import as_stream
from disclosure.papers.outline import Row
from publication.actions.change_shown import ChangeShown
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.actions.publish import publish_page
from publication.errors import Refused
from publication.gates import findings_of
from publication.models import Notice
from publication.models.notices import DailyRun
from tests.conftest import make_person
from tests.disclosure.flowcharts.samples import make_chart
from tests.disclosure.guides.samples import MATERIAL, make_guide
from tests.disclosure.matters.world import draft_matter, live_matter, make_basis, publish_list
from tests.disclosure.papers.conftest import make_notice, make_regulation, make_template, public

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LAW = "中华人民共和国劳动合同法"


def today():
    return timezone.localdate()


def lapse(law, last_day):
    """Enter the end of validity as the library's screen does."""
    law.refresh_from_db()
    law.effective_to = last_day
    ChangeShown(law).execute()


def tasks(**values):
    return {task.page_id: task for task in LapsedBasisTask.objects.filter(**values)}


def rebase(matter, basis):
    """Publish the matter with another basis."""
    page = MatterPage.objects.get(pk=matter.pk)
    page.bases, page.correction_note = [MatterBasis(basis=basis, sort_order=0)], f"依据改为{basis.citation}。"
    return publish_page(page, setup="测试")


def plan(basis):
    page = ListPage.objects.get(kind=ListKind.PLAN)
    page.year = 2026
    page.plan_rows = [
        PlanRow(
            organ="示例局", counterpart="企业", content="合同", basis=basis, time="4月", method="现场", sort_order=0
        )
    ]
    page.save_revision()
    return publish_list(ListKind.PLAN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("《劳动合同法》第八十条", [("劳动合同法", "第八十条", "")]),
        ("依据《中华人民共和国劳动合同法》第十条第一款第二项、第十二条之一和第13条。",
         [("劳动合同法", "第十条", "第一款第二项"), ("劳动合同法", "第十二条之一", ""), ("劳动合同法", "第13条", "")]),
        ("根据《劳动合同法》，制定本办法；《劳动法》第一条", [("劳动合同法", "", ""), ("劳动法", "第一条", "")]),
        ("没有引用", []),
    ],
)  # fmt: skip
def test_citations_are_read_as_they_are_written(text, found):
    assert list(cited(text)) == found


def test_a_laws_name_stands_once_before_its_articles():
    assert (
        joined(["《甲法》第一条", "《甲法》第三条", "《乙法》", "《乙法》第二条"])
        == "《甲法》第一条、第三条、《乙法》、第二条"
    )
    assert joined(["《甲法》第一条", "《甲法》第二条"], 1) == "《甲法》第一条等"


def test_an_end_of_validity_marks_every_place_and_opens_a_task_for_each(client, unit, editor):
    basis = make_basis()
    matter = live_matter(unit, bases=[basis], enforcement_on=True)
    other = live_matter(unit, "BXRS-CF-002", title="另一事项", bases=[make_basis("第一条", "其他法")])
    powers, plans = publish_list(ListKind.POWERS), plan("《劳动合同法》第八十条")
    chart = make_chart(unit, basis="《中华人民共和国劳动合同法》第八十条第一款\n《其他法》第一条")
    template = public(make_template(unit, basis="《劳动合同法》第八十条"))
    rule = as_stream([Row("article", 1, text="根据《劳动合同法》制定本办法。")])
    regulation = public(make_regulation(unit, body=rule))
    old = public(make_regulation(unit, body=rule, document_number="旧2号", standing="repealed", standing_note="已废止"))
    index = MatterIndexPage.objects.get(unit=unit)
    places = [matter.get_url(), powers.get_url(), plans.get_url(), index.get_url()]
    for place in places:
        assert "暂停" not in client.get(place).content.decode(), place
    lapse(basis.law, today() - DAY)
    for place in places:
        assert "暂停" in client.get(place).content.decode(), place
    for page in (chart, template, regulation):
        assert "已经失效，单位正在清理" in client.get(page.get_url()).content.decode()
    for page in (old, other):
        assert "已经失效" not in client.get(page.get_url()).content.decode()
    assert "暂停：所依据的规定已经失效" in b"".join(client.get(plans.get_url(), {"format": "csv"})).decode()
    found = tasks(state="open")
    assert set(found) == {matter.pk, powers.pk, plans.pk, chart.pk, template.pk, regulation.pk}
    assert {other.pk, old.pk}.isdisjoint(found)
    assert found[chart.pk].citations == [f"《{LAW}》第八十条第一款"]
    assert (found[matter.pk].unit, found[powers.pk].unit) == (unit, None)
    assert all(task.lapsed_on == today() for task in found.values())
    told = Notice.objects.filter(user=editor, key__startswith="lapsed-")
    assert told.count() == 4
    assert "已失效" in told.first().subject


def test_the_day_passes_by_the_clock_once_and_after_an_outage(unit, editor):
    basis = make_basis()
    matter = live_matter(unit, bases=[basis])
    last = datetime.date(2027, 1, 30)
    lapse(basis.law, last)
    assert sweep(last).opened == 0, "the last day is a day in force"
    outcome = sweep(last + 8 * DAY)
    task = LapsedBasisTask.objects.get(page=matter)
    assert (outcome.opened, task.opened_on, task.due_on) == (1, datetime.date(2027, 1, 31), datetime.date(2027, 2, 28))
    assert sweep(last + 8 * DAY).opened == 0
    assert sweep(last + 9 * DAY).opened == 0
    assert Notice.objects.filter(user=editor, key__startswith="lapsed-").count() == 1
    DailyRun.objects.all().delete()
    later = live_matter(unit, "BXRS-CF-009", bases=[make_basis("第一条", "其他法")])
    page = DisclosureSettings.load()
    page.lapsed_months = 3
    ChangeShown(page).execute()
    lapse(make_basis("第一条", "其他法").law, last)
    sweep(last + 40 * DAY)
    assert LapsedBasisTask.objects.get(page=later).due_on == datetime.date(2027, 6, 11), "no run before: from today"


def test_the_command_does_it_too(unit, capsys):
    basis = make_basis()
    live_matter(unit, bases=[basis])
    basis.law.effective_to = today() - DAY
    ChangeShown(basis.law).execute()
    LapsedBasisTask.objects.all().delete()
    call_command("run_clocks")
    assert "依据失效清理：新开 1 项，自动办结 0 项" in capsys.readouterr().out


def test_one_article_lapses_and_the_rest_of_the_law_stays(unit):
    basis, kept = make_basis(), make_basis("第八十一条")
    matter = live_matter(unit, bases=[basis])
    live_matter(unit, "BXRS-CF-002", bases=[kept])
    make_chart(unit, basis="《劳动合同法》第八十一条")
    make_chart(unit, basis="根据《劳动合同法》")
    chart = make_chart(unit, basis="《劳动合同法》第八十一条、第八十条")
    basis.effective_to = today() - DAY
    ChangeShown(basis).execute()
    assert set(tasks(state="open")) == {matter.pk, chart.pk}
    assert [found.whole for found in lapses_of()] == [False]


def test_a_task_is_done_by_itself_when_the_page_no_longer_rests_on_it(client, unit, editor):
    basis, new = make_basis(), make_basis("第八十一条", "新法")
    matter = live_matter(unit, bases=[basis])
    gone = live_matter(unit, "BXRS-CF-002", bases=[basis])
    cancelled = live_matter(unit, "BXRS-CF-003", bases=[basis])
    page = publish_list(ListKind.POWERS)
    lapse(basis.law, today() - DAY)
    assert len(tasks(state="open")) == 4
    rebase(matter, new)
    assert tasks()[matter.pk].how == "replaced"
    assert Notice.objects.filter(user=editor, key__contains=f"lapsed-{tasks()[matter.pk].pk}-").count() == 0
    assert "暂停" not in client.get(matter.get_url()).content.decode()
    assert "暂停" in client.get(page.get_url()).content.decode(), "the list says so until its next edition"
    stored = MatterPage.objects.get(pk=cancelled.pk)
    stored.state, stored.correction_note = "cancelled", "状态改为取消。"
    publish_page(stored, setup="测试")
    assert tasks()[cancelled.pk].how == "retired"
    RequestEnding(
        gone, user=make_person("head", "unit_head", unit), verb="withdraw", kind="mistake", statement="发布错误，已撤下。", emergency=True
    ).execute()  # fmt: skip
    publish_list(ListKind.POWERS)
    assert tasks()[page.pk].how == "new_edition"
    assert "暂停" not in client.get(page.get_url()).content.decode()
    assert sweep().closed == 1
    assert tasks()[gone.pk].how == "gone"
    lapse(basis.law, None)
    rebase(matter, basis)
    lapse(basis.law, today() - 5 * DAY)
    lapse(basis.law, today() + 5 * DAY)
    assert tasks(lapsed_on=today() - 4 * DAY)[matter.pk].how == "in_force"
    assert not tasks(state="open")


def test_a_list_without_a_column_for_provisions_gets_its_next_edition_all_the_same(client, unit):
    basis = make_basis()
    draft = draft_matter(unit, bases=[basis])
    RecordingStage.objects.create(page=draft, stage="调查", method="录像", place="现场")
    matter = publish_page(MatterPage.objects.get(pk=draft.pk), setup="测试")
    page = publish_list(ListKind.RECORDING)
    lapse(basis.law, today() - DAY)
    assert "暂停" in client.get(page.get_url()).content.decode()
    rebase(matter, make_basis("第一条", "新法"))
    publish_list(ListKind.RECORDING)
    assert page.editions.count() == 2
    assert "暂停" not in client.get(page.get_url()).content.decode()
    assert tasks()[page.pk].how == "new_edition"


def test_a_provision_about_accountability_opens_a_task_and_suspends_nothing(client, unit):
    power, duty = make_basis(), make_basis("第一条", "追责办法")
    matter = draft_matter(unit, bases=[power])
    MatterBasis.objects.create(page=matter, basis=duty, use="accountability", sort_order=1)
    publish_page(MatterPage.objects.get(pk=matter.pk), setup="测试")
    page = publish_list(ListKind.POWERS)
    lapse(duty.law, today() - DAY)
    for place in (page, MatterPage.objects.get(pk=matter.pk)):
        assert "暂停" not in client.get(place.get_url()).content.decode()
    assert set(tasks(state="open")) == {page.pk, matter.pk}


def test_by_hand_with_a_reason_and_it_stays_closed(client, unit, other_unit, reviewer, editor):
    basis = make_basis()
    matter = live_matter(unit, bases=[basis])
    lapse(basis.law, today() - DAY)
    task = LapsedBasisTask.objects.get(page=matter)
    address = reverse("lapsed:show", args=[task.pk])
    client.force_login(editor)
    assert "人工办结" not in client.get(address).content.decode().split("返回列表")[1]
    assert client.post(address, {"reason": "新法规定相同"}).status_code == 404
    client.force_login(make_person("elsewhere", "unit_head", other_unit))
    assert client.get(address).status_code == 404
    client.force_login(reviewer)
    assert "请写明理由" in client.post(address, {"reason": " 。"}).content.decode()
    client.post(address, {"reason": "新法第十二条规定相同，下一版一并更换。电话13912345678"})
    task.refresh_from_db()
    assert (task.how, task.done_by) == ("by_hand", reviewer)
    assert "13912345678" not in task.reason
    assert sweep().opened == 0
    with pytest.raises(Refused, match="已经办结"):
        CloseTask(task, user=reviewer, reason="再办一次").execute()
    lapse(basis.law, today() - 3 * DAY)
    assert LapsedBasisTask.objects.filter(page=matter, state="open").count() == 1, "another day is another lapse"


def test_reminders_a_week_before_on_the_day_and_weekly_after_with_escalation(unit, editor, reviewer):
    officer = make_person("officer", "disclosure_officer")
    basis = make_basis()
    live_matter(unit, bases=[basis])
    lapse(basis.law, today() - DAY)
    due = LapsedBasisTask.objects.get().due_on

    def told(day):
        return {(message.user, str(message.kind)) for message in reminders(day)}

    own = {(editor, "step"), (reviewer, "step")}
    assert told(due - 8 * DAY) == set()
    assert told(due - 7 * DAY) == told(due) == own
    assert told(due + DAY) == own | {(officer, "escalation")}
    keys = [{message.key for message in reminders(due + days * DAY)} for days in (1, 8)]
    assert keys[0].isdisjoint(keys[1])


def test_screens_numbers_and_csv_cost_the_same_however_many(client, unit, other_unit, editor):
    basis = make_basis()
    client.force_login(editor)

    def cost(number):
        found = []
        for address in (reverse("lapsed:index"), reverse("deadlines")):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                text = client.get(address).content.decode()
            found.append(len(captured))
            assert f"待清理 {number}" in text
        return found

    live_matter(unit, bases=[basis])
    live_matter(other_unit, "OTHER-1", title="=别的单位的", bases=[basis])
    lapse(basis.law, today() - DAY)
    one = cost(1)
    for number in range(3):
        live_matter(unit, f"BXRS-CF-1{number}", bases=[basis, make_basis("第一条", "其他法")])
    assert cost(4) == one
    assert max(one) < 45
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "依据失效待清理" in home
    client.force_login(make_person("officer", "disclosure_officer"))
    text = b"".join(client.get(reverse("lapsed:index"), {"export": "csv"})).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 5
    assert {row["失效的依据"] for row in rows} == {f"《{LAW}》第八十条"}
    assert any(row["名称"] == "'=别的单位的" for row in rows)
    LapsedBasisTask.objects.update(due_on=today() - DAY)
    late = client.get(reverse("lapsed:index"), {"state": "late", "unit": other_unit.code}).content.decode()
    assert "逾期1天" in late
    assert client.get(reverse("lapsed:index"), {"at": "x_y", "state": "??", "unit": "\x00"}).status_code == 200


def test_an_editor_is_warned_at_the_field_before_publishing(unit):
    basis = make_basis()
    lapse(basis.law, today() - DAY)
    notice = make_notice(unit, basis="《劳动合同法》第八十条")
    assert [p.field for p in findings_of(notice, None) if p.code == "lapsed_citation"] == ["basis"]
    page = make_template(unit, basis="《劳动合同法》第八十条")
    found = [problem for problem in findings_of(page, None) if problem.code == "lapsed_citation"]
    assert [(problem.field, problem.blocks) for problem in found] == [("basis", False)]
    public(page)
    assert set(tasks(state="open")) == {page.pk}


def test_a_guide_rests_on_its_provisions_and_on_those_of_its_certificates(unit):
    basis, other = make_basis(), make_basis("第一条", "其他法")
    by_row = public(make_guide(unit, bases=[{"basis": basis}, {"basis": other}]))
    certificate = {"name": "示例证明", "is_certificate": True, "basis": basis, "pledge": "yes"}
    by_material = public(make_guide(unit, code="G-2", materials=[{**MATERIAL, **certificate}]))
    by_text = public(make_guide(unit, code="G-3", basis_text="《劳动合同法》第八十条"))
    apart = public(make_guide(unit, code="G-4", bases=[{"basis": other}]))
    lapse(basis.law, today() - DAY)
    assert set(tasks(state="open")) == {by_row.pk, by_material.pk, by_text.pk}
    assert apart.pk not in tasks()


def test_one_question_where_no_law_has_lapsed(unit):
    LegalBasis.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        assert lapses_of() == []
    assert len(captured) == 1


def test_of_a_vanished_page_nothing_is_said(client, unit, reviewer):
    basis = make_basis()
    matter = live_matter(unit, title="不应公开的标题", bases=[basis])
    lapse(basis.law, today() - DAY)
    task = LapsedBasisTask.objects.get(page=matter)
    client.force_login(reviewer)
    assert "不应公开的标题" in client.get(reverse("lapsed:index")).content.decode()
    End(RequestEnding(matter, verb="vanish", kind="privacy", user=None, statement="").execute()).execute()
    sweep()
    for state in ("", "done"):
        assert "不应公开的标题" not in client.get(reverse("lapsed:index"), {"state": state}).content.decode()
    assert client.get(reverse("lapsed:show", args=[task.pk])).status_code == 404


@pytest.mark.parametrize("months", [None, 0, 25])
def test_a_period_that_makes_no_sense_is_refused_at_its_field(months):
    settings = DisclosureSettings(lapsed_months=months)
    with pytest.raises(ValidationError) as caught:
        settings.full_clean()
    assert set(caught.value.message_dict) == {"lapsed_months"}
