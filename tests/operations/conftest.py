"""One served portal for each module that asks for it, a process on its data, and its staff."""

from collections.abc import Iterator

import pytest

from tests.served import OwnDatabase, Portal

from .world import Staff, World


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Portal]:
    """A portal of this module's own."""
    portal = Portal(tmp_path_factory.mktemp("served") / "var", OwnDatabase())
    portal.start()
    yield portal
    portal.discard()


@pytest.fixture(scope="module")
def world(served) -> Iterator[World]:
    """A process on its data."""
    found = World(served)
    yield found
    found.close()


@pytest.fixture(scope="module")
def staff(served):
    """Sign in as a demo account, once for each name."""
    known: dict[str, Staff] = {}

    def person(name: str) -> Staff:
        if name not in known:
            known[name] = Staff(served, name)
        return known[name]

    return person
