"""The tables of gates and paths are complete: nothing new in the portal or the framework goes unnoticed."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
import wagtail
import wagtail.actions
import wagtail.admin.api.actions

from publication import gates
from publication.actions.create_many import CreateMany
from publication.actions.publish import PublishPage
from publication.actions.publish_many import latest_pairs
from publication.actions.refused import DeleteDraft
from publication.routes import registered
from tests.conftest import build_penalty

from .paths import VIOLATIONS
from .paths_of_types import VIOLATIONS as OF_TYPES
from .test_paths_with_files import VIOLATIONS as WITH_FILES

pytestmark = pytest.mark.django_db


#: What only a licence can have: ``life/test_verbs.py``. (Decisions and silence: also ``test_paths_of_corrections.py``.)
ELSEWHERE = {"revoked_licence"}
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
if wagtail.VERSION >= (8,):
    # They publish by the page's own revision, save what the guards watch, or are replaced in the registry.
    KNOWN_ACTIONS["wagtail.actions"] |= {
        "base", "create", "create_page", "delete", "edit", "edit_page", "registry", "revert_to_revision"
    }  # fmt: skip


@pytest.mark.parametrize("package", [wagtail.actions, wagtail.admin.api.actions])
def test_the_framework_has_no_action_that_is_not_in_the_table(package):
    found = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert found == KNOWN_ACTIONS[package.__name__]


#: Where the framework names what these actions are, beside the modules that are led to the verbs: definitions, and other models'.
_NAMED = re.compile(r"\b(?:PublishPageRevision|UnpublishPage|DeletePage|MovePage|CopyPage|CreatePageAlias)Action\b")
_DEFINED = {f"wagtail.actions.{name}" for name in KNOWN_ACTIONS["wagtail.actions"]}


def _modules_of(package):
    root = Path(package.__file__).parent
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not {"tests", "test", "migrations"} & set(parts):
            yield ".".join((package.__name__, *parts)).removesuffix(".__init__"), path.read_text()


def test_no_other_module_of_the_framework_names_an_action_that_ends_or_publishes():
    """A new release that publishes, ends, moves or copies pages from one more place fails here."""
    from publication.routes import _targets

    bound = {module for module, _ in _targets()}
    naming = {module for module, text in _modules_of(wagtail) if _NAMED.search(text)}
    assert naming - bound - _DEFINED == set()
    assert {module for module in bound if "privacy" not in module} <= naming


def test_what_the_framework_registers_for_pages_leads_to_the_verbs():
    """Wagtail 8: whoever looks a page's action up by its name gets the verb."""
    stock = {name for name, action in registered().items() if _NAMED.fullmatch(action.__name__)}
    assert stock == set()
    if wagtail.VERSION >= (8,):
        assert registered()["publish"] is PublishPage
        assert registered()["delete"] is DeleteDraft


#: What may open the guards, with where its paths are tried. A verb, command or screen that opens them and is not here fails.
OPENING = {
    "publication.guards.signed": "test_signed_in_the_database.py",
    "publication.actions.publish": "paths.py",
    "publication.actions.publish_many": "paths.py",
    "publication.actions.create_many": "test_create_many.py, test_paths_beside_the_editor.py",
    "publication.actions.change_shown": "test_shown.py",
    "publication.actions.end": "life/test_verbs.py",
    "publication.actions.end_some": "life/test_many_speed.py",
    "publication.actions.restore": "life/test_verbs.py",
    "publication.actions.destroy": "life/test_destruction.py",
    "publication.actions.mask_page": "privacy/",
    "publication.actions.scrub_trail": "test_trail_numbers.py",
    "publication.actions.refused": "a draft's own steps, with the draft: test_paths_copy_move_delete.py",
    "publication.management.commands.set_site": "test_hiding.py",
    "publication.trail.retention": "test_trail.py",
    "publication.permits": "flush and migrate: test_guards.py",
    "disclosure.grades.standing": "disclosure/test_grades.py",
    "disclosure.grades.verbs": "disclosure/test_grades.py",
    "staff_directory.officers.verbs": "staff_directory/officers/",
    "staff_directory.steps.shipped": "the steps that the portal ships: staff_directory/test_steps.py",
    "staff_directory.steps.in_use": "staff_directory/test_separation.py",
    "staff_directory.transfer.moves": "staff_directory/test_transfer.py",
}


def test_whatever_opens_the_guards_is_in_the_table():
    packages = {module.partition(".")[0] for module in OPENING} | {"home", "search"}
    opening = set()
    for package in sorted(packages):
        opening |= {module for module, text in _modules_of(import_module(package)) if re.search(r"\bpermitted\(", text)}
    assert opening == set(OPENING)


#: What may sign (approvals, overrides, letters, privacy decisions), with where it is tried.
SIGNING = {
    "publication.guards.signed": "test_signed_in_the_database.py",
    "publication.actions.approve": "test_publish.py",
    "publication.actions.sign_many": "disclosure/test_import_review.py",
    "publication.actions.create_many": "test_create_many.py",
    "publication.actions.override": "test_gate_panel.py",
    "publication.actions.mask_page": "privacy/",
    "publication.actions.privacy_decisions": "privacy/test_gate.py",
    "staff_directory.steps.letters": "staff_directory/test_letters.py",
    "disclosure.transfer_drafts": "disclosure/test_transfers.py",
    "disclosure.demo.matters_made": "staff_directory/test_letters.py, disclosure/matters/test_lists.py",
}


def test_whatever_signs_is_in_the_table():
    signing = set()
    for package in sorted({module.partition(".")[0] for module in SIGNING} | {"home", "search"}):
        signing |= {module for module, text in _modules_of(import_module(package)) if re.search(r"\bsigning\(", text)}
    assert signing == set(SIGNING)


def test_latest_pairs_are_pinned(penalties, editor):
    pages = CreateMany(penalties, [build_penalty(penalties, 1)], user=editor).execute()
    assert latest_pairs(pages)[0][1].pk == pages[0].latest_revision_id
