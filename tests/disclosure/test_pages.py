"""What visitors see."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import DecisionListPage, DecisionNoticePage
from publication.actions.create_many import CreateMany
from tests.conftest import build_penalty

pytestmark = pytest.mark.django_db


def queries(client, url):
    """Fetch ``url`` warm and return (response, number of queries)."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    return answer, len(captured)


def test_detail_shows_every_public_field_under_its_official_name(client, live_penalty):
    text = client.get(live_penalty.get_url()).content.decode()
    for label in (
        "行政处罚决定书文号",
        "违法行为类型",
        "违法事实",
        "处罚依据",
        "处罚类别",
        "罚款金额",
        "处罚决定日期",
        "处罚机关",
    ):
        assert label in text
    assert "20,000.00 元" in text
    assert "六十日内" in text
    assert "unsafe-inline" not in client.get(live_penalty.get_url()).headers["Content-Security-Policy"]


def test_draft_is_not_public(client, draft_penalty):
    assert client.get(draft_penalty.get_url()).status_code == 404


def test_slug_carries_no_name_and_no_number(live_penalty):
    assert live_penalty.slug.isascii()
    assert len(live_penalty.slug) < 12


def test_filters_and_keyset_pages(client, penalties, unit, other_unit):
    CreateMany(penalties, [build_penalty(penalties, n) for n in range(1, 46)], publish=True).execute()
    url = DecisionListPage.objects.get(kind="penalty").get_url()
    seen, address = [], url
    while address:
        answer = client.get(address)
        context = answer.context_data if hasattr(answer, "context_data") else answer.context
        seen += [item["number"] for item in context["items"]]
        following = context["next_url"]
        address = url + following if following else ""
    assert len(seen) == len(set(seen)) == 45
    assert "没有符合条件" in client.get(url, {"unit": other_unit.code}).content.decode()
    assert client.get(url, {"unit": unit.code, "year": "2026", "category": "罚款"}).context["items"]
    assert not client.get(url, {"category": "责令关闭"}).context["items"]
    assert len(client.get(url, {"q": "第00007号"}).context["items"]) == 1
    assert client.get(url, {"q": "劳动报酬"}).context["items"]


@pytest.mark.parametrize(
    "bad", ["x" * 5000, '"', "'; DROP", "\x00", "😀", "%", "at=o2026-99-99_1", "0000", "²²²²", "٢٠٢٦", "9999"]
)
def test_bad_input_gets_a_calm_answer(client, live_penalty, bad):
    url = DecisionListPage.objects.get(kind="").get_url()
    for name in ("q", "kind", "unit", "year", "category", "at"):
        assert client.get(url, {name: bad}).status_code == 200
    assert client.get("/search/", {"q": bad, "p": bad}).status_code == 200


def test_constant_number_of_queries(client, penalties):
    CreateMany(penalties, [build_penalty(penalties, 1)], publish=True).execute()
    url = DecisionListPage.objects.get(kind="penalty").get_url()
    page = DecisionNoticePage.objects.live().first()
    few = [queries(client, address)[1] for address in (url, page.get_url())]
    CreateMany(penalties, [build_penalty(penalties, n) for n in range(2, 60)], publish=True).execute()
    many = [queries(client, address)[1] for address in (url, page.get_url())]
    assert few == many
    assert max(many) <= 12


def test_sitemap_lists_exactly_what_is_public(client, live_penalty, draft_penalty):
    text = client.get("/sitemap-pages.xml").content.decode()
    assert live_penalty.slug in text
    assert draft_penalty.slug not in text
    assert "sitemap-pages.xml" in client.get("/sitemap.xml").content.decode()


def test_licence_that_expired_stays_public_with_its_state(client, unit):
    from disclosure.models import DecisionIndexPage

    index = DecisionIndexPage.objects.get(unit=unit, kind="licence")
    page = DecisionNoticePage(
        secrecy="clear",
        kind="licence", party_name="示例公司", party_kind="organisation", credit_code="91210500MA0DEM0132",
        legal_representative="王示例", document_name="准予行政许可决定书", document_number="示例许决字〔2024〕1号",
        licence_category="ordinary", licence_content="劳务派遣", licence_state="cancelled",
        decided_on=datetime.date(2024, 1, 5), valid_from=datetime.date(2024, 1, 5), valid_until=datetime.date(2025, 1, 4),
    )  # fmt: skip
    page.adopt(index)
    page.prepare()
    CreateMany(index, [page], publish=True).execute()
    text = client.get(page.get_url()).content.decode()
    assert "注销" in text


def test_payment_to_a_person_is_published_as_a_monthly_count(client, unit):
    from disclosure.gates import PersonGate
    from disclosure.models import DecisionIndexPage

    index = DecisionIndexPage.objects.get(unit=unit, kind="payment")
    page = DecisionNoticePage(
        secrecy="clear",
        kind="payment",
        party_kind="person",
        party_name="张某某",
        subject="失业保险金给付",
        conclusion="给付",
    )
    page.adopt(index)
    assert PersonGate().check(page, None)
    page.count_month, page.count_total = datetime.date(2026, 3, 1), 12
    assert not PersonGate().check(page, None)
