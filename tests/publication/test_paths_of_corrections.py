"""Every path to publication, with a change of what is public already: it says what was corrected, or stays a draft."""

import pytest
from django.db import IntegrityError, transaction

from disclosure.models import DecisionNoticePage
from publication.actions.approve import record_setup
from publication.errors import is_guard_refusal

from .paths import EDITOR, OTHERS

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "经查，该单位拖欠劳动者工资，逾期未支付。", "经查，该单位拖欠二人工资，逾期未支付。"


def corrected(live_penalty, editor, note):
    """The newest draft of a public penalty: it says something else, and is approved."""
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    page.facts, page.correction_note = AFTER, note
    revision = page.save_revision(user=editor)
    record_setup(page, revision, "测试")
    return DecisionNoticePage.objects.get(pk=page.pk), revision


@pytest.mark.parametrize("path", [*EDITOR, *OTHERS], ids=lambda path: path.__name__)
def test_no_path_rewrites_a_public_decision_in_silence(path, client, live_penalty, editor, admin):
    """政府信息公开条例第四十一条"""
    page, revision = corrected(live_penalty, editor, "")
    answer = path(client, page, revision, {"editor": editor, "privileged": admin, "gate": "correction"})
    assert answer != "scheduled"
    stored = DecisionNoticePage.objects.get(pk=page.pk)
    assert stored.live
    assert stored.facts == BEFORE
    assert stored.live_revision_id == live_penalty.live_revision_id


#: What publishes the newest draft of a public page; the others publish what is no page of the public yet, or need the form's values.
PUBLISHING = [
    path for path in OTHERS if path.__name__ in ("bulk_publish", "last_approval", "timer", "admin_api_publish")
]


@pytest.mark.parametrize("path", PUBLISHING, ids=lambda path: path.__name__)
def test_with_its_note_the_same_path_publishes_it(path, client, live_penalty, editor, admin):
    page, revision = corrected(live_penalty, editor, "更正拖欠工资的人数。")
    path(client, page, revision, {"editor": editor, "privileged": admin, "gate": "correction"})
    assert DecisionNoticePage.objects.get(pk=page.pk).facts == AFTER


def _save(page):
    page.facts = AFTER
    page.save()


def _loaddata(page):
    from django.core import serializers

    page.facts = AFTER
    for item in serializers.deserialize("json", serializers.serialize("json", [page])):
        item.save()


def _bulk_update(page):
    page.facts = AFTER
    DecisionNoticePage.objects.bulk_update([page], ["facts"])


@pytest.mark.parametrize(
    "change",
    [_save, _loaddata, _bulk_update, lambda page: DecisionNoticePage.objects.filter(pk=page.pk).update(facts=AFTER)],
    ids=["save", "loaddata", "bulk_update", "update"],
)
def test_no_statement_rewrites_a_public_decision(change, live_penalty):
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change(page)
    assert is_guard_refusal(caught.value)
    assert DecisionNoticePage.objects.get(pk=page.pk).facts == BEFORE
