"""Matters, lists, flowcharts and papers: each gate on every path by which a page can become public."""

import pytest
from wagtail.models import Page

from disclosure.models import Edition
from publication.actions.approve import record_setup
from publication.actions.publish_many import PublishMany

from . import paths
from .paths_of_types import (
    GOOD_ONES,
    GROUPS,
    ROWS,
    editor_button,
    kept_back,
    public_state,
    undone,
)

pytestmark = pytest.mark.django_db
#: Expects a refusal; publishes whatever else stands below.
NOT_TRIED = (paths.revision_publish, paths.bulk_publish_from_above)


@pytest.mark.parametrize(("kind", "gate", "group"), ROWS)
def test_no_path_goes_around_a_gate(kind, gate, group, client, unit, editor, admin):
    if gate == "fixed_by_list" and group == "database":
        pytest.skip(
            "The page is public: what the database holds of public pages is tried in tests/disclosure/matters/."
        )
    page, revision = kept_back(kind, gate, unit, editor)
    before, through = public_state(page), []
    people = {"editor": editor, "gate": gate, "kind": kind}
    for path in GROUPS[group]:
        people["privileged"] = editor if gate == "approval" and path is not paths.last_approval else admin
        with undone():
            answer = path(client, type(page).objects.get(pk=page.pk), revision, people)
            if answer == "scheduled" or public_state(page) != before:
                through.append(path.__name__)
    assert not through
    assert public_state(page) == before


@pytest.mark.parametrize("kind", GOOD_ONES)
def test_every_path_lets_a_good_page_through(kind, client, unit, editor, admin):
    """The counterpart: one that stays back was kept back by its gate; and a list that becomes public has its edition."""
    page = GOOD_ONES[kind](unit)
    revision = page.save_revision(user=editor)
    page = type(page).objects.get(pk=page.pk)
    back, people = [], {"editor": editor, "privileged": admin, "gate": "", "kind": kind}
    for path in (editor_button, *(path for path in paths.OTHERS if path not in NOT_TRIED)):
        with undone():
            if path is paths.timer:
                record_setup(page, revision, "测试")
            if path is paths.publish_many:
                PublishMany([(page, revision)], user=admin).execute()
            else:
                path(client, type(page).objects.get(pk=page.pk), revision, people)
            stored = Page.objects.get(pk=page.pk)
            if not stored.live or (kind == "list") != Edition.objects.filter(page_id=page.pk).exists():
                back.append(path.__name__)
    assert not back
