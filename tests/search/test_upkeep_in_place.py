"""The index is written anew outside a transaction: a module of its own, because such tests empty the database."""

import pytest

from .test_upkeep import ids


@pytest.mark.django_db(transaction=True)
def test_an_index_that_has_grown_is_written_anew_while_it_answers(make_page):
    from search.public.engines import database_engine

    page = make_page("工资支付办法")
    engine = database_engine()
    engine.tidy()
    assert not engine.is_untidy()
    assert ids("工资") == {page.pk}
