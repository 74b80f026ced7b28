"""The public index on a real Elasticsearch: told of every change, stood in for while it is down, made anew without a gap."""

import contextlib

import pytest
from config.settings.search import search_backends
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from elastic_transport import ConnectionError as NoConnection
from wagtail.models import Page

from publication.permits import permitted
from search import upkeep
from search.finding import find
from search.models import Entry, PendingChange, RemoteIndex
from search.public import elasticsearch, telling
from search.public.engines import database_engine, is_remote

needs_server = pytest.mark.skipif("not is_remote()", reason="needs Elasticsearch")


def test_addresses_of_engines():
    assert search_backends("database://") == {"default": {"BACKEND": "search.backends.database"}}
    public = search_backends("elasticsearch://127.0.0.1:9200/gongshi")["public"]
    assert public["URLS"] == ["http://127.0.0.1:9200"]
    assert public["INDEX_PREFIX"] == "gongshi-"
    assert search_backends("elasticsearchs://user:pass@host/x")["public"]["URLS"] == ["https://user:pass@host"]
    for wrong in ("solr://x/y", "elasticsearch://host:9200", "elasticsearch:///index", "elasticsearch://h/Groß", ""):
        with pytest.raises(ImproperlyConfigured):
            search_backends(wrong)


def withdraw_and_fail(page) -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic(), permitted("withdraw", [page.path]):
        Page.objects.filter(pk=page.pk).update(live=False)
        raise RuntimeError


def ids(query: str) -> set[int]:
    return {row.page_id for row in find(query, strict=True).rows}


class Silent:
    """A server that does not answer."""

    def __getattr__(self, name):
        raise NoConnection("silent")


@pytest.fixture
def silence(monkeypatch):
    real = elasticsearch._backend()

    class Backend:
        es = Silent()
        index_prefix = real.index_prefix

    def begin():
        monkeypatch.setattr(elasticsearch, "_backend", Backend)

    def end():
        monkeypatch.setattr(elasticsearch, "_backend", lambda: real)
        elasticsearch.forget_state()

    yield begin, end
    end()


@pytest.mark.django_db
@pytest.mark.parametrize("rested", [False, True])
def test_without_an_index_outside_the_database_answers_and_says_so(make_page, client, settings, monkeypatch, rested):
    """A first start, or making anew, while the server is down: whatever is known of the server, the reader is told."""
    page = make_page("工资支付办法")
    settings.WAGTAILSEARCH_BACKENDS = search_backends("elasticsearch://127.0.0.1:9/none")
    RemoteIndex.objects.all().delete()
    monkeypatch.setitem(elasticsearch._state, "down_until", 0.0 if rested else 1e12)
    monkeypatch.setitem(elasticsearch._state, "checked", "")
    found = find("工资")
    assert (found.engine, found.stands_in) == (database_engine().NAME, True)
    assert {row.page_id for row in found.rows} == {page.pk}
    assert any("备用检索" in hint for hint in client.get("/search/", {"q": "工资"}).context["hints"])


@pytest.mark.django_db
def test_publishing_waits_for_the_server_a_second_at_most(make_page, settings, monkeypatch):
    settings.WAGTAILSEARCH_BACKENDS = search_backends("elasticsearch://127.0.0.1:9/none")
    asked = []

    class Server:
        def options(self, **options):
            asked.append(options)
            raise NoConnection("silent")

    class Backend:
        es = Server()
        index_prefix = "none-"

    monkeypatch.setattr(elasticsearch, "_backend", Backend)
    elasticsearch.forget_state()
    remote = RemoteIndex.objects.create(name="none-entries-v2-1", is_current=True)
    page = make_page("工资支付办法")
    assert telling.push(remote.name) is False
    assert asked == [{"request_timeout": 1}]
    assert PendingChange.objects.filter(page_id=page.pk).exists()
    elasticsearch.forget_state()


@needs_server
@pytest.mark.django_db
def test_a_document_that_is_missing_is_found_and_mended(make_page):
    page, other = make_page("工资支付办法"), make_page("工资支付条例")
    telling.catch_up()
    es = elasticsearch._backend().es
    es.delete(index=elasticsearch.alias(), id=str(page.pk), refresh=True)
    assert ids("工资") == {other.pk}
    missing = upkeep.unfound()
    assert missing["elasticsearch"] == [page.pk]
    upkeep.mend(missing)
    telling.catch_up()
    assert ids("工资") == {page.pk, other.pk}
    assert upkeep.unfound()["elasticsearch"] == []


@needs_server
@pytest.mark.django_db
def test_it_answers_and_follows(make_page):
    page = make_page("工资支付办法")
    found = find("工资")
    assert found.engine == "elasticsearch"
    assert ids("工资") == {page.pk}
    with transaction.atomic(), permitted("withdraw", [page.path]):
        Page.objects.filter(pk=page.pk).update(live=False)
    assert ids("工资") == set()
    assert find("工资").engine == "elasticsearch"
    assert not PendingChange.objects.exists()


@needs_server
@pytest.mark.django_db
def test_while_it_is_silent_the_database_answers_and_says_so(make_page, client, silence):
    first = make_page("工资支付办法")
    assert ids("工资") == {first.pk}
    begin, end = silence
    begin()
    found = find("工资")
    assert (found.engine, found.stands_in) == (database_engine().NAME, True)
    assert {row.page_id for row in found.rows} == {first.pk}
    second = make_page("工资支付条例")
    assert ids("工资") == {first.pk, second.pk}
    hints = client.get("/search/", {"q": "工资"}).context["hints"]
    assert any("备用检索" in hint for hint in hints)
    assert PendingChange.objects.filter(page_id=second.pk).exists()
    end()
    upkeep.look_after()
    assert not PendingChange.objects.exists()
    assert find("工资").engine == "elasticsearch"
    assert ids("工资") == {first.pk, second.pk}


@needs_server
@pytest.mark.django_db
def test_it_is_made_anew_under_one_alias(make_page):
    page = make_page("工资支付办法")
    before = RemoteIndex.objects.get().name
    assert telling.rebuild() == Entry.objects.count()
    after = RemoteIndex.objects.get().name
    assert before != after
    es = elasticsearch._backend().es
    assert list(es.indices.get_alias(name=elasticsearch.alias())) == [after]
    assert not es.indices.exists(index=before)
    assert ids("工资") == {page.pk}


@needs_server
@pytest.mark.django_db
def test_an_index_of_another_version_is_not_asked(make_page, monkeypatch):
    page = make_page("工资支付办法")
    monkeypatch.setattr(elasticsearch, "VERSION", elasticsearch.VERSION + 1)
    monkeypatch.setitem(elasticsearch._MAPPING, "_meta", {"version": elasticsearch.VERSION})
    elasticsearch.forget_state()
    assert find("工资").engine == database_engine().NAME
    upkeep.look_after()
    assert find("工资").engine == "elasticsearch"
    assert ids("工资") == {page.pk}


@needs_server
@pytest.mark.django_db(transaction=True)
def test_it_is_told_after_the_transaction_and_not_of_what_was_undone(make_page):
    page = make_page("工资支付办法")
    assert not PendingChange.objects.exists()
    withdraw_and_fail(page)
    assert not PendingChange.objects.exists()
    assert ids("工资") == {page.pk}
    assert connection.vendor in ("sqlite", "postgresql")
    assert is_remote()
