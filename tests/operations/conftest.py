"""Served portals, one for all modules of a process: alone, and as in production where the servers for it are."""

import os
from collections.abc import Iterator

import pytest

from scripts.run_tests import missing_servers

from .site import Site, alone, in_production

_PRODUCTION = os.environ.get("DATABASE_URL", "").startswith("postgres")


def pytest_collection_modifyitems(config, items) -> None:
    """Leave out what needs servers that are not there (``scripts/run_tests.py`` says so); in CI they must be there."""
    left_out = [item for item in items if item.get_closest_marker("production") and not _PRODUCTION]
    if _PRODUCTION and os.environ.get("CI") != "true" and missing_servers():
        left_out += [item for item in items if item.get_closest_marker("behind_servers")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """A portal by itself."""
    with alone(tmp_path_factory.mktemp("alone")) as found:
        yield found


@pytest.fixture(scope="session")
def production(tmp_path_factory) -> Iterator[Site]:
    """A portal as in production."""
    with in_production(tmp_path_factory.mktemp("production")) as found:
        yield found


@pytest.fixture
def visited(request) -> Site:
    """The portal in production where the suite runs on PostgreSQL, else the one that is alone."""
    return request.getfixturevalue("production" if _PRODUCTION else "site")
