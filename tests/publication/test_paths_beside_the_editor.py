"""Bulk, workflow, timer, API, verbs and import, against every gate."""

import pytest

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.errors import Refused
from tests.conftest import build_penalty

from .paths import OTHERS, VIOLATIONS, lets_through, stays_back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gate", sorted(VIOLATIONS))
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.__name__)
def test_no_path_goes_around_a_gate(path, gate, client, penalties, editor, admin, later_app):
    stays_back(path, gate, client, penalties, editor, admin)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.__name__)
def test_every_path_lets_a_good_page_through(path, client, penalties, editor, admin):
    lets_through(path, client, penalties, editor, admin)


def test_an_import_makes_drafts_of_what_a_gate_keeps_back(penalties, editor, reviewer):
    with pytest.raises(Refused):
        CreateMany(
            penalties, [build_penalty(penalties, 3, secrecy="")], user=editor, approver=reviewer, publish=True
        ).execute()
    with pytest.raises(Refused, match="须由录入人以外"):
        CreateMany(penalties, [build_penalty(penalties, 3)], user=editor, approver=editor, publish=True).execute()
    other = type(editor).objects.create_user("nobody")
    with pytest.raises(Refused, match="审核权限"):
        CreateMany(penalties, [build_penalty(penalties, 3)], user=editor, approver=other, publish=True).execute()
    assert not DecisionNoticePage.objects.exists()
