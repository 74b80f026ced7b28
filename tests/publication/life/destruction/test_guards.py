"""What the database refuses before and after a destruction, whatever permit is held."""

import datetime
from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from publication.actions.backups import RecordBackup
from publication.actions.restore import DecideRestoration, RequestRestoration
from publication.errors import Refused
from publication.models import (
    Backup,
    Destruction,
    DestructionPart,
    Receipt,
    Restoration,
    Seal,
    TrailEntry,
)
from publication.permits import permitted

from .conftest import _facts, approve, request

pytestmark = pytest.mark.django_db


def test_restoration_is_impossible_afterwards(client, ending, notice, editor, first, second):
    waiting = Restoration.objects.create(page=notice, ending=ending, reason="撤下有误，请恢复", requested_by=editor)
    approve(request(ending, first), second)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    with pytest.raises(Refused, match="已按规定销毁，不能恢复"):
        RequestRestoration(notice, user=editor, reason="撤下有误，请恢复公开").execute()
    Restoration.objects.filter(pk=waiting.pk).update(state="requested")
    with pytest.raises(Refused, match="已按规定销毁，不能恢复"):
        DecideRestoration(
            Restoration.objects.select_related("ending").get(pk=waiting.pk), user=second, approve=True
        ).execute()
    Restoration.objects.filter(pk=waiting.pk).update(state="cancelled")
    client.force_login(editor)
    answer = client.get(reverse("life:restore", args=[notice.pk]), follow=True)
    assert "已按规定销毁，不能恢复" in answer.content.decode()


def test_what_was_destroyed_never_goes_public_whatever_permit_is_held(ending, notice, first, second):
    approve(request(ending, first), second)
    page = Page.objects.get(pk=notice.pk)
    for refused in (
        lambda: Seal.objects.filter(page=page).delete(),
        lambda: Page.objects.filter(pk=page.pk).update(live=True),
    ):
        with (
            pytest.raises(DatabaseError, match="GONGSHI_GUARD"),
            transaction.atomic(),
            permitted("restore", [page.path]),
        ):
            refused()


@pytest.mark.parametrize("permit", [None, "restore", "vanish"])
def test_raw_sql_without_the_permit_is_refused_and_with_it_only_words_change(ending, notice, permit):
    rows = _facts(ending, notice)
    path = Page.objects.get(pk=notice.pk).path

    def run(table, change, key):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET {change} WHERE id = %s', [key])

    for table, change, key in rows:
        held = permitted(permit, [path]) if permit else nullcontext()
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), held:
            run(table, change, key)
    if permit is not None:
        return
    for table, change, key in rows:
        with permitted("destroy", ["#destroy"]):
            run(table, change, key)
    for table, change, key in (
        ("publication_ending", "kind = 'privacy'", ending.pk),
        ("publication_receipt", "made_at = CURRENT_TIMESTAMP", Receipt.objects.get(ending=ending).pk),
        ("publication_trailentry", "act = 'x'", TrailEntry.objects.filter(page_id=notice.pk).first().pk),
        ("wagtailcore_pagelogentry", "action = 'x'", PageLogEntry.objects.filter(page_id=notice.pk).first().pk),
    ):
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), permitted("destroy", ["#destroy"]):
            run(table, change, key)


def test_the_records_of_destruction_and_backups_stay(ending, first, second):
    asked = approve(request(ending, first), second)
    backup = RecordBackup(name="a", place="柜", made_at=timezone.now()).execute()
    for rows, change in (
        (Destruction.objects.filter(pk=asked.pk), {"order_number": "x"}),
        (Backup.objects.filter(pk=backup.pk), {"made_at": timezone.now() - datetime.timedelta(days=999)}),
    ):
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(DatabaseError, match="GONGSHI_GUARD"), transaction.atomic():
        DestructionPart.objects.filter(destruction=asked)._raw_delete("default")
