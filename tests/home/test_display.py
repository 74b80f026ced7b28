"""Large text and high contrast: kept in a cookie, switched without losing the page."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("mode", ["large", "contrast", "large-contrast"])
def test_mode_is_kept(client, portal, mode):
    assert client.get("/search/", {"q": "工资", "display": mode})["Location"] == "?q=%E5%B7%A5%E8%B5%84"
    text = client.get("/").content.decode()
    assert f'class="{mode.replace("-", " ")}"' in text.replace('class=" ', 'class="')
    client.get("/", {"display": "standard"})
    assert '<html lang="zh-Hans">' in client.get("/").content.decode()


def test_switches_keep_the_rest_of_the_address(client, portal):
    text = client.get("/after/decisions/", {"q": "工资", "year": "2026"}).content.decode()
    assert "?q=%E5%B7%A5%E8%B5%84&amp;year=2026&amp;display=large" in text


def test_switching_never_leads_to_another_host(client, portal):
    answer = client.get("//example.invalid/", {"display": "large"})
    assert not answer.headers.get("Location", "").startswith("//")


def test_unknown_mode_is_ignored(client, portal):
    client.cookies["display"] = '"><script>'
    text = client.get("/", {"display": "x"}).content.decode()
    assert '<html lang="zh-Hans">' in text


def test_decision_stands_below_its_public_list_and_names_its_unit(client, live_penalty, unit):
    text = client.get(live_penalty.get_url()).content.decode()
    crumbs = text[text.index('class="crumbs') : text.index("</nav>", text.index('class="crumbs'))]
    assert [part in crumbs for part in ("/after/", "/after/penalties/")] == [True, True]
    assert f'href="/before/units/{unit.code}/"' in text
    assert 'href="/after/" aria-current="true"' in text


def test_chosen_conditions_can_be_dropped_one_by_one(client, live_penalty, unit):
    answer = client.get("/after/penalties/", {"unit": unit.code, "category": "罚款", "q": "工资"})
    labels = {item["label"]: item["url"] for item in answer.context["chosen"]}
    assert set(labels) == {"关键词：工资", f"单位：{unit.name}", "处罚类别：罚款"}
    assert "category" not in labels["处罚类别：罚款"]
    assert client.get("/after/penalties/").context["chosen"] == []


def test_paper_names_the_address_of_the_page_without_what_was_asked(client, portal, settings):
    settings.PUBLIC_ORIGIN = "https://gs.example.cn"
    text = client.get("/after/decisions/", {"q": "示例姓名"}).content.decode()
    assert '<p class="print-only masthead__address">本页网址：https://gs.example.cn/after/decisions/</p>' in text
    assert "本页网址" not in client.get("/gone/").content.decode()
