"""Masking a page also cleans what the trail holds of it, on the record, and the seals still tell of anything else."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import PageLogEntry

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.actions.mask_page import MaskPage
from publication.models import Permit, TrailEntry
from publication.permits import permitted
from publication.trail.guard import SCRUB
from publication.trail.record import record
from publication.trail.seal import broken_seals, seal
from tests.conftest import build_penalty

pytestmark = pytest.mark.django_db
NAME, HOME = "李四", "示例市平山区东明路12号3单元501室"


@pytest.fixture
def page(penalties, editor):
    """A draft whose title and facts name a person, as the log and the trail remember it."""
    made = CreateMany(penalties, [build_penalty(penalties, 7)], user=editor).execute()[0]
    made = DecisionNoticePage.objects.get(pk=made.pk)
    made.facts = f"投诉人{NAME}，住址：{HOME}。"
    made.save_revision(user=editor, log_action=True)
    record("record.change", made, user=editor, before={"事由": f"{NAME}来访"}, after=[HOME], reason=f"{NAME}申请")
    TrailEntry.objects.create(act="wagtail.edit", page_id=made.pk, object_id=str(made.pk), label=f"{NAME}投诉案")
    return DecisionNoticePage.objects.get(pk=made.pk)


def kept(page):
    rows = [
        *TrailEntry.objects.filter(page_id=page.pk).values(),
        *PageLogEntry.objects.filter(page_id=page.pk).values(),
    ]
    return str(rows)


@pytest.fixture
def sealed(monkeypatch):
    monkeypatch.setattr("publication.trail.seal.SETTLED", datetime.timedelta(0))
    monkeypatch.setattr("publication.trail.seal.RUN", 3)


def test_masking_takes_names_and_addresses_out_of_the_trail(page, editor):
    assert NAME in kept(page)
    assert "东明路" in kept(page)
    who_and_what = ("pk", "at", "actor_id", "act", "object_id")
    before = list(TrailEntry.objects.filter(page_id=page.pk).order_by("pk").values_list(*who_and_what))
    MaskPage(page, editor).execute()
    assert NAME not in kept(page)
    assert "东明路" not in kept(page)
    after = TrailEntry.objects.filter(pk__in=[row[0] for row in before]).order_by("pk")
    assert list(after.values_list(*who_and_what)) == before
    entry = TrailEntry.objects.get(act="trail.scrub")
    assert (entry.actor_id, entry.page_id) == (editor.pk, page.pk)
    assert set(entry.data["entries"]) <= {row[0] for row in before}
    assert {"label", "before", "after", "reason"} <= set(entry.data["fields"])
    assert not Permit.objects.exists()
    MaskPage(DecisionNoticePage.objects.get(pk=page.pk), editor).execute()
    assert TrailEntry.objects.filter(act="trail.scrub").count() == 1


def test_seals_stand_after_masking_and_still_show_a_change_around_the_guards(page, editor, sealed):
    seal()
    assert broken_seals() == []
    MaskPage(page, editor).execute()
    assert NAME not in kept(page)
    assert TrailEntry.objects.get(act="trail.scrub").data["seals"]
    assert broken_seals() == []
    seal()
    assert broken_seals() == []
    entry = TrailEntry.objects.filter(page_id=page.pk).first()
    with permitted("other", [SCRUB]):
        TrailEntry.objects.filter(pk=entry.pk).update(label="另一件事")
    assert [found.first_id <= entry.pk <= found.last_id for found in broken_seals()] == [True]


def test_masking_does_not_mend_a_seal_that_was_broken_before(page, editor, sealed):
    seal()
    entry = TrailEntry.objects.filter(page_id=page.pk, label__contains=NAME).first()
    with permitted("other", [SCRUB]):
        TrailEntry.objects.filter(pk=entry.pk).update(reason="改过的原因")
    broken = [found.pk for found in broken_seals()]
    assert len(broken) == 1
    MaskPage(page, editor).execute()
    assert NAME not in kept(page)
    assert [found.pk for found in broken_seals()] == broken
    assert TrailEntry.objects.get(act="trail.scrub").data["broken_before"]


def test_the_trail_of_other_pages_stays_as_it_is(page, penalties, editor):
    other = CreateMany(penalties, [build_penalty(penalties, 8)], user=editor).execute()[0]
    record("record.change", other, user=editor, reason=f"{NAME}申请")
    MaskPage(page, editor).execute()
    assert NAME in kept(other)


def test_the_record_of_scrubbing_cannot_be_changed(page, editor):
    MaskPage(page, editor).execute()
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEntry.objects.filter(act="trail.scrub").update(data={})
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM publication_trailentry WHERE act = 'trail.scrub'")
