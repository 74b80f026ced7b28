"""What only the database holds, against every gate; what changes nothing public stays free."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from wagtail.models import Page

from disclosure.models import DecisionNoticePage
from publication.permits import permitted

from .paths import DATABASE, VIOLATIONS, stays_back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gate", sorted(VIOLATIONS))
@pytest.mark.parametrize("path", DATABASE, ids=lambda path: path.__name__)
def test_no_path_goes_around_a_gate(path, gate, client, penalties, editor, admin, later_app):
    stays_back(path, gate, client, penalties, editor, admin)


def test_what_changes_nothing_public_stays_free(client, editor, live_penalty):
    client.force_login(editor)
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    page.remarks = "新的草稿"
    page.save_revision(user=editor)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=editor)
    for command in ("fixtree", "purge_revisions"):
        call_command(command, interactive=False) if command == "fixtree" else call_command(command)
    stored = DecisionNoticePage.objects.get(pk=page.pk)
    assert stored.live
    assert stored.remarks == ""


def test_purging_revisions_leaves_what_was_approved(live_penalty):
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    approved = page.live_revision_id
    page.remarks = "草稿"
    page.save_revision()
    call_command("purge_revisions", pages=True)
    assert page.revisions.filter(pk=approved).exists()


def test_a_permit_never_outlives_its_verb(live_penalty):
    with pytest.raises(ZeroDivisionError), permitted("test", [live_penalty.path]):
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=live_penalty.pk).update(live=False)
