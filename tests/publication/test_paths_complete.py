"""The tables of gates and paths are complete: nothing new in the portal or the framework goes unnoticed."""

import pkgutil
from importlib import import_module

import pytest
import wagtail.actions
import wagtail.admin.api.actions

from publication import gates
from publication.actions.create_many import CreateMany
from publication.actions.publish_many import latest_pairs
from tests.conftest import build_penalty

from .paths import VIOLATIONS
from .paths_of_types import VIOLATIONS as OF_TYPES
from .test_paths_with_files import VIOLATIONS as WITH_FILES

pytestmark = pytest.mark.django_db


#: Tried in ``life/test_verbs.py``: what changes on a page that is public already, and what only a licence can have.
ELSEWHERE = {"correction", "revoked_licence"}
#: Warns and keeps nothing back: ``tests/disclosure/laws/``.
ELSEWHERE |= {"lapsed_citation"}
#: Tried with the grades of penalties (``tests/disclosure/test_grades.py``); and one that warns and keeps nothing back.
ELSEWHERE |= {"grade", "matter_discretion"}
#: Gates of guides, on every path in ``tests/disclosure/guides/test_paths.py``.
ELSEWHERE |= {"guide_elements", "guide_materials", "guide_time", "guide_basis"}


def test_every_gate_is_in_one_of_the_tables(later_app):
    tried = set(VIOLATIONS) | {gate.partition(":")[0] for gate in WITH_FILES} | {gate for _, gate in OF_TYPES}
    assert {gate.code for gate in gates.registered()} - ELSEWHERE == tried


KNOWN_ACTIONS = {
    "wagtail.actions": {
        "convert_alias", "copy_for_translation", "copy_page", "create_alias", "delete_page", "move_page",
        "publish_page_revision", "publish_revision", "revert_to_page_revision", "unpublish", "unpublish_page",
    },
    "wagtail.admin.api.actions": {
        "base", "convert_alias", "copy", "copy_for_translation", "create_alias", "delete", "move", "publish",
        "revert_to_page_revision", "unpublish",
    },
}  # fmt: skip


@pytest.mark.parametrize("package", [wagtail.actions, wagtail.admin.api.actions])
def test_the_framework_has_no_action_that_is_not_in_the_table(package):
    found = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert found == KNOWN_ACTIONS[package.__name__]


def test_no_other_module_of_the_framework_imports_an_action_that_ends_or_publishes():
    from publication.routes import _targets

    bound = {module for module, _ in _targets()}
    for name in ("PublishPageRevisionAction", "UnpublishPageAction", "DeletePageAction", "MovePageAction"):
        for module in ("edit", "unpublish", "delete", "move"):
            target = import_module(f"wagtail.admin.views.pages.{module}")
            if hasattr(target, name):
                assert target.__name__ in bound


def test_latest_pairs_are_pinned(penalties, editor):
    pages = CreateMany(penalties, [build_penalty(penalties, 1)], user=editor).execute()
    assert latest_pairs(pages)[0][1].pk == pages[0].latest_revision_id
