"""Looking below a page does not read the table."""

import pytest
from django.db import connection
from wagtail.models import Page

from home.models import SectionPage
from publication.tree_paths import LEVEL_INDEX, make_level_index

pytestmark = pytest.mark.django_db


def test_below_a_page_the_same_pages_are_found(portal):
    expected = {page.pk for page in Page.objects.all() if page.path.startswith(portal.path)}
    assert set(Page.objects.filter(path__startswith=portal.path).values_list("pk", flat=True)) == expected
    assert set(Page.objects.descendant_of(portal, inclusive=True).values_list("pk", flat=True)) == expected
    assert SectionPage.objects.child_of(portal).count() == 3
    assert not Page.objects.filter(path__startswith="zz%").exists()
    assert not Page.objects.filter(path__startswith="0001_").exists()


def test_the_index_by_level_stands_and_comes_back_with_a_migration(portal):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {LEVEL_INDEX}")
    make_level_index()
    make_level_index()
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    assert found[LEVEL_INDEX]["columns"] == ["depth", "path"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by its statistics")
def test_children_are_found_without_what_stands_below_them(portal):
    sql, parameters = portal.get_children().live().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        assert LEVEL_INDEX in " ".join(str(row) for row in cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has an index for prefixes")
def test_sqlite_finds_them_by_the_index(portal):
    with connection.cursor() as cursor:
        sql, parameters = Page.objects.filter(path__startswith=portal.path).values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "SEARCH" in plan
    assert "SCAN" not in plan
