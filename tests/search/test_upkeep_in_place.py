"""The index is written anew outside a transaction: a module of its own, because such tests empty the database."""

import pytest
from django.db import connection

from search.upkeep import look_after

from .test_upkeep import ids


@pytest.mark.django_db(transaction=True)
def test_an_index_that_has_grown_is_written_anew_while_it_answers(make_page):
    from search.public.engines import database_engine

    page = make_page("工资支付办法")
    engine = database_engine()
    engine.tidy()
    assert not engine.is_untidy()
    assert ids("工资") == {page.pk}


@pytest.mark.on_sqlite
@pytest.mark.django_db(transaction=True)
def test_segments_of_the_full_text_index_are_joined_while_it_answers(make_page, monkeypatch):
    from search.public import sqlite as engine

    monkeypatch.setattr(engine, "_WORTH_BLOCKS", 0)
    first = make_page("工资支付办法")
    engine.tidy()
    pages = [first, *(make_page(f"工资支付办法之{number}") for number in range(12))]
    assert engine.is_untidy()
    look_after()
    assert not engine.is_untidy()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM search_fts_idx")
        assert cursor.fetchone()[0] == 1
        cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('integrity-check')")
    assert ids("工资") == {page.pk for page in pages}
