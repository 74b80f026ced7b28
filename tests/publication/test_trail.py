"""The trail: written once, never changed, never with a personal number; kept at least six months (网络安全法)."""

import datetime
import json
import logging

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from publication.errors import is_guard_refusal
from publication.models import Permit, TrailEntry, TrailSeal
from publication.permits import permitted
from publication.trail.context import acting
from publication.trail.guard import RETENTION, SCRUB
from publication.trail.record import line, record
from publication.trail.retention import forget
from publication.trail.scrub import HIDDEN, holds_personal_number, scrub, scrub_value
from publication.trail.seal import broken_seals, seal
from tests.conftest import build_penalty

ID = "210502199001010017"


def refused(change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    assert is_guard_refusal(caught.value)


def _raw(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.django_db
def test_no_path_changes_or_deletes_the_record_of_an_act(live_penalty, editor):
    log(editor, "wagtail.edit", user=editor)
    entry = record("export", live_penalty, user=editor)

    def save():
        entry.actor_name = "别人"
        entry.save()

    changes = [
        save,
        entry.delete,
        lambda: TrailEntry.objects.update(act="x"),
        lambda: TrailEntry.objects.all().delete(),
        lambda: TrailEntry.objects.bulk_update([entry], ["act"]),
        lambda: _raw("UPDATE publication_trailentry SET ip = NULL, act = 'x'"),
        lambda: _raw("DELETE FROM publication_trailentry"),
    ]
    for model in (PageLogEntry, ModelLogEntry):
        assert model.objects.exists()
        changes += [lambda m=model: m.objects.update(action="x"), lambda m=model: m.objects.all().delete()]
    for change in changes:
        refused(change)
    before = TrailEntry.objects.count()
    with permitted("forget", [RETENTION]):
        refused(lambda: TrailEntry.objects.all()._raw_delete("default"))
    with permitted("suspended", ["*"]):
        refused(lambda: TrailEntry.objects.all()._raw_delete("default"))
    with permitted("mask", [SCRUB]):
        refused(lambda: TrailEntry.objects.update(actor_name="别人"))
        TrailEntry.objects.filter(pk=entry.pk).update(label="已隐名")
    assert TrailEntry.objects.count() == before
    assert not Permit.objects.exists()


@pytest.mark.django_db
def test_what_is_over_its_time_is_forgotten_with_its_seal_and_on_the_record(db):
    old = timezone.now() - datetime.timedelta(days=400)
    # Before what making the portal wrote: entries are forgotten from the oldest on.
    TrailEntry.objects.bulk_create([TrailEntry(pk=key, at=old, act="export") for key in (-30, -20, -10)])
    with pytest.raises(ValueError, match="6个月"):
        forget(5)
    record("export", data={"n": 1})
    assert forget(12) == 0, "unsealed entries stay"
    aged = TrailEntry.objects.filter(at=old).order_by("pk")
    TrailSeal.objects.create(first_id=aged.first().pk, last_id=aged.last().pk, count=3, digest="0" * 64)
    assert forget(12) == 3
    assert not TrailSeal.objects.exists()
    assert TrailEntry.objects.filter(act="export").count() == 1
    assert TrailEntry.objects.filter(act="trail.forget").exists()


@pytest.mark.django_db
def test_seals_show_what_was_changed_around_the_guards(unit, monkeypatch):
    monkeypatch.setattr("publication.trail.seal.SETTLED", datetime.timedelta(0))
    monkeypatch.setattr("publication.trail.seal.RUN", 3)
    for number in range(7):
        record("export", data={"n": number})
    assert seal() == TrailEntry.objects.count()
    assert seal() == 0
    assert broken_seals() == []
    victim = TrailEntry.objects.filter(act="export").first()
    with permitted("mask", [SCRUB]):
        TrailEntry.objects.filter(pk=victim.pk).update(label="改动")
    assert len(broken_seals()) == 1
    with pytest.raises(SystemExit):
        call_command("trail", "verify")


@pytest.mark.django_db
def test_import_and_single_acts_are_both_in_the_trail(penalties, editor, reviewer):
    start = TrailEntry.objects.count()
    page = CreateMany(penalties, [build_penalty(penalties, 5)], user=editor, approver=reviewer, publish=True).execute()[
        0
    ]
    rows = TrailEntry.objects.filter(page_id=page.pk).order_by("pk")
    assert [row.act for row in rows] == ["wagtail.create", "wagtail.edit", "wagtail.publish", "publish.late"]
    assert TrailEntry.objects.count() == start + 4
    last = rows.last()
    assert (last.actor_id, last.unit_id, last.unit_name) == (reviewer.pk, penalties.unit_id, penalties.unit.name)
    assert "单位负责人" in last.roles
    assert last.after == {"revision": page.live_revision_id}
    page.save_revision(user=editor, log_action=True)
    assert TrailEntry.objects.filter(page_id=page.pk, act="wagtail.edit", actor_id=editor.pk).count() == 2


@pytest.mark.django_db
def test_before_and_after_of_units_settings_accounts_and_roles(unit, editor, reviewer):
    from home.models import PortalIdentity

    with acting(user=reviewer, reason="更正电话"):
        unit.phone = "示例电话 000-1"
        ChangeShown(unit).execute()
    entry = TrailEntry.objects.filter(act="record.change").latest("pk")
    assert (entry.before, entry.after) == ({"phone": ""}, {"phone": "示例电话 000-1"})
    assert (entry.reason, entry.actor_id, entry.unit_id) == ("更正电话", reviewer.pk, unit.pk)
    identity = PortalIdentity.load()
    identity.sponsor = "示例局"
    ChangeShown(identity).execute()
    assert TrailEntry.objects.filter(act="record.change", after__sponsor="示例局").exists()
    editor.set_password("another long password")
    editor.save()
    changed = TrailEntry.objects.filter(act="record.change").latest("pk")
    assert changed.after == {"password": "（已设置）"}
    assert "md5" not in line(changed)
    group = Group.objects.get(role_group__role="unit_head", role_group__unit=unit)
    editor.groups.add(group)
    granted = TrailEntry.objects.filter(act="role.grant").latest("pk")
    assert granted.after == {"role": f"{unit.name} · 单位负责人"}
    editor.groups.clear()
    assert TrailEntry.objects.filter(act="role.revoke").count() == 2


@pytest.mark.django_db
def test_no_personal_number_reaches_the_trail_or_wagtails_log(unit, editor):
    log(unit, "wagtail.edit", user=editor, title=f"当事人{ID}", data={"comment": f"电话13812345678，证件{ID}"})
    record("export", data={"q": f"１３８１２３４５６７８ {ID}"}, reason=ID, before={ID: ID})
    texts = [line(entry) for entry in TrailEntry.objects.all()]
    texts += [f"{entry.label} {json.dumps(entry.data)}" for entry in ModelLogEntry.objects.all()]
    assert not any(ID in text or "13812345678" in text or "１３８" in text for text in texts)
    assert any(HIDDEN in text for text in texts)


def test_scrubbing_hides_numbers_and_leaves_the_rest():
    for text in (
        f"证件{ID}。",
        "210502 19900101 0017",
        "２１０５０２１９９００１０１００１７",
        "电话138-1234-5678",
        "卡6222021000123456781",
        "1381\u200b2345678",
    ):
        assert holds_personal_number(text), text
    for text in (
        "示例监罚决字〔2026〕第00001号",
        "91210500MA0DEM0132",
        "罚款20000元",
        "20260305123456",
        "",
        "0414-1234567",
        "b9a1f0d2-0000-4000-8000-138123456789",
    ):
        assert scrub(text) == text, text


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=4)))
def test_scrubbing_keeps_the_shape_of_values(value):
    cleaned = scrub_value(value)
    assert type(cleaned) is type(value) or isinstance(value, tuple) or cleaned == HIDDEN
    assert scrub_value(cleaned) == cleaned


@pytest.mark.django_db
def test_the_mirror_gets_one_line_of_json_after_the_commit(caplog, django_capture_on_commit_callbacks):
    logging.getLogger("gongshi.trail").propagate = True
    with caplog.at_level(logging.INFO, logger="gongshi.trail"):
        with django_capture_on_commit_callbacks(execute=True):
            record("export", data={"n": 1})
            assert not caplog.records
        assert json.loads(caplog.records[-1].message)["act_label"] == "导出数据"


def test_mirrors_are_set_by_two_variables():
    from config.settings.trail import trail_handlers

    assert trail_handlers("", "") == {}
    found = trail_handlers("/var/log/gongshi-trail.jsonl", "127.0.0.1:514")
    assert found["trail_file"]["filename"] == "/var/log/gongshi-trail.jsonl"
    assert found["trail_syslog"]["address"] == ("127.0.0.1", 514)
