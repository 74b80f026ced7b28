"""Two versions of a decision side by side: values in words and amounts in 元, nothing as the program writes it."""

import datetime
import re

import pytest
from django.urls import reverse

from disclosure.models import DecisionNoticePage
from home.admin_comparing import said

pytestmark = pytest.mark.django_db


def test_values_are_compared_in_words(client, editor, draft_penalty):
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.fine_fen = page.penalty_valid_until = None
    page.penalty_kinds = []
    older = page.save_revision(user=editor)
    page.fine_fen, page.penalty_valid_until = 500_000, datetime.date(2027, 3, 5)
    page.penalty_kinds = ["警告", "罚款"]
    newer = page.save_revision(user=editor)
    client.force_login(editor)
    for address in (
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, older.pk, newer.pk]),
        reverse("reading:compare", args=[page.pk, older.pk, newer.pk]),
    ):
        shown = re.search(r"<main.*</main>", client.get(address).content.decode(), re.S)[0]
        for text in ("罚款金额（元）", "5,000.00", "2027年3月5日", "警告、罚款"):
            assert text in shown, address
        assert "（分）" not in shown
        table = shown[shown.index("<table") : shown.index("</table>")]
        assert "None" not in table
        assert "[" not in table


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ("", ""), (True, "是"), (False, "否"), (3, "3"), ([], ""), (["甲", "乙"], "甲、乙")]
)
def test_how_a_value_is_said(value, text):
    assert said(value) == text
