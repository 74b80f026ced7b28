"""Approvals, overrides and letters are written by their verbs only, whichever statement would write, change or delete one."""

import datetime

import pytest
from django.core import serializers
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from disclosure.models import DecisionNoticePage
from publication.actions.approve import ApproveRevision, record_setup
from publication.guards.signed import signing
from publication.models import Approval, GateOverride, OutsideApproval, Permit, StoredDocument
from publication.models.approvals import content_digest
from tests.conftest import build_penalty, make_user

from .test_guards import _raw, _row, only_postgresql, only_sqlite, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(penalties, editor):
    """A draft that its editor saved."""
    page = build_penalty(penalties, 7)
    page.live = False
    penalties.add_child(instance=page)
    page.save_revision(user=editor)
    return page


def _rows(page, user):
    """One unsaved row of each kind that would open a gate for the page."""
    revision = page.get_latest_revision()
    about = {"page": page, "revision": revision, "digest": content_digest(revision.content), "user": user}
    scan = StoredDocument.objects.create(title="函件", file=ContentFile(b"%PDF-1.4\n", name="letter.pdf"))
    letter = {"body": "司法局", "number": "示例司函〔2026〕1号", "dated": datetime.date(2026, 3, 5), "scan": scan}
    return [
        Approval(**about, basis="setup", step="系统初始化"),
        GateOverride(**about, code="x", message="问题", reason="理由"),
        OutsideApproval(**about, **letter),
    ]


def _insert(item):
    fields = [field for field in item._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = [field.get_db_prep_save(field.pre_save(item, True), connection) for field in fields]
    _raw(f"INSERT INTO {item._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(values))})", *values)


def _loaddata(item):
    for found in serializers.deserialize("json", serializers.serialize("json", [item])):
        found.save()


FORGED = {
    "save": lambda item: item.save(),
    "bulk_create": lambda item: type(item).objects.bulk_create([item]),
    "loaddata": _loaddata,
    "raw SQL": _insert,
}
CHANGED = {
    "save": lambda item: (setattr(item, "digest", "0" * 64), item.save()),
    "update": lambda item: type(item).objects.filter(pk=item.pk).update(digest="0" * 64),
    "other revision": lambda item: _raw(f"UPDATE {item._meta.db_table} SET page_id = 1 WHERE id = %s", item.pk),
    "other person": lambda item: type(item).objects.filter(pk=item.pk).update(user=None),
    "loaddata": lambda item: (setattr(item, "digest", "0" * 64), _loaddata(item)),
    "delete": lambda item: type(item).objects.get(pk=item.pk).delete(),
    "delete by queryset": lambda item: type(item).objects.filter(pk=item.pk).delete(),
    "raw delete": lambda item: _raw(f"DELETE FROM {item._meta.db_table} WHERE id = %s", item.pk),
}


@pytest.mark.parametrize("way", FORGED)
def test_nothing_is_signed_without_the_verb(way, draft, admin):
    for item in _rows(draft, admin):
        refused(lambda item=item: FORGED[way](item))
        assert not type(item).objects.filter(page=draft).exists()


@pytest.mark.parametrize("way", CHANGED)
def test_what_was_signed_is_neither_changed_nor_deleted(way, draft, admin):
    for item in _rows(draft, admin):
        with signing("test"):
            item.save()
        kept = type(item).objects.filter(pk=item.pk).values().get()
        refused(lambda item=item: CHANGED[way](item))
        with signing("test"):  # a permit to sign is none to change
            refused(lambda item=item: CHANGED[way](item))
        assert type(item).objects.filter(pk=item.pk).values().get() == kept


def test_a_letter_is_recorded_first_and_confirmed_once_by_somebody_else(draft, admin, editor):
    """国办发〔2018〕118号: the justice bureau's answer is compared by a second person."""
    confirmed = {"confirmed_by": editor, "confirmed_at": timezone.now()}
    letter = _rows(draft, admin)[2]
    mine = OutsideApproval.objects.filter(page=draft)
    with signing("test"):
        ready = _rows(draft, admin)[2]
        ready.confirmed_by, ready.confirmed_at = editor, timezone.now()
        refused(ready.save)
        letter.pk = None
        letter.save()
        refused(lambda: mine.update(confirmed_by=admin, confirmed_at=timezone.now()))
    refused(lambda: mine.update(**confirmed))
    with signing("test"):
        mine.update(**confirmed)
        refused(lambda: mine.update(confirmed_by=make_user("third")))
        refused(lambda: mine.update(confirmed_by=None))
    assert mine.get().is_confirmed
    assert not Permit.objects.exists()


def test_what_was_signed_goes_with_its_draft_and_keeps_its_people(draft, admin, reviewer):
    record_setup(draft, draft.get_latest_revision(), "测试")
    ApproveRevision(draft, draft.get_latest_revision(), admin, steps=[None]).execute()
    with pytest.raises(ProtectedError):
        admin.delete()
    DecisionNoticePage.objects.get(pk=draft.pk).delete()
    assert not Approval.objects.filter(page_id=draft.pk).exists()
    assert not Permit.objects.exists()


@only_sqlite
def test_no_row_is_put_in_the_place_of_what_was_signed(draft, admin):
    for item in _rows(draft, admin):
        with signing("test"):
            item.save()
        row = {**_row(item._meta.db_table, "id", item.pk), "digest": "0" * 64}
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
        with signing("test"):
            refused(lambda item=item, row=row, names=names, marks=marks: _raw(
                f"REPLACE INTO {item._meta.db_table} ({names}) VALUES ({marks})", *row.values()
            ))  # fmt: skip


@only_postgresql
@pytest.mark.parametrize("model", [Approval, GateOverride, OutsideApproval])
def test_no_table_of_what_was_signed_is_emptied(model, draft):
    _raw("SET CONSTRAINTS ALL IMMEDIATE")
    refused(lambda: _raw(f"TRUNCATE {model._meta.db_table} CASCADE"))
