"""What the bureau settles is in the trail with what it said before and after."""

import datetime

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect

from disclosure.models import PublicityRule
from publication.models import CalendarDay, StoredDocument, TrailEntry

pytestmark = pytest.mark.django_db


def newest(act: str) -> TrailEntry:
    return TrailEntry.objects.filter(act=act).latest("pk")


def test_a_redirect():
    made = Redirect.objects.create(old_path="/a", redirect_link="/b")
    made.redirect_link = "/c"
    made.save()
    entry = newest("record.change")
    assert (entry.before, entry.after) == ({"redirect_link": "/b"}, {"redirect_link": "/c"})


def test_a_file_that_was_replaced():
    made = StoredDocument.objects.create(title="办法", file=ContentFile(b"one", name="one.txt"))
    made_twice = TrailEntry.objects.filter(object_type="附件", act="record.create").exists()
    made = StoredDocument.objects.get(pk=made.pk)
    made.file.save("two.txt", ContentFile(b"two"))
    entry = newest("record.change")
    assert "one" in entry.before["file"]
    assert "two" in entry.after["file"]
    assert not made_twice, "Wagtail's own log says who uploaded it"


def test_a_rule_of_publicity():
    rule = PublicityRule.objects.first()
    assert rule is not None
    fields = rule._meta.concrete_fields
    field = next(item.attname for item in fields if item.get_internal_type().endswith("IntegerField"))
    setattr(rule, field, (getattr(rule, field) or 0) + 1)
    rule.save()
    entry = newest("record.change")
    assert entry.object_id == str(rule.pk)
    assert entry.before[field] != entry.after[field]


def test_a_day_of_the_calendar():
    made = CalendarDay.objects.create(day=datetime.date(2026, 5, 1))
    entry = newest("record.create")
    assert (entry.object_id, entry.after["day"]) == (str(made.pk), "2026-05-01")
