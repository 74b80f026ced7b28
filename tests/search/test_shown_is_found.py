"""What a decision's page shows is found: amounts, dates, who took part, what was corrected."""

import datetime
import html
import re

import pytest

from publication.actions.publish import publish_page
from search.finding import find

pytestmark = pytest.mark.django_db


def ids(query: str) -> set[int]:
    return {row.page_id for row in find(query, strict=True).rows}


def test_all_facts_of_a_decision_are_found(client, draft_penalty, other_unit, reviewer):
    notice = draft_penalty
    notice.fine_fen = 2_420_000
    notice.decided_on, notice.publicity_until = datetime.date(2025, 12, 27), datetime.date(2026, 12, 26)
    notice.joint_units.add(other_unit)
    notice.save_revision()
    publish_page(notice)
    text = client.get(notice.get_url()).content.decode()
    facts = text.partition('<dl class="facts"')[2].partition("<aside")[0]
    values = [
        html.unescape(re.sub("<[^>]+>", "", value)).strip() for value in re.findall(r"<dd[^>]*>(.*?)</dd>", facts, re.S)
    ]
    assert {"24,200.00 元", "2025年12月27日", other_unit.name, "法人及非法人组织"} <= set(values)
    for value in values:
        assert notice.pk in ids(f'"{value[:150]}"'), value


def test_the_note_of_a_correction_is_found(live_penalty):
    live_penalty.facts = "经查，该单位拖欠劳动者工资，已改正。"
    live_penalty.correction_note = "更正违法事实的表述"
    publish_page(live_penalty)
    assert live_penalty.pk in ids("更正违法事实的表述")
