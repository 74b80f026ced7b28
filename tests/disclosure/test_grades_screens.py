"""The screens of 政策法规科 for grades: list, filters, one, many at once, what is over, downloads, home, the editor's panel."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disclosure.grades.verbs import ConfirmGrade
from disclosure.grades.wiring import reminders
from disclosure.models import DecisionIndexPage, PenaltyGrade
from publication.models import TrailEntry

from .grading import MINOR, expired, fresh, lawyer, officer, penalty  # noqa: F401

pytestmark = pytest.mark.django_db
INDEX = "grades:index"


def shown(client, **query):
    return [line.notice.pk for line in client.get(reverse(INDEX), query).context["lines"]]


def show(page):
    return reverse("grades:show", args=[page.pk])


def test_the_list_is_filtered_by_state_unit_and_number(client, penalties, other_unit, lawyer):  # noqa: F811
    draft, public = penalty(penalties, 1), penalty(penalties, 2, publish=True)
    foreign = penalty(DecisionIndexPage.objects.get(unit=other_unit, kind="penalty"), 3, publish=True)
    old = penalty(penalties, 4, decided_on=datetime.date(2020, 1, 1))
    withheld = penalty(penalties, 5, publicity="withheld", publicity_reason="示例理由")
    client.force_login(lawyer)
    assert shown(client) == [foreign.pk, public.pk, draft.pk]
    assert shown(client, state="draft") == [draft.pk]
    assert shown(client, state="public", unit=other_unit.pk) == [foreign.pk]
    assert shown(client, q="第00002号") == [public.pk]
    assert shown(client, state="?", unit="x", at="9") == [foreign.pk, public.pk, draft.pk]
    ConfirmGrade(public, user=lawyer, grade="ordinary").execute()
    assert shown(client) == [foreign.pk, draft.pk]
    assert shown(client, state="confirmed") == [public.pk]
    assert {old.pk, withheld.pk}.isdisjoint(shown(client))
    from publication.permits import permitted

    with permitted("test", [public.path]):
        type(public).objects.filter(pk=public.pk).update(fine_fen=5)
    assert shown(client, state="changed") == [public.pk]
    assert "内容有变" in client.get(show(public)).content.decode()


def test_one_is_confirmed_in_the_form_and_what_follows_is_shown(client, penalties, lawyer):  # noqa: F811
    page = penalty(penalties, publish=True)
    client.force_login(lawyer)
    text = client.get(show(page)).content.decode()
    assert "待核定" in text
    assert "2027年11月2日" in text
    answer = client.post(show(page), {"grade": "serious", "reason": ""})
    assert answer.status_code == 400
    assert "与建议的不同，请写明理由" in answer.content.decode()
    answer = client.post(show(page), {"grade": "minor", "reason": "情节轻微，及时改正。"})
    assert "请选择轻微的是否公开" in answer.content.decode()
    assert "情节轻微，及时改正。" in answer.content.decode(), "nothing typed is lost"
    text = client.post(show(page), {"grade": "serious", "reason": "情节严重，影响较大。"}, follow=True).content.decode()
    assert "严重，公示至2029年11月2日" in text
    assert "情节严重，影响较大。" in text
    assert fresh(page).publicity_until == datetime.date(2029, 11, 2)
    text = client.post(
        show(page), {"grade": "minor", "way": "public", "minor_months": "2", "reason": "复核后改为轻微。"}, follow=True
    ).content.decode()
    assert "已更改" in text
    assert fresh(page).publicity_until == datetime.date(2027, 1, 2)


def test_many_are_previewed_and_confirmed(client, penalties, lawyer):  # noqa: F811
    pages = [penalty(penalties, number) for number in (1, 2, 3)]
    minor = penalty(penalties, 4, **MINOR)
    many = reverse("grades:many")
    client.force_login(lawyer)
    assert client.get(many)["Location"] == reverse(INDEX)
    assert client.post(many)["Location"] == reverse(INDEX)
    text = client.post(many, {"page": [pages[0].pk, pages[1].pk]}).content.decode()
    assert "确认核定这 2 件" in text
    assert "轻微的，公众" not in text
    assert not PenaltyGrade.objects.exists(), "a preview changes nothing"
    keys = [line["line"].notice.pk for line in client.post(many, {"all": "1"}).context["lines"]]
    assert sorted(keys) == sorted([*(page.pk for page in pages), minor.pk])
    answer = client.post(many, {"page": keys, "act": "confirm"})
    assert answer.status_code == 400
    assert "请选择轻微的是否公开" in answer.content.decode()
    answer = client.post(many, {"page": keys, "act": "confirm", "way": "withheld"}, follow=True)
    assert "已核定 4 件" in answer.content.decode()
    assert PenaltyGrade.objects.get(page=minor).withheld
    assert PenaltyGrade.objects.filter(withheld=False).count() == 3
    assert shown(client) == []


def test_of_many_those_that_fail_are_named_with_why(client, penalties, lawyer):  # noqa: F811
    good, public = penalty(penalties, 1), penalty(penalties, 2, publish=True, **MINOR)
    client.force_login(lawyer)
    text = client.post(
        reverse("grades:many"), {"page": [good.pk, public.pk], "act": "confirm", "way": "withheld"}
    ).content.decode()
    assert "已核定 <strong>1</strong> 件，1 件没有核定" in text
    assert "申请撤下" in text


def test_the_list_is_downloaded_as_csv_and_xlsx_on_the_record(client, penalties, lawyer):  # noqa: F811
    page = penalty(penalties, 1, document_number="=示例〔2026〕1号")
    penalty(penalties, 2)
    ConfirmGrade(page, user=lawyer, grade="serious", reason="情节严重，影响较大。").execute()
    client.force_login(lawyer)
    answer = client.get(reverse(INDEX), {"state": "all", "export": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [row["状态"] for row in rows] == ["待核定", "已核定"]
    assert rows[1]["文号"].startswith("'=")
    assert (rows[1]["核定等级"], rows[1]["核定结果"], rows[1]["理由"]) == (
        "严重",
        "公示至2029年11月2日",
        "情节严重，影响较大。",
    )
    assert (rows[0]["建议等级"], rows[0]["罚款金额"][:2]) == ("一般", "20")
    answer = client.get(reverse(INDEX), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 2
    assert TrailEntry.objects.filter(act="export", data__view="grades:index").count() == 2


def test_the_home_and_the_daily_reminder_say_how_many_wait(client, penalties, lawyer, officer, editor):  # noqa: F811
    penalty(penalties, 1)
    expired(penalties, 2, fulfilment="open")
    client.force_login(lawyer)
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "<strong>2</strong> 失信等级待核定" in text
    assert "<strong>1</strong> 公示期满待研究" in text
    told = list(reminders(timezone.localdate()))
    assert {message.user for message in told} == {lawyer, officer}
    assert told[0].subject == "失信等级待核定 2 件，公示期满待研究 1 件"
    client.force_login(editor)
    assert "失信等级待核定" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_editor_sees_what_is_proposed_and_what_was_confirmed(client, penalties, lawyer, editor):  # noqa: F811
    page = penalty(penalties, user=editor)
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = client.get(address).content.decode()
    assert "建议“一般”，由政策法规科核定" in text
    assert 'name="publicity_until"' in text
    assert show(page) not in text
    ConfirmGrade(page, user=lawyer, grade="serious", reason="情节严重，影响较大。").execute()
    text = client.get(address).content.decode()
    assert "严重，公示至2029年11月2日，lawyer于" in text
    assert 'name="publicity_until"' not in text


def test_what_is_over_is_decided_on_its_own_screen(client, penalties, lawyer, officer):  # noqa: F811
    page, other = expired(penalties, 1, fulfilment="open"), expired(penalties, 2, fulfilment="open")
    index, address = reverse("grades:over"), reverse("grades:over_one", args=[page.pk])
    client.force_login(lawyer)
    assert "尚未改正" in client.get(index).content.decode()
    text = client.get(address).content.decode()
    assert "延长公示" in text
    assert "现在下线" not in text
    later = timezone.localdate() + datetime.timedelta(days=60)
    wrong = client.post(address, {"act": "extend", "reason": "仍未支付工资。"})
    assert (wrong.status_code, "仍未支付工资。" in wrong.content.decode()) == (400, True)
    client.post(address, {"act": "extend", "reason": "仍未支付工资。", "until": later.isoformat()})
    assert fresh(page).publicity_until == later
    assert client.get(address)["Location"] == index
    client.force_login(officer)
    assert (
        "没有选择"
        in client.post(reverse("grades:over_one", args=[other.pk]), {"reason": "已经改正。"}).content.decode()
    )
    client.post(reverse("grades:over_one", args=[other.pk]), {"act": "expire", "reason": "已经改正，登记未更新。"})
    assert not fresh(other).live
    history = client.get(reverse("life:page", args=[page.pk])).content.decode()
    assert "延长公示" in history
    client.logout()
    assert client.get(other.get_url()).status_code == 410
    assert "登记未更新" not in client.get(other.get_url()).content.decode()


def test_the_lists_ask_as_much_for_one_as_for_many(client, penalties, officer):  # noqa: F811
    def asked():
        found = []
        for address in (reverse(INDEX), reverse("grades:over"), reverse(INDEX) + "?state=all"):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    client.force_login(officer)
    penalty(penalties, 1, publish=True)
    expired(penalties, 101, fulfilment="open")
    few = asked()
    for number in range(2, 60):
        penalty(penalties, number)
    for number in range(102, 106):
        expired(penalties, number, fulfilment="open")
    assert asked() == few
    assert "下一页" in client.get(reverse(INDEX)).content.decode()
    place = client.get(reverse(INDEX)).context["next"]
    assert len(client.get(f"{reverse(INDEX)}?{place}").context["lines"]) == 14
