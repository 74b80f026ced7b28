"""Looking below a page does not read the table."""

import pytest
from django.db import connection
from wagtail.models import Page

from home.models import SectionPage

pytestmark = pytest.mark.django_db


def test_below_a_page_the_same_pages_are_found(portal):
    expected = {page.pk for page in Page.objects.all() if page.path.startswith(portal.path)}
    assert set(Page.objects.filter(path__startswith=portal.path).values_list("pk", flat=True)) == expected
    assert set(Page.objects.descendant_of(portal, inclusive=True).values_list("pk", flat=True)) == expected
    assert SectionPage.objects.child_of(portal).count() == 3
    assert not Page.objects.filter(path__startswith="zz%").exists()
    assert not Page.objects.filter(path__startswith="0001_").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has an index for prefixes")
def test_sqlite_finds_them_by_the_index(portal):
    with connection.cursor() as cursor:
        sql, parameters = Page.objects.filter(path__startswith=portal.path).values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "SEARCH" in plan
    assert "SCAN" not in plan
