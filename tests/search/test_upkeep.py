"""The index is compared with the pages, repaired, and follows what pages show of other rows."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.db import connection, connections

from publication.actions.change_shown import ChangeShown
from search import entries, finding, upkeep
from search.expansion import synonym_table
from search.finding import find
from search.models import DuePages, Entry, IndexState, Synonym
from search.public.rows import SearchUnavailable

pytestmark = pytest.mark.django_db


def ids(query: str, **filters: str) -> set[int]:
    return {row.page_id for row in find(query, strict=True, filters=filters).rows}


def examine(*options: str) -> dict:
    out = StringIO()
    call_command("search_doctor", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_an_emptied_full_text_index_is_found_and_mended(make_page):
    page = make_page("工资支付办法")
    if connection.vendor != "sqlite" or find("工资").engine == "elasticsearch":
        pytest.skip("PostgreSQL's index is written with the rows; an outside server answers without SQLite's")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('delete-all')")
    assert ids("工资") == set()
    with pytest.raises(CommandError, match="repair"):
        examine()
    assert examine("--repair")["unfound"] >= 1
    assert examine("--deep")["unfound"] == 0
    assert ids("工资") == {page.pk}


def test_wrong_columns_are_found_and_mended(make_page):
    page = make_page("工资支付办法")
    Entry.objects.update(unit="999", kind="x", weight=9)
    with pytest.raises(CommandError, match="repair"):
        examine("--deep")
    assert examine("--repair")["stale"] == Entry.objects.count()
    assert examine("--deep")["stale"] == 0
    assert ids("工资", kind="x") == set()
    assert ids("工资") == {page.pk}


def test_a_unit_that_is_renamed_is_found_by_its_new_name(live_penalty, unit):
    assert live_penalty.pk in ids(unit.name)
    unit.name = "改名后的执法队（示例）"
    ChangeShown(unit).execute()
    assert unit.page.pk in ids("改名后的执法队")
    assert upkeep.stale() == []


def test_many_pages_follow_by_the_timer(live_penalty, unit, monkeypatch):
    monkeypatch.setattr(entries, "MOST_AT_ONCE", 2)
    unit.name = "改名后的执法队（示例）"
    ChangeShown(unit).execute()
    assert DuePages.objects.count() == 1
    upkeep.look_after()
    assert not DuePages.objects.exists()
    assert unit.page.pk in ids("改名后的执法队")
    assert upkeep.stale() == []


def test_an_index_of_an_older_analysis_is_made_anew(make_page):
    page = make_page("工资支付办法")
    assert examine()["of_this_analysis"]
    IndexState.objects.update(version=1)
    Entry.objects.filter(page_id=page.pk).update(text=" 旧文 \x1e\x1e")
    upkeep.look_after()
    assert ids("工资") == {page.pk}
    assert examine()["of_this_analysis"]


def test_another_process_sees_a_changed_list_of_synonyms(make_page):
    make_page("工资支付办法")
    assert find("薪水").total == 0
    assert "薪水" not in synonym_table()
    # What another process does: the row and the version, without this process's cache.
    Synonym.objects.bulk_create([Synonym(words="薪水", terms="工资")])
    IndexState.objects.update_or_create(pk=IndexState.SYNONYMS, defaults={"version": 7})
    assert find("薪水").total == 1


def run(*arguments: str) -> None:
    ManagementUtility(["manage.py", "search_doctor", *arguments]).execute()


def test_the_doctor_takes_a_word_to_leave_out_and_speaks_chinese(make_page, capsys, monkeypatch):
    monkeypatch.setattr(connections, "close_all", lambda: None)  # a command closes what this test still needs
    make_page("工资支付办法")
    run("query", "-工资")
    assert "结果数：0" in capsys.readouterr().out
    run("query", "支付 -工资")
    assert "结果数：0" in capsys.readouterr().out
    run("query", "支付")
    assert "结果数：1" in capsys.readouterr().out


def test_the_doctor_says_what_it_cannot_do(make_page, monkeypatch):
    with pytest.raises(CommandError, match="--page"):
        call_command("search_doctor", "explain", "工资")
    with pytest.raises(CommandError, match="检索词"):
        call_command("search_doctor", "query")

    def slow(*args, **options):
        raise SearchUnavailable("检索超时")

    monkeypatch.setattr(finding, "_search", slow)
    for action in (["query", "工资"], ["explain", "工资", "--page", "1"]):
        with pytest.raises(CommandError, match="超时"):
            call_command("search_doctor", *action)
