"""Fixtures of the tests of paths and notices."""

import pytest

from disclosure.models import DecisionNoticePage
from publication import gates

from .one_step import one_step
from .paths import Stop


@pytest.fixture
def later_app():
    """Register another gate for one test."""
    gate = gates.register(Stop())
    yield gate
    gates.unregister(gate)


@pytest.fixture
def submitted(draft_penalty, penalties, editor, reviewer):
    """A draft that its editor submitted for one step."""
    one_step(penalties)
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    return DecisionNoticePage.objects.get(pk=draft_penalty.pk)
