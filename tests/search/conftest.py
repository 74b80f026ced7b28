"""Pages to search."""

import itertools
import os

import pytest
from wagtail.models import Locale, Page, Site

from publication.actions.publish import publish_page
from search.public.engines import is_remote

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _outside_engine(request, settings):
    """An index of this test's own on Elasticsearch, when the suite runs on it; each worker of the suite has its own name."""
    if not is_remote() or not {"db", "transactional_db"} & set(request.fixturenames):
        yield
        return
    from search.public import elasticsearch, telling

    public, worker = settings.WAGTAILSEARCH_BACKENDS["public"], os.environ.get("PYTEST_XDIST_WORKER", "alone")
    settings.WAGTAILSEARCH_BACKENDS = {
        **settings.WAGTAILSEARCH_BACKENDS,
        "public": {**public, "INDEX_PREFIX": f"{public['INDEX_PREFIX']}{worker}-"},
    }
    elasticsearch.forget_state()
    telling.rebuild()
    yield
    elasticsearch.forget_state()


def _root() -> Page:
    """The site's root page; a site with nothing else on it where there is none."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        top = Page.objects.filter(depth=1).first()
        if top is None:  # another test has emptied the database
            Locale.objects.get_or_create(language_code="zh-hans")
            top = Page.add_root(instance=Page(title="根目录", slug="root", live=False))
        root = top.add_child(instance=Page(title="首页", slug="home", live=False))
        site = Site.objects.create(hostname="testserver", root_page=publish_page(root), is_default_site=True)
    return site.root_page


@pytest.fixture
def make_page(db):
    """Make one page below the site's root (or ``under`` another page), public unless told otherwise."""

    def make(title: str, *, live: bool = True, under: Page | None = None, **values) -> Page:
        parent = Page.objects.get(pk=(under or _root()).pk)
        page = parent.add_child(instance=Page(title=title, slug=f"found-{next(_numbers)}", live=False, **values))
        return publish_page(page) if live else page

    return make
