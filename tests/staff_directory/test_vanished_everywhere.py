"""Of a decision that vanished no screen of the admin says anything: every address, with all that ever led to it."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from disclosure.deadlines import LATE_ACT
from disclosure.models import DecisionNoticePage, ImportedRow, PenaltyGrade
from publication.actions.create_many import CreateMany
from publication.actions.end import End
from publication.actions.end_request import RequestEnding
from publication.guards.signed import signing
from publication.models import OutsideApproval
from publication.models.approvals import content_digest
from publication.permits import permitted
from publication.receipts.make import make_receipt
from publication.trail.record import record
from staff_directory.models import Finding
from tests.conftest import build_penalty

from .addresses import address, admin_names
from .world import make_world

pytestmark = pytest.mark.django_db

#: What stood in it: its number, whom it was about, what it said.
CANARIES = ("示例消字〔2026〕77号", "示例消除有限公司", "示例消除的违法事实", "示例消除的处罚内容")
#: Lists that name it under a filter only.
FURTHER = [
    ("deadlines", "/admin/deadlines/?state=published"), ("grades:index", "/admin/grades/?state=all"),
    ("reading:index", "/admin/reading/?q=示例消"), ("life:board", "/admin/life/?q=示例消"),
]  # fmt: skip


@pytest.fixture
def world(unit, other_unit):
    """The world of the walk, in which the objects of the own unit lead to a decision that vanished."""
    found = make_world(unit, other_unit)
    side, editor = found.own, found.users["unit_editor"]
    number, party, facts, content = CANARIES
    said = {"document_number": number, "party_name": party, "facts": facts, "penalty_content": content}
    draft = build_penalty(side.index, 77, **said)
    page = CreateMany(side.index, [draft], publish=True).execute()[0]
    revision = page.get_latest_revision()
    for out in (False, True):
        given = {"published": not out, "excluded": out, "revision": revision, "page": page, "sheet": "处罚"}
        ImportedRow.objects.create(job=side.job, row=7 + out, **given)
    with permitted("grade", [page.path]):
        PenaltyGrade.objects.create(page=page, grade="general", months=12, decided_on=page.decided_on, user=editor)
    finding = Finding.objects.create(unit=unit, page=page, subject="事由", text="意见", due_on=timezone.localdate())
    with signing("test"):
        OutsideApproval.objects.create(
            page=page, revision=revision, digest=content_digest(revision.content), body="司法局", number="示例函1号",
            dated=timezone.localdate(), scan=side.document,
        )  # fmt: skip
    record(LATE_ACT, page)
    asked = RequestEnding(page, verb="vanish", kind="privacy", user=editor, statement="").execute()
    ending = End(asked).execute()
    make_receipt(ending)
    page = DecisionNoticePage.objects.get(pk=page.pk)
    found.own = replace(side, page=page, live=page, sealed=page, ending=ending, finding=finding)
    return found


@pytest.mark.parametrize("role", ["unit_head", "disclosure_officer", "discipline_auditor"])
def test_no_screen_says_what_vanished(role, world, client):
    """政府信息公开条例第十四、十五条; the auditor states a purpose first."""
    client.force_login(world.users[role])
    told, looked = [], list(FURTHER)
    for name, bare in admin_names().items():
        try:
            url, of_unit = address(name, bare, world, world.own)
        except Exception:  # no such object hangs on this page
            continue
        if of_unit or not name.startswith("wagtail"):  # the framework's lists: test_vanished_files.py
            looked.append((name, url))
    for name, url in looked:
        try:
            with transaction.atomic():
                response = client.get(url)
                body = response.getvalue().decode("utf-8", "replace")
                transaction.set_rollback(True)
        except Exception as problem:
            told.append(f"{name} {url}: {problem!r}")
            continue
        told += [f"{name} {url}: {mark}" for mark in CANARIES if mark in body]
    assert not told, "\n".join(told)
