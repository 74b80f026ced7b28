"""Choices between words on PostgreSQL: looked up in the index, each way by itself, never tested in what other words found."""

import pytest
from django.db import connection

from search.models import Synonym
from search.planner import Group, plan
from search.public import postgresql
from tests.search.test_views import ask


def ways_of(query: str) -> tuple[list[list[str]], list[Group]]:
    return postgresql._ways(plan(query).groups, "")


def test_every_choice_is_a_set_of_grams_of_its_own():
    ways, left = ways_of("劳务派遣 第43条")
    assert sorted(ways) == sorted(
        [["劳务", "务派", "派遣", "43", "条"], ["劳务", "务派", "派遣", "第四", "四十", "十三", "三条"]]
    )
    assert left == []


def test_many_choices_are_tested_in_the_text():
    ways, left = ways_of(" ".join(f"第{number}条" for number in (11, 12, 13, 14, 15)))
    assert len(ways) == 16
    assert [group.word for group in left] == [" 15 条".strip()]


class Written:
    """Takes the statement that would be asked."""

    def execute(self, statement, parameters):
        self.asked = statement, parameters

    def fetchall(self):
        return []


@pytest.mark.django_db
def test_no_entry_s_grams_are_made_to_answer_a_query(client, live_penalty):
    """To make the grams of an entry takes milliseconds: tested in what other words find, a choice of words took twenty seconds."""
    Synonym.objects.create(words="欠薪", terms="拖欠工资、克扣工资")
    assert [result["number"] for result in ask(client, q="行政处罚 第1号")["results"]]
    if connection.vendor != "postgresql":
        return
    for head in (False, True):
        written = Written()
        postgresql._find(written, postgresql.selected("e"), plan("劳务派遣 第43条 欠薪"), 1001, head, None)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + written.asked[0], written.asked[1])
            lines = [line for (line,) in cursor.fetchall()]
        assert any("search_entry_grams" in line for line in lines)
        assert not [line for line in lines if "Filter" in line and "search_grams" in line]
